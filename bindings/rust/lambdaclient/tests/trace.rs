//! The environment variable of the trace id. The only test of its program, because it changes the environment.

mod service;

use std::num::NonZeroUsize;

use lambdaclient::{Client, Runtime};
use service::{accepted, body, event, event_with, status, Service};

#[test]
fn the_variable_follows_the_event_where_it_is_asked_for() {
    let traced = || event_with("Lambda-Runtime-Trace-Id: Root=1\r\n", "1");
    let service = Service::start([
        traced(),
        accepted(),
        traced(),
        accepted(),
        event("2"),
        accepted(),
    ]);
    let variable = || std::env::var("_X_AMZN_TRACE_ID").ok();
    std::env::remove_var("_X_AMZN_TRACE_ID");

    let mut plain = service.client();
    plain.next().unwrap().respond("{}").unwrap();
    assert_eq!(variable(), None);
    drop(plain);

    // SAFETY: the service's thread reads no environment, and there is no other.
    let options = unsafe { service.options().set_trace_variable() };
    let mut client = Client::open(&options).unwrap();
    client.next().unwrap().respond("{}").unwrap();
    assert_eq!(variable().as_deref(), Some("Root=1"));
    client.next().unwrap().respond("{}").unwrap();
    assert_eq!(variable(), None);
    service.join();

    // With several threads nobody sets it.
    let service = Service::start([traced(), accepted(), status("500 No")]);
    // SAFETY: as above.
    let options = unsafe { service.options().set_trace_variable() };
    let ended = Runtime::new()
        .options(options)
        .force_threads(NonZeroUsize::new(3).unwrap())
        .run_concurrent(|_| Ok::<_, String>(variable().unwrap_or_default()));
    assert!(ended.is_err());
    assert_eq!(body(&service.join()[1]), "");
}
