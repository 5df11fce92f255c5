//! HTTP stream: answers a function URL with a status, headers, a cookie and a page that comes in two pieces. Flushing sends the
//! prelude at once, so that a browser sees the status while the page is still being made.

use std::error::Error;
use std::io::Write;

use lambdaclient::{Client, Invocation, Options, Prelude, StreamOptions};

fn answer(invocation: Invocation) -> Result<(), Box<dyn Error>> {
    let prelude = Prelude::new(201)
        .header("Content-Type", "text/html; charset=utf-8")
        .header("Cache-Control", "no-store")
        .cookie("seen=yes; Secure");
    let mut stream = invocation.stream(&StreamOptions::new().prelude(prelude))?;
    stream.flush()?;
    writeln!(stream, "<!doctype html>")?;
    writeln!(stream, "<p>Hello</p>")?;
    Ok(stream.finish()?)
}

fn main() -> Result<(), Box<dyn Error>> {
    let mut client = Client::open(&Options::new())?;
    loop {
        if let Err(error) = answer(client.next()?) {
            eprintln!("{error}");
        }
    }
}
