//! Seed: the example program of the crate `lambda_runtime_client` with its gaps filled, as its users wrote it. One line is not
//! theirs, that of `lambdaclient::compat`.

use lambdaclient::compat as lambda_runtime_client;
extern crate serde_derive;
extern crate serde_json;

use lambda_runtime_client::error::{ErrorResponse, LambdaErrorExt};
use lambda_runtime_client::RuntimeClient;
use serde_derive::{Deserialize, Serialize};
use std::fmt;

#[derive(Serialize, Deserialize, Debug)]
struct CustomEvent {
    name: String,
}

#[derive(Serialize, Deserialize, Debug)]
struct CustomResponse {
    surname: String,
}

#[derive(Debug)]
struct CustomErrorType {
    message: String,
}

impl CustomErrorType {
    fn new(message: &str) -> Self {
        CustomErrorType {
            message: String::from(message),
        }
    }
}

impl fmt::Display for CustomErrorType {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        write!(f, "{}", self.message)
    }
}

impl LambdaErrorExt for CustomErrorType {
    fn error_type(&self) -> &str {
        "CustomErrorType"
    }
}

fn main() {
    let endpoint = std::env::var("AWS_LAMBDA_RUNTIME_API").expect("No endpoint");
    let client = RuntimeClient::new(&endpoint, None, None).expect("Could not initialize client");

    loop {
        let (event_data, event_context) =
            client.next_event().expect("Could not retrieve next event");
        let custom_event: CustomEvent = serde_json::from_slice(&event_data)
            .expect("Could not turn Vec<u8> into CustomEvent object");

        println!("Event for {}", custom_event.name);
        if custom_event.name == "John" {
            let resp_object = CustomResponse {
                surname: String::from("Doe"),
            };
            let resp_vec = serde_json::to_vec(&resp_object)
                .expect("Could not serialize CustomResponse to Vec<u8>");
            client
                .event_response(&event_context.aws_request_id, &resp_vec)
                .expect("Could not send response");
        } else {
            let error = ErrorResponse::from(CustomErrorType::new("Invalid first name"));
            client
                .event_error(&event_context.aws_request_id, &error)
                .expect("Could not send error response");
        }
    }
}
