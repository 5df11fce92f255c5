//! Log lines, as another process of this program writes them to its standard output.

mod service;

use std::process::Command;

use lambdaclient::{FunctionError, LogDetails, LogLevel, Options};
use service::{accepted, event, Service};

const IS_WRITER: &str = "LAMBDACLIENT_TEST_WRITES_LOG_LINES";

fn write() {
    let service = Service::start([event("1"), accepted()]);
    let mut client = service.client();
    client
        .log(LogLevel::Info, "below the level", LogDetails::default())
        .unwrap();
    let invocation = client.next().unwrap();
    let failure = FunctionError::new("Full", "no more seats");
    let details = LogDetails {
        fields: &[("hall", "3"), ("row", "\u{e4}")],
        failure: Some(&failure),
        ..LogDetails::default()
    };
    invocation
        .log(LogLevel::Warn, "cannot book", details)
        .unwrap();
    invocation.respond("{}").unwrap();
    service.join();
}

#[test]
fn a_line_has_the_request_id_the_fields_and_the_failure() {
    if std::env::var_os(IS_WRITER).is_some() {
        return write();
    }
    let output = Command::new(std::env::current_exe().unwrap())
        .args([
            "--exact",
            "a_line_has_the_request_id_the_fields_and_the_failure",
            "--nocapture",
        ])
        .env(IS_WRITER, "1")
        .env("AWS_LAMBDA_LOG_FORMAT", "JSON")
        .env("AWS_LAMBDA_LOG_LEVEL", "WARN")
        .env_remove("_LAMBDA_TELEMETRY_LOG_FD")
        .output()
        .unwrap();
    let text = String::from_utf8(output.stdout).unwrap();
    let line = text
        .lines()
        .find(|line| line.contains("cannot book"))
        .expect(&text);
    for part in [
        r#""level":"WARN""#,
        r#""requestId":"id""#,
        r#""hall":"3""#,
        "\"row\":\"\u{e4}\"",
        "no more seats",
    ] {
        assert!(line.contains(part), "{part} is not in {line}");
    }
    assert!(!text.contains("below the level"), "{text}");
}

#[test]
fn too_many_fields_are_refused() {
    let client = lambdaclient::Client::open(&Options::new().endpoint("127.0.0.1:1")).unwrap();
    let fields = vec![("a", "b"); 1025];
    let details = LogDetails {
        fields: &fields,
        ..LogDetails::default()
    };
    let error = client.log(LogLevel::Fatal, "x", details).unwrap_err();
    assert_eq!(error.kind(), lambdaclient::ErrorKind::OptionInvalid);
}
