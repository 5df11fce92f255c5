//! How many threads there are where nobody chose. The only test of its program, because it sets the environment.

mod service;

use lambdaclient::{Error, ErrorKind, Options, Runtime};
use service::{accepted, event, status, Service};

const VARIABLE: &str = "AWS_LAMBDA_MAX_CONCURRENCY";

/// The end of a run whose every poll is refused.
fn refused() -> Error {
    let ended = Runtime::new()
        .options(Options::new().endpoint("127.0.0.1:1"))
        .run_concurrent(|_| Ok::<_, String>("{}"));
    ended.unwrap_err()
}

#[test]
fn the_environment_says_how_many_threads_there_are() {
    std::env::set_var(VARIABLE, "0");
    let error = refused();
    assert_eq!(error.kind(), ErrorKind::OptionInvalid);
    assert!(
        error
            .to_string()
            .contains("AWS_LAMBDA_MAX_CONCURRENCY is \"0\""),
        "{error}"
    );
    std::env::set_var(VARIABLE, "9".repeat(1000));
    let error = refused();
    assert_eq!(error.kind(), ErrorKind::OptionInvalid);
    assert!(error.to_string().len() < 400, "{error}");
    std::env::set_var(
        VARIABLE,
        <std::ffi::OsStr as std::os::unix::ffi::OsStrExt>::from_bytes(b"\xff"),
    );
    assert_eq!(refused().kind(), ErrorKind::OptionInvalid);

    std::env::remove_var(VARIABLE);
    assert_eq!(refused().kind(), ErrorKind::ConnectRefused);

    // A poll that comes out of turn ends one poller among several, after some attempts, but not at once.
    std::env::set_var(VARIABLE, "1");
    let service = Service::start([
        status("403 Forbidden"),
        event("1"),
        accepted(),
        status("500 No"),
    ]);
    let ended = Runtime::new()
        .options(service.options())
        .run_concurrent(|_| Ok::<_, String>("{}"));
    assert_eq!(ended.unwrap_err().kind(), ErrorKind::ContainerError);
    assert_eq!(service.join().len(), 4);
}
