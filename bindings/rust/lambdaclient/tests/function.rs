//! What the environment says about the function. The only test of its program, because it sets the environment.

use lambdaclient::{Client, LogLevel, Options};

#[test]
fn the_environment_is_read_when_a_client_is_opened() {
    for (name, value) in [
        ("AWS_LAMBDA_FUNCTION_NAME", "greet"),
        ("AWS_LAMBDA_FUNCTION_MEMORY_SIZE", "256"),
        ("AWS_LAMBDA_LOG_FORMAT", "JSON"),
        ("AWS_LAMBDA_LOG_LEVEL", "WARN"),
        ("_HANDLER", "main.handle"),
    ] {
        std::env::set_var(name, value);
    }
    std::env::remove_var("AWS_LAMBDA_LOG_GROUP_NAME");
    let client = Client::open(&Options::new().endpoint("127.0.0.1:1")).unwrap();
    std::env::set_var("AWS_LAMBDA_FUNCTION_NAME", "later");
    let function = client.function();
    assert_eq!(
        (function.name, function.memory_mb),
        (Some("greet"), Some(256))
    );
    assert_eq!(
        (function.handler, function.log_group),
        (Some("main.handle"), None)
    );
    assert_eq!(function.log_level, Some(LogLevel::Warn));
}
