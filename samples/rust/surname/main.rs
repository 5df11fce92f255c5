//! Surname: an event with a first name is answered with a surname, and anybody but John gets an error. The error is the
//! program's own type; its name and what it displays are what the function's caller gets.
//! The reading of JSON is only as good as this sample needs; take `serde_json` for your handler.

use std::fmt;

use lambdaclient::Invocation;

struct InvalidNameError;

impl fmt::Display for InvalidNameError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Invalid first name")
    }
}

fn handle(event: &Invocation) -> Result<&'static str, InvalidNameError> {
    match field(event.payload(), "name") {
        Some("John") => Ok(r#"{"surname":"Doe"}"#),
        _ => Err(InvalidNameError),
    }
}

/// The text of a field. Escapes are not decoded.
fn field<'e>(json: &'e [u8], name: &str) -> Option<&'e str> {
    let json = std::str::from_utf8(json).ok()?;
    let (_, behind) = json.split_once(&format!("\"{name}\""))?;
    let value = behind.trim_start().strip_prefix(':')?.trim_start();
    value.strip_prefix('"')?.split('"').next()
}

fn main() -> Result<(), lambdaclient::Error> {
    lambdaclient::run(handle)
}
