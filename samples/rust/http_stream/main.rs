//! HTTP stream: answers a function URL with a status, headers, a cookie and a page that comes in two pieces. Flushing sends the
//! prelude at once, so that a browser sees the status while the page is still being made.

use std::io::{Result, Write};

use lambdaclient::{Invocation, Prelude, Response, StreamOptions};

fn handle(_: &Invocation) -> Result<Response<'static>> {
    let prelude = Prelude::new(201)
        .header("Content-Type", "text/html; charset=utf-8")
        .header("Cache-Control", "no-store")
        .cookie("seen=yes; Secure");
    let options = StreamOptions::new().prelude(prelude);
    Ok(Response::streamed(options, |stream| {
        stream.flush()?;
        writeln!(stream, "<!doctype html>")?;
        writeln!(stream, "<p>Hello</p>")
    }))
}

fn main() -> std::result::Result<(), lambdaclient::Error> {
    lambdaclient::run(handle)
}
