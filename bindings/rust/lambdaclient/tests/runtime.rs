//! The loop: answers, failures, panics, retries, and its end.

mod service;

use std::io::{BufReader, Read, Write};
use std::net::TcpListener;
use std::num::NonZeroUsize;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Barrier, Mutex};
use std::thread;

use lambdaclient::{
    ErrorKind, FunctionError, Invocation, Options, Response, Runtime, StreamOptions,
};
use service::{accepted, body, event, event_with, status, Service, Step};

type Answer = Result<Response<'static>, FunctionError>;

/// Serves the events of a service until it says that it fails; gives what it received.
fn served(
    steps: impl IntoIterator<Item = Step>,
    handler: impl FnMut(&Invocation<'_>) -> Answer,
) -> Vec<String> {
    let last = [status("500 Internal Server Error")];
    let service = Service::start(steps.into_iter().chain(last).collect::<Vec<_>>());
    let error = Runtime::new()
        .options(service.options())
        .run(handler)
        .unwrap_err();
    assert!(error.is_fatal(), "{error}");
    service.join()
}

#[test]
fn every_event_is_answered() {
    let requests = served([event("1"), accepted(), event("2"), accepted()], |event| {
        Ok(format!("<{}>", event.payload().len()).into())
    });
    assert_eq!((body(&requests[1]), body(&requests[3])), ("<1>", "<1>"));
}

#[test]
fn the_event_itself_is_an_answer() {
    let requests = served([event("as it came"), accepted()], |_| Ok(Response::event()));
    assert_eq!(body(&requests[1]), "as it came");
}

#[test]
fn an_error_is_reported_by_its_own_name_and_the_next_event_is_served() {
    let requests = served([event("x"), accepted(), event("1"), accepted()], |event| {
        let number: u8 = std::str::from_utf8(event.payload())?.parse()?;
        Ok(number.to_string().into())
    });
    let report = r#"{"errorMessage":"invalid digit found in string","errorType":"ParseIntError","stackTrace":[]}"#;
    assert_eq!((body(&requests[1]), body(&requests[3])), (report, "1"));
}

#[test]
fn a_panic_is_reported_and_the_next_event_is_served() {
    let steps = [
        event("1"),
        accepted(),
        event("2"),
        accepted(),
        event("3"),
        accepted(),
    ];
    let requests = served(steps, |event| match event.payload() {
        b"1" => panic!("it is {}", 1),
        b"2" => std::panic::panic_any(2),
        _ => Ok("{}".into()),
    });
    let report =
        |text: &str| format!(r#"{{"errorMessage":"{text}","errorType":"Panic","stackTrace":[]}}"#);
    assert_eq!(body(&requests[1]), report("it is 1"));
    assert_eq!(body(&requests[3]), report("a panic without a text"));
    assert_eq!(body(&requests[5]), "{}");
}

#[test]
fn a_panic_in_a_stream_stands_behind_what_was_sent() {
    let requests = served([event("1"), accepted()], |_| {
        Ok(Response::streamed(
            StreamOptions::new(),
            |stream| -> std::io::Result<()> {
                stream.write_all(b"part")?;
                panic!("midway")
            },
        ))
    });
    assert!(
        requests[1].contains("\r\n4\r\npart\r\n0\r\n"),
        "{}",
        requests[1]
    );
    assert!(requests[1].contains("Lambda-Runtime-Function-Error-Type: Function.Panic\r\n"));
}

#[test]
fn an_answer_that_cannot_be_sent_is_reported_instead() {
    let requests = served([event("1"), accepted()], |_| {
        Ok(Response::new(&b"{}"[..]).content_type("no\nheader"))
    });
    assert!(requests[1].starts_with("POST /2018-06-01/runtime/invocation/id/error HTTP/1.1\r\n"));
    assert!(
        body(&requests[1]).contains(r#""errorType":"Runtime.ApiError""#),
        "{}",
        requests[1]
    );
}

#[test]
fn what_the_service_refuses_is_told_to_on_error_and_the_next_event_is_served() {
    let steps = [
        event("1"),
        status("413 Too Large"),
        event("2"),
        accepted(),
        status("500 No"),
    ];
    let service = Service::start(steps);
    let told = Arc::new(Mutex::new(Vec::new()));
    let tell = told.clone();
    let ended = Runtime::new()
        .options(service.options())
        .on_error(move |error| tell.lock().unwrap().push(error.kind()))
        .run(|_| Ok::<_, String>("{}"));
    assert_eq!(ended.unwrap_err().kind(), ErrorKind::ContainerError);
    assert_eq!(*told.lock().unwrap(), [ErrorKind::PayloadTooLarge]);
    assert_eq!(service.join().len(), 5);
}

#[test]
fn an_answer_that_was_not_sent_is_sent_again() {
    let first = Service::start([event_with("Connection: close\r\n", "1")]);
    let endpoint = first.endpoint.clone();
    let options = first.options();
    let first = Mutex::new(Some(first));
    let second = Arc::new(Mutex::new(None));
    let start_second = second.clone();
    let handled = AtomicUsize::new(0);
    let ended = Runtime::new()
        .options(options)
        .on_error(move |error| {
            assert_eq!(error.kind(), ErrorKind::ConnectRefused);
            let steps = [accepted(), status("500 No")];
            *start_second.lock().unwrap() = Some(Service::start_at(&endpoint, steps));
        })
        .run(|_| {
            // Nobody listens when the answer is ready.
            first.lock().unwrap().take().expect("one event").join();
            handled.fetch_add(1, Ordering::Relaxed);
            Ok::<_, String>("the answer")
        });
    assert_eq!(ended.unwrap_err().kind(), ErrorKind::ContainerError);
    assert_eq!(handled.load(Ordering::Relaxed), 1);
    let requests = second.lock().unwrap().take().unwrap().join();
    assert_eq!(body(&requests[0]), "the answer");
}

#[test]
fn the_loop_ends_at_the_sixth_failure_in_a_row() {
    let told = Arc::new(AtomicUsize::new(0));
    let count = told.clone();
    let ended = Runtime::new()
        .options(Options::new().endpoint("127.0.0.1:1"))
        .on_error(move |_| {
            count.fetch_add(1, Ordering::Relaxed);
        })
        .run(|_| Ok::<_, String>("{}"));
    assert_eq!(ended.unwrap_err().kind(), ErrorKind::ConnectRefused);
    assert_eq!(told.load(Ordering::Relaxed), 5);
}

#[test]
fn a_cancel_ends_the_loop_with_success() {
    let service = Service::start([Step::Hold]);
    let runtime = Runtime::new().options(service.options());
    let cancel = runtime.cancel_handle();
    let ended = thread::spawn(move || runtime.run(|_| Ok::<_, String>("{}")));
    service.wait_for_request();
    cancel.cancel().unwrap();
    assert!(ended.join().unwrap().is_ok());
    service.join();
}

#[test]
fn a_loop_that_was_cancelled_before_asks_for_nothing() {
    let runtime = Runtime::new().options(Options::new().endpoint("127.0.0.1:1"));
    runtime.cancel_handle().cancel().unwrap();
    assert!(runtime.run(|_| Ok::<_, String>("{}")).is_ok());
}

/// Each connection gets an event, and no answer is accepted before all of them have answered.
#[test]
fn several_threads_handle_events_at_the_same_time() {
    const THREADS: usize = 4;
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let endpoint = listener.local_addr().unwrap().to_string();
    let runtime = Runtime::new()
        .options(Options::new().endpoint(endpoint))
        .threads(NonZeroUsize::new(THREADS).unwrap());
    let cancel = runtime.cancel_handle();
    let together = Arc::new(Barrier::new(THREADS));
    let service = thread::spawn(move || {
        let connections: Vec<_> = (0..THREADS)
            .map(|_| {
                let (connection, _) = listener.accept().unwrap();
                let (together, cancel) = (together.clone(), cancel.clone());
                thread::spawn(move || {
                    let mut reader = BufReader::new(connection);
                    service::read_request(&mut reader).unwrap();
                    let event = b"HTTP/1.1 200 OK\r\nLambda-Runtime-Aws-Request-Id: id\r\nContent-Length: 0\r\n\r\n";
                    reader.get_mut().write_all(event).unwrap();
                    service::read_request(&mut reader).unwrap();
                    together.wait();
                    cancel.cancel().unwrap();
                    reader.get_mut().write_all(b"HTTP/1.1 202 Accepted\r\nContent-Length: 0\r\n\r\n").unwrap();
                    reader.read_to_end(&mut Vec::new()).ok();
                })
            })
            .collect();
        connections
            .into_iter()
            .for_each(|connection| connection.join().unwrap());
    });
    let handled = AtomicUsize::new(0);
    let ended = runtime.run_concurrent(|_| {
        handled.fetch_add(1, Ordering::Relaxed);
        Ok::<_, String>("{}")
    });
    assert!(ended.is_ok());
    assert_eq!(handled.load(Ordering::Relaxed), THREADS);
    service.join().unwrap();
}

#[test]
fn an_error_of_one_thread_ends_all() {
    let ended = Runtime::new()
        .options(Options::new().endpoint("127.0.0.1:1"))
        .threads(NonZeroUsize::new(3).unwrap())
        .max_attempts(1)
        .run_concurrent(|_| Ok::<_, String>("{}"));
    assert_eq!(ended.unwrap_err().kind(), ErrorKind::ConnectRefused);
}
