//! Seed: the example program of the crate `lambda_runtime_client`, with its gaps filled: both branches answer, the error type
//! is there, and it serves more than one event. One line is changed for this library, the first. JSON is read and written by
//! hand, where the crate's users have `serde_json`.

use lambdaclient::compat as lambda_runtime_client;

use std::fmt;

use lambda_runtime_client::error::{ErrorResponse, LambdaErrorExt};
use lambda_runtime_client::{EventContext, RuntimeClient};

struct CustomEvent {
    name: String,
}

struct CustomResponse {
    surname: String,
}

struct CustomErrorType {
    message: String,
}

impl CustomErrorType {
    fn new(message: &str) -> Self {
        Self {
            message: String::from(message),
        }
    }
}

impl fmt::Display for CustomErrorType {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl LambdaErrorExt for CustomErrorType {
    fn error_type(&self) -> &str {
        "CustomErrorType"
    }
}

fn main() {
    let endpoint = std::env::var("AWS_LAMBDA_RUNTIME_API").expect("The endpoint is not set");
    let client = RuntimeClient::new(&endpoint, None, None).expect("Could not initialize client");

    loop {
        let (event_data, event_context): (Vec<u8>, EventContext) =
            client.next_event().expect("Could not retrieve next event");
        let custom_event =
            from_slice(&event_data).expect("Could not turn Vec<u8> into CustomEvent object");

        if custom_event.name == "John" {
            let resp_object = CustomResponse {
                surname: String::from("Doe"),
            };
            let resp_vec = to_vec(&resp_object);
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

/// The only member of the object. Escapes are not decoded.
fn from_slice(json: &[u8]) -> Option<CustomEvent> {
    let json = std::str::from_utf8(json).ok()?;
    let member = json.trim().strip_prefix('{')?.strip_suffix('}')?;
    let (name, value) = member.split_once(':')?;
    let value = value.trim().strip_prefix('"')?.strip_suffix('"')?;
    (name.trim() == r#""name""#).then(|| CustomEvent {
        name: value.to_owned(),
    })
}

fn to_vec(response: &CustomResponse) -> Vec<u8> {
    format!(r#"{{"surname":"{}"}}"#, response.surname).into_bytes()
}
