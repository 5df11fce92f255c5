//! How many threads there are where nobody chose. The only test of its program, because it sets the environment.

mod service;

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::Arc;

use lambdaclient::{Error, ErrorKind, Options, Runtime};
use service::{accepted, event, status, Service};

const VARIABLE: &str = "AWS_LAMBDA_MAX_CONCURRENCY";

/// The end of a loop whose every poll is refused at once, and how many errors it survived.
fn refused() -> (Error, usize) {
    let told = Arc::new(AtomicUsize::new(0));
    let count = told.clone();
    let ended = Runtime::new()
        .options(Options::new().endpoint("127.0.0.1:1"))
        .max_attempts(2)
        .on_error(move |_| {
            count.fetch_add(1, Ordering::Relaxed);
        })
        .run_concurrent(|_| Ok::<_, String>("{}"));
    (ended.unwrap_err(), told.load(Ordering::Relaxed))
}

#[test]
fn the_environment_says_how_many_threads_there_are() {
    std::env::set_var(VARIABLE, "0");
    let (error, _) = refused();
    assert_eq!(error.kind(), ErrorKind::OptionInvalid);
    assert!(
        error
            .to_string()
            .contains("AWS_LAMBDA_MAX_CONCURRENCY is \"0\""),
        "{error}"
    );
    std::env::set_var(VARIABLE, "9".repeat(1000));
    let (error, _) = refused();
    assert_eq!(error.kind(), ErrorKind::OptionInvalid);
    assert!(error.to_string().len() < 200, "{error}");
    std::env::set_var(
        VARIABLE,
        <std::ffi::OsStr as std::os::unix::ffi::OsStrExt>::from_bytes(b"\xff"),
    );
    assert_eq!(refused().0.kind(), ErrorKind::OptionInvalid);

    std::env::remove_var(VARIABLE);
    let (error, survived) = refused();
    assert_eq!((error.kind(), survived), (ErrorKind::ConnectRefused, 1));

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
