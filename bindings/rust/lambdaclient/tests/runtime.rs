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
    let begins = |number: usize, text: &str| {
        let report = format!(
            r#"{{"errorMessage":"{text}","errorType":"Panic","stackTrace":["{}:"#,
            file!()
        );
        assert!(body(&requests[number]).starts_with(&report), "{requests:?}");
    };
    begins(1, "it is 1");
    begins(3, "a panic without a text");
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
fn a_panic_before_the_first_piece_is_an_ordinary_failure() {
    let requests = served([event("1"), accepted()], |_| {
        Ok(Response::streamed(
            StreamOptions::new(),
            |_| -> std::io::Result<()> { panic!("at once") },
        ))
    });
    assert!(requests[1].starts_with("POST /2018-06-01/runtime/invocation/id/error HTTP/1.1\r\n"));
    assert!(body(&requests[1]).contains(r#""errorMessage":"at once","errorType":"Panic""#));
}

#[test]
fn an_error_in_a_stream_stands_behind_what_was_sent() {
    let requests = served([event("1"), accepted(), event("2"), accepted()], |event| {
        if event.payload() == b"2" {
            return Ok("{}".into());
        }
        Ok(Response::streamed(StreamOptions::new(), |stream| {
            stream.write_all(b"part")?;
            Err(FunctionError::new("Odd", "it is odd").with_cause("no JSON"))
        }))
    });
    let (_, trailers) = requests[1].split_once("\r\n4\r\npart\r\n0\r\n").unwrap();
    assert!(
        trailers.contains("Lambda-Runtime-Function-Error-Type: Function.Odd\r\n"),
        "{trailers}"
    );
    assert_eq!(body(&requests[3]), "{}");
}

/// Each is reported without the part that is unfit, and its event is not handed out again.
#[test]
fn a_failure_that_cannot_be_sent_as_it_is_reaches_the_caller_all_the_same() {
    let steps = [
        event("1"),
        accepted(),
        event("2"),
        accepted(),
        event("3"),
        accepted(),
    ];
    let mut handled = 0;
    let requests = served(steps, |event| {
        handled += 1;
        let failure = FunctionError::new("Odd", "it is odd");
        match event.payload() {
            b"1" => Err(failure.with_cause("no JSON")),
            b"2" => Err(failure.with_json(&b"\xff no JSON"[..])),
            _ => Err(FunctionError::new(
                "a\r\nb\0",
                "\u{1f980}\0".repeat(100_000),
            )),
        }
    });
    assert_eq!((handled, requests.len()), (3, 7));
    for (number, text) in [(1, "it is odd"), (3, "it is odd"), (5, "\\uD83E\\uDD80")] {
        let path = "POST /2018-06-01/runtime/invocation/id/error HTTP/1.1\r\n";
        assert!(requests[number].starts_with(path), "{}", requests[number]);
        assert!(
            body(&requests[number]).contains(text),
            "{}",
            body(&requests[number])
        );
    }
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
fn an_answer_waits_for_a_service_that_is_away() {
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
fn the_run_ends_where_nobody_comes_back() {
    let told = Arc::new(AtomicUsize::new(0));
    let count = told.clone();
    let ended = Runtime::new()
        .options(Options::new().endpoint("127.0.0.1:1"))
        .on_error(move |_| {
            count.fetch_add(1, Ordering::Relaxed);
        })
        .run(|_| Ok::<_, String>("{}"));
    assert_eq!(ended.unwrap_err().kind(), ErrorKind::ConnectRefused);
    assert!(told.load(Ordering::Relaxed) > 1);
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
        .force_threads(NonZeroUsize::new(THREADS).unwrap());
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
    let names = Mutex::new(Vec::new());
    let ended = runtime.run_concurrent(|_| {
        let name = std::fs::read_to_string("/proc/thread-self/comm")?;
        names.lock().unwrap().push(name.trim().to_owned());
        std::io::Result::Ok("{}")
    });
    assert!(ended.is_ok());
    let names = names.into_inner().unwrap();
    assert_eq!(names.len(), THREADS);
    for name in ["lambda-2", "lambda-3", "lambda-4"] {
        assert!(names.iter().any(|known| known == name), "{names:?}");
    }
    service.join().unwrap();
}

#[test]
fn an_error_of_one_thread_ends_all() {
    let ended = Runtime::new()
        .options(Options::new().endpoint("127.0.0.1:1"))
        .force_threads(NonZeroUsize::new(3).unwrap())
        .run_concurrent(|_| Ok::<_, String>("{}"));
    assert_eq!(ended.unwrap_err().kind(), ErrorKind::ConnectRefused);
}

/// The service listens for one connection only: a second poller would wait for ever.
#[test]
fn an_ordinary_function_has_one_poller_however_many_threads_it_asks_for() {
    let service = Service::start([
        event("1"),
        accepted(),
        event("2"),
        accepted(),
        status("500 No"),
    ]);
    let handled = AtomicUsize::new(0);
    let ended = Runtime::new()
        .options(service.options())
        .threads(NonZeroUsize::new(8).unwrap())
        .run_concurrent(|_| {
            handled.fetch_add(1, Ordering::Relaxed);
            Ok::<_, String>("{}")
        });
    assert_eq!(ended.unwrap_err().kind(), ErrorKind::ContainerError);
    assert_eq!(handled.load(Ordering::Relaxed), 2);
    assert_eq!(service.join().len(), 5);
}

/// A run that is cancelled before its first event registers no extension, and still ends its life in order.
#[test]
fn hooks_run_around_the_events() {
    let order = Arc::new(Mutex::new(Vec::new()));
    let (first, last) = (order.clone(), order.clone());
    let runtime = Runtime::new().options(Options::new().endpoint("127.0.0.1:9"));
    let cancel = runtime.cancel_handle();
    let ended = runtime
        .init(move || {
            first.lock().unwrap().push("init");
            cancel.cancel()
        })
        .shutdown(move || {
            last.lock().unwrap().push("shutdown");
            Ok::<_, String>(())
        })
        .run(|_| Ok::<_, String>("{}"));
    assert!(ended.is_ok(), "{ended:?}");
    assert_eq!(*order.lock().unwrap(), ["init", "shutdown"]);
}

#[test]
fn an_init_hook_that_fails_or_panics_is_an_init_error() {
    let init_error = |runtime: fn(Runtime) -> Runtime, report: &str| {
        let service = Service::start([accepted()]);
        let ended =
            runtime(Runtime::new().options(service.options())).run(|_| Ok::<_, String>("{}"));
        let error = ended.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::HookFailed);
        assert!(
            error.is_fatal() && error.to_string().contains("no seats"),
            "{error}"
        );
        let requests = service.join();
        assert!(requests[0].starts_with("POST /2018-06-01/runtime/init/error "));
        assert!(body(&requests[0]).contains(report), "{}", requests[0]);
    };
    init_error(
        |runtime| runtime.init(|| Err(FunctionError::new("Full", "no seats"))),
        r#"{"errorMessage":"no seats","errorType":"Full","#,
    );
    init_error(
        |runtime| runtime.init(|| -> Result<(), String> { panic!("no seats") }),
        r#"{"errorMessage":"no seats","errorType":"Panic","stackTrace":["#,
    );
}

#[test]
fn a_panic_of_the_observer_ends_the_run_and_goes_on() {
    let run = || {
        Runtime::new()
            .options(Options::new().endpoint("127.0.0.1:1"))
            .on_error(|error| panic!("told of {}", error.kind().name()))
            .run(|_| Ok::<_, String>("{}"))
    };
    let panic = std::panic::catch_unwind(run).unwrap_err();
    assert_eq!(
        panic.downcast_ref::<String>().unwrap(),
        "told of connect_refused"
    );
}

#[test]
fn a_second_cancel_gives_up_an_answer_that_the_service_does_not_take() {
    let service = Service::start([event("1"), Step::Hold]);
    let runtime = Runtime::new().options(service.options());
    let cancel = runtime.cancel_handle();
    let ended = thread::spawn(move || runtime.run(|_| Ok::<_, String>("{}")));
    service.wait_for_request();
    cancel.cancel().unwrap();
    cancel.cancel().unwrap();
    assert!(ended.join().unwrap().is_ok());
    service.join();
}
