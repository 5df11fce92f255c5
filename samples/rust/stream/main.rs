//! Stream: answers piece by piece; the event `[pieces, bytes]` says how many and how large, and a third number after how many to
//! fail. A write waits until the service takes it, so 200 MB need no more memory than one piece. What was sent stays sent: a
//! failure follows it, and the function's caller sees both.

use std::io::Write;

use lambdaclient::{FunctionError, Invocation, Response, StreamOptions};

fn handle(event: &Invocation) -> Result<Response<'static>, FunctionError> {
    let text = std::str::from_utf8(event.payload())?;
    let numbers = text.trim().trim_start_matches('[').trim_end_matches(']');
    let numbers: Vec<usize> = numbers
        .split(',')
        .map(|n| n.trim().parse())
        .collect::<Result<_, _>>()?;
    let &[pieces, bytes, ref fail_after @ ..] = numbers.as_slice() else {
        return Err(FunctionError::new(
            "UnreadableEvent",
            "the event is not [pieces, bytes]",
        ));
    };
    let fail_after = fail_after.first().copied();

    Ok(Response::streamed(StreamOptions::new(), move |stream| {
        let piece = vec![b'.'; bytes];
        for sent in 0..pieces {
            if fail_after == Some(sent) {
                return Err(FunctionError::new(
                    "OutOfPieces",
                    format!("No piece is left after {sent}"),
                ));
            }
            stream.write_all(&piece)?;
        }
        Ok(())
    }))
}

fn main() -> Result<(), lambdaclient::Error> {
    lambdaclient::run(handle)
}
