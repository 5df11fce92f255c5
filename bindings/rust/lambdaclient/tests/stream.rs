//! Answers that are sent piece by piece.

mod service;

use std::io::Write;

use lambdaclient::{Error, ErrorKind, FunctionError, Prelude, Response, StreamOptions};
use service::{accepted, event, event_with, status, Service};

#[test]
fn pieces_are_sent_as_they_are_written() {
    let service = Service::start([event("hello"), accepted()]);
    let mut client = service.client();
    let options = StreamOptions::new().content_type("text/plain");
    let mut stream = client.next().unwrap().stream(&options).unwrap();
    stream.flush().unwrap();
    stream.write_all(b"first").unwrap();
    assert_eq!(stream.event().payload(), b"hello");
    stream.write_all(b"second").unwrap();
    stream.finish().unwrap();
    let request = service.join().pop().unwrap();
    assert!(
        request.contains("\r\nContent-Type: text/plain\r\n"),
        "{request}"
    );
    assert!(
        request.ends_with("\r\n5\r\nfirst\r\n6\r\nsecond\r\n0\r\n\r\n"),
        "{request}"
    );
}

#[test]
fn a_prelude_goes_before_the_first_piece() {
    let service = Service::start([event("1"), accepted()]);
    let mut client = service.client();
    let prelude = Prelude::new(201)
        .header("X-A", "1")
        .header("X-A", "2")
        .cookie("c=3");
    let options = StreamOptions::new().prelude(prelude);
    let mut stream = client.next().unwrap().stream(&options).unwrap();
    stream.write_all(b"page").unwrap();
    stream.finish().unwrap();
    let json = r#"{"statusCode":201,"headers":{},"multiValueHeaders":{"X-A":["1","2"]},"cookies":["c=3"]}"#;
    assert!(service.join()[1].contains(json));
}

#[test]
fn a_prelude_that_http_does_not_allow_gives_the_invocation_back() {
    let service = Service::start([event("1"), accepted()]);
    let mut client = service.client();
    let options = StreamOptions::new().prelude(Prelude::new(99));
    let unanswered = client.next().unwrap().try_stream(&options).unwrap_err();
    assert_eq!(unanswered.error.kind(), ErrorKind::PreludeInvalid);
    unanswered
        .invocation
        .expect("nothing was sent")
        .respond("{}")
        .unwrap();
    service.join();
}

#[test]
fn a_failure_stands_behind_what_was_sent() {
    let service = Service::start([event("1"), accepted()]);
    let mut client = service.client();
    let mut stream = client
        .next()
        .unwrap()
        .stream(&StreamOptions::new())
        .unwrap();
    stream.write_all(b"part").unwrap();
    stream.fail(FunctionError::new("Odd", "it is odd")).unwrap();
    let request = service.join().pop().unwrap();
    let (_, trailers) = request.split_once("\r\n0\r\n").unwrap();
    assert!(
        trailers.contains("Lambda-Runtime-Function-Error-Type: Function.Odd\r\n"),
        "{request}"
    );
}

#[test]
fn a_failure_before_the_first_piece_is_an_ordinary_one() {
    let service = Service::start([event("1"), accepted()]);
    let mut client = service.client();
    let stream = client
        .next()
        .unwrap()
        .stream(&StreamOptions::new())
        .unwrap();
    stream.fail("too early").unwrap();
    let request = service.join().pop().unwrap();
    assert!(request.starts_with("POST /2018-06-01/runtime/invocation/id/error HTTP/1.1\r\n"));
    assert!(
        request.ends_with(r#"{"errorMessage":"too early","errorType":"Error","stackTrace":[]}"#),
        "{request}"
    );
}

#[test]
fn a_stream_that_is_dropped_ends_in_band() {
    let service = Service::start([event("1"), accepted(), event("2"), accepted()]);
    let mut client = service.client();
    let mut stream = client
        .next()
        .unwrap()
        .stream(&StreamOptions::new())
        .unwrap();
    stream.write_all(b"part").unwrap();
    drop(stream);
    client.next().unwrap().respond("{}").unwrap();
    let requests = service.join();
    assert_eq!(requests.len(), 4);
    assert!(
        requests[1].contains("Lambda-Runtime-Function-Error-Type: Runtime.StreamAbandoned\r\n"),
        "{}",
        requests[1]
    );
}

#[test]
fn a_stream_that_is_dropped_before_its_first_piece_is_a_failure() {
    let service = Service::start([event("1"), accepted(), event("2"), accepted()]);
    let mut client = service.client();
    let stream = client.next().unwrap().stream(&StreamOptions::new());
    drop(stream.unwrap());
    client.next().unwrap().respond("{}").unwrap();
    let requests = service.join();
    assert!(requests[1].starts_with("POST /2018-06-01/runtime/invocation/id/error "));
    assert!(requests[1].contains(r#""errorType":"Runtime.StreamAbandoned""#));
}

#[test]
fn an_answer_before_the_end_ends_the_stream_with_its_error() {
    let service = Service::start([event_with("", "1"), status("413 Too Large")]);
    let mut client = service.client();
    let mut stream = client
        .next()
        .unwrap()
        .stream(&StreamOptions::new())
        .unwrap();
    stream.write_all(b"part").unwrap();
    let error = stream.finish().unwrap_err();
    assert_eq!(error.kind(), ErrorKind::PayloadTooLarge);
    service.join();
}

#[test]
fn the_error_of_a_write_is_the_error_of_the_answer() {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let endpoint = listener.local_addr().unwrap().to_string();
    let service = std::thread::spawn(move || {
        let mut reader = std::io::BufReader::new(listener.accept().unwrap().0);
        service::read_request(&mut reader).unwrap();
        let event =
            b"HTTP/1.1 200 OK\r\nLambda-Runtime-Aws-Request-Id: id\r\nContent-Length: 0\r\n\r\n";
        reader.get_mut().write_all(event).unwrap();
        // A part of the answer, and then the end of the connection.
        std::io::BufRead::read_line(&mut reader, &mut String::new()).unwrap();
    });
    let options = lambdaclient::Options::new().endpoint(endpoint);
    let mut client = lambdaclient::Client::open(&options).unwrap();
    let mut of_write = None;
    let response = Response::streamed(StreamOptions::new(), |stream| loop {
        if let Err(error) = stream.write_all(&[b'.'; 65536]) {
            of_write = error
                .get_ref()
                .and_then(|inner| inner.downcast_ref::<Error>())
                .cloned();
            return Err(error);
        }
    });
    let error = client.next().unwrap().respond(response).unwrap_err();
    assert_eq!(
        Some(error.to_string()),
        of_write.map(|error| error.to_string())
    );
    service.join().unwrap();
}
