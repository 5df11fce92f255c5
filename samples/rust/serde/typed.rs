//! Typed: events and answers as types of the program, through serde.

use lambdaclient::{FunctionError, Invocation};
use serde::{Deserialize, Serialize};

#[derive(Deserialize)]
struct Person {
    name: String,
}

#[derive(Serialize)]
struct Answer {
    surname: String,
}

fn handle(event: &Invocation) -> Result<Vec<u8>, FunctionError> {
    let person: Person = serde_json::from_slice(event.payload())?;
    if person.name != "John" {
        return Err(FunctionError::new("InvalidNameError", "Invalid first name"));
    }
    let answer = Answer {
        surname: "Doe".to_owned(),
    };
    Ok(serde_json::to_vec(&answer)?)
}

fn main() -> Result<(), lambdaclient::Error> {
    lambdaclient::run(handle)
}
