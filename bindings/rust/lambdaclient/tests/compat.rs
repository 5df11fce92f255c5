//! The names of the crate `lambda_runtime_client`: a program that uses them compiles, and this is what they do.

mod service;

use lambdaclient::compat as lambda_runtime_client;

use std::fmt;

use lambda_runtime_client::error::{
    ApiError, ApiErrorKind, ErrorResponse, LambdaErrorExt, RuntimeApiError,
};
use lambda_runtime_client::{EventContext, LambdaHeaders, RuntimeClient};
use service::{accepted, body, event, event_with, status, Service};

fn client(service: &Service) -> RuntimeClient {
    RuntimeClient::new(&service.endpoint, None, None).unwrap()
}

struct Named;

impl fmt::Display for Named {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("no such name")
    }
}

impl LambdaErrorExt for Named {
    fn error_type(&self) -> &str {
        "NamedError"
    }
}

impl RuntimeApiError for Named {
    fn to_response(&self) -> ErrorResponse {
        ErrorResponse::unhandled(self.to_string())
    }
}

#[test]
fn an_event_is_taken_and_answered_by_its_request_id() {
    let fields = format!(
        "{}: arn\r\n{}: Root=1\r\n{}: 1000\r\n{}: {{\"env\":{{\"a\":\"1\"}}}}\r\n{}: {{\"cognitoIdentityId\":\"me\"}}\r\n",
        LambdaHeaders::FunctionArn,
        LambdaHeaders::TraceId,
        LambdaHeaders::Deadline,
        LambdaHeaders::ClientContext,
        LambdaHeaders::CognitoIdentity
    );
    let service = Service::start([event_with(&fields, "hello"), accepted()]);
    let client = client(&service);
    let (data, context): (Vec<u8>, EventContext) = client.next_event().unwrap();
    assert_eq!(data, b"hello");
    assert_eq!(
        (
            context.aws_request_id.as_str(),
            context.invoked_function_arn.as_str()
        ),
        ("id", "arn")
    );
    assert_eq!(
        (context.xray_trace_id.as_deref(), context.deadline),
        (Some("Root=1"), 1000)
    );
    assert_eq!(
        context.client_context.clone().unwrap().environment["a"],
        "1"
    );
    assert_eq!(context.identity.clone().unwrap().identity_id, "me");
    client
        .event_response(&context.aws_request_id, &data)
        .unwrap();
    assert_eq!(client.get_endpoint(), service.endpoint);
    let requests = service.join();
    assert!(requests
        .iter()
        .all(|request| request.contains("\r\nUser-Agent: AWS_Lambda_Rust\r\n")));
    assert_eq!(body(&requests[1]), "hello");
}

#[test]
fn an_error_is_reported_as_it_says() {
    let service = Service::start([event("1"), accepted(), event("2"), accepted()]);
    let client = RuntimeClient::new(&service.endpoint, Some("mine".to_owned()), None).unwrap();
    let (_, context) = client.next_event().unwrap();
    client
        .event_error(&context.aws_request_id, &ErrorResponse::from(Named))
        .unwrap();
    let (_, context) = client.next_event().unwrap();
    client
        .event_error(&context.aws_request_id, &Named as &dyn RuntimeApiError)
        .unwrap();
    let requests = service.join();
    let report = |name: &str| {
        format!(r#"{{"errorMessage":"no such name","errorType":"{name}","stackTrace":[]}}"#)
    };
    assert_eq!(body(&requests[1]), report("NamedError"));
    assert_eq!(body(&requests[3]), report("Unhandled"));
    assert!(requests[0].contains("\r\nUser-Agent: mine\r\n"));
}

#[test]
fn an_event_that_was_not_answered_is_asked_for_again() {
    let service = Service::start([event("1"), event("1"), accepted()]);
    let client = client(&service);
    client.next_event().unwrap();
    let (_, context) = client.next_event().unwrap();
    client
        .event_response(&context.aws_request_id, b"{}")
        .unwrap();
    service.join();
}

#[test]
fn an_answer_to_no_event_is_a_recoverable_error() {
    let service = Service::start([event("1"), accepted()]);
    let client = client(&service);
    assert!(client
        .event_response("id", b"{}")
        .unwrap_err()
        .is_recoverable());
    client.next_event().unwrap();
    let other = client.event_response("other", b"{}").unwrap_err();
    assert!(
        other.is_recoverable() && other.to_string().contains("other"),
        "{other}"
    );
    client.event_response("id", b"{}").unwrap();
    assert!(client
        .event_response("id", b"{}")
        .unwrap_err()
        .is_recoverable());
    service.join();
}

#[test]
fn what_cannot_go_on_is_unrecoverable() {
    let service = Service::start([status("500 Internal Server Error")]);
    let error: ApiError = client(&service).next_event().unwrap_err();
    assert!(!error.is_recoverable());
    assert!(
        error
            .to_string()
            .starts_with("Unrecoverable API error: container_error"),
        "{error}"
    );
    assert_eq!(error.error_type(), "RuntimeApiError");
    assert!(std::error::Error::source(&error).is_some());
    service.join();
    assert!(!RuntimeClient::new("no port", None, None)
        .unwrap_err()
        .is_recoverable());
    assert!(ApiError::from(ApiErrorKind::Recoverable("x".into())).is_recoverable());
    assert!(!ApiError::from(ApiErrorKind::Unrecoverable("x".into())).is_recoverable());
}

/// A loop that goes on after every recoverable error, as programs of 0.2 do.
#[test]
fn a_loop_ends_where_nothing_listens_and_does_not_spin() {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let endpoint = listener.local_addr().unwrap().to_string();
    drop(listener);
    let client = RuntimeClient::new(&endpoint, None, None).unwrap();
    let error = client.next_event().unwrap_err();
    assert!(!error.is_recoverable());
    assert!(
        error
            .to_string()
            .starts_with("Unrecoverable API error: connect_refused"),
        "{error}"
    );
}

#[test]
fn an_answer_that_was_not_sent_can_be_sent_again() {
    let first = Service::start([event_with("Connection: close\r\n", "1")]);
    let endpoint = first.endpoint.clone();
    let client = client(&first);
    client.next_event().unwrap();
    first.join();
    let error = client.event_response("id", b"{}").unwrap_err();
    assert!(error.is_recoverable(), "{error}");
    let second = Service::start_at(&endpoint, [accepted()]);
    client.event_response("id", b"{}").unwrap();
    second.join();
}

#[test]
fn an_init_error_is_reported() {
    let service = Service::start([accepted()]);
    client(&service).fail_init(&ErrorResponse::from(Named));
    assert!(service.join()[0].starts_with("POST /2018-06-01/runtime/init/error "));
}

#[test]
#[should_panic(expected = "connect_refused")]
fn an_init_error_that_cannot_be_reported_ends_the_program() {
    RuntimeClient::new("http://127.0.0.1:1", None, None)
        .unwrap()
        .fail_init(&Named);
}

#[test]
fn it_can_be_shared_between_threads() {
    fn shared<T: Send + Sync>() {}
    shared::<RuntimeClient>();
}
