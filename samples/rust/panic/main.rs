//! Panic: a handler that panics on an empty event. Its caller gets the panic as an error, and the next event is served.

use lambdaclient::{FunctionError, Invocation};

fn handle(event: &Invocation) -> Result<String, FunctionError> {
    let first = event.payload().first().expect("the event is empty");
    Ok(format!("{first}"))
}

fn main() -> Result<(), lambdaclient::Error> {
    lambdaclient::run(handle)
}
