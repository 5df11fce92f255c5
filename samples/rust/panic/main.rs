//! Panic: a handler with a fault, an index that it does not check. Its caller gets the panic as an error, and the next event is
//! served. A program that aborts on a panic (`panic = "abort"`) ends with it.

use lambdaclient::{FunctionError, Invocation};

const PRICES: [u32; 3] = [120, 80, 45];

fn handle(event: &Invocation) -> Result<String, FunctionError> {
    let number: usize = std::str::from_utf8(event.payload())?.parse()?;
    Ok(PRICES[number].to_string())
}

fn main() -> Result<(), lambdaclient::Error> {
    lambdaclient::run(handle)
}
