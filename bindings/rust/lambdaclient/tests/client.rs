//! The client and its invocation: what is read, what is answered, and what a failed answer leaves.

mod service;

use std::io::Write;
use std::thread;
use std::time::{Duration, SystemTime};

use lambdaclient::{
    Answer, CancelHandle, Client, Delivery, Error, ErrorCategory, ErrorKind, FunctionError,
    Invocation, Options, Response, StreamOptions, Turn,
};
use service::{accepted, body, event, event_with, status, Service, Step};

#[test]
fn an_event_is_read_and_answered() {
    let fields = "Lambda-Runtime-Invoked-Function-Arn: arn\r\nLambda-Runtime-Trace-Id: Root=1\r\n\
        Lambda-Runtime-Deadline-Ms: 4102444800000\r\nContent-Type: application/json\r\nX-Other: \u{e9}\r\n\
        Lambda-Runtime-Client-Context: {\"client\":{\"app_title\":\"App\"},\"custom\":{\"a\":\"1\",\"b\":\"\"},\"env\":{}}\r\n\
        Lambda-Runtime-Cognito-Identity: {\"cognitoIdentityId\":\"me\"}\r\n";
    let service = Service::start([event_with(fields, "hello"), accepted()]);
    let mut client = service.client();
    let invocation = client.next().unwrap();

    assert_eq!(invocation.payload(), b"hello");
    assert_eq!(invocation.request_id(), "id");
    assert_eq!(invocation.invoked_function_arn().as_deref(), Some("arn"));
    assert_eq!(invocation.trace_id().as_deref(), Some("Root=1"));
    assert_eq!(
        invocation.content_type().as_deref(),
        Some("application/json")
    );
    assert_eq!(invocation.header("x-other").as_deref(), Some("\u{e9}"));
    assert_eq!(invocation.header("x-none"), None);
    assert_eq!(invocation.tenant_id(), None);
    let deadline = invocation.deadline().unwrap();
    assert_eq!(
        deadline,
        SystemTime::UNIX_EPOCH + Duration::from_secs(4_102_444_800)
    );
    let remaining = invocation.remaining_time().unwrap();
    assert!(
        remaining <= deadline.duration_since(SystemTime::now()).unwrap() + Duration::from_secs(60)
    );

    let context = invocation.client_context().unwrap();
    assert_eq!(
        (context.app_title, context.installation_id),
        (Some("App"), None)
    );
    assert_eq!(
        context.custom.iter().collect::<Vec<_>>(),
        [("a", "1"), ("b", "")]
    );
    assert_eq!(
        (context.custom.get("a"), context.custom.get("c")),
        (Some("1"), None)
    );
    assert!(context.env.is_empty());
    assert!(invocation
        .raw_client_context()
        .unwrap()
        .starts_with("{\"client\""));
    assert_eq!(
        invocation.cognito_identity().unwrap().identity_id,
        Some("me")
    );

    invocation.respond("answer").unwrap();
    let requests = service.join();
    assert!(requests[1].starts_with("POST /2018-06-01/runtime/invocation/id/response HTTP/1.1\r\n"));
    assert!(requests[1].contains("\r\nContent-Type: application/json\r\n"));
    assert_eq!(body(&requests[1]), "answer");
}

#[test]
fn what_is_absent_is_none() {
    let service = Service::start([event(""), accepted()]);
    let mut client = service.client();
    let invocation = client.next().unwrap();
    assert_eq!(invocation.payload(), b"");
    assert_eq!(
        (invocation.deadline(), invocation.remaining_time()),
        (None, None)
    );
    assert_eq!(
        (invocation.trace_id(), invocation.invoked_function_arn()),
        (None, None)
    );
    assert!(invocation.client_context().is_none() && invocation.cognito_identity().is_none());
    invocation.respond(Vec::new()).unwrap();
    assert_eq!(body(&service.join()[1]), "");
}

#[test]
fn a_header_that_is_no_utf_8_has_a_character_for_each_byte() {
    let mut bytes = b"HTTP/1.1 200 OK\r\nLambda-Runtime-Aws-Request-Id: id\r\nX-Old: ".to_vec();
    bytes.extend(b"\xe9\r\nContent-Length: 0\r\n\r\n");
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let endpoint = listener.local_addr().unwrap().to_string();
    let service = thread::spawn(move || {
        let (mut connection, _) = listener.accept().unwrap();
        std::io::Write::write_all(&mut connection, &bytes).unwrap();
        std::io::Read::read_to_end(&mut connection, &mut Vec::new()).ok();
    });
    let mut client = Client::open(&Options::new().endpoint(endpoint)).unwrap();
    let invocation = client.next().unwrap();
    assert_eq!(invocation.header("x-old").as_deref(), Some("\u{e9}"));
    drop(client);
    service.join().unwrap();
}

#[test]
fn a_failure_is_reported_with_its_frames() {
    let service = Service::start([event("1"), accepted()]);
    let mut client = service.client();
    let failure =
        FunctionError::new("Odd", "it is odd").with_stack_trace(["main.rs:1", "lib.rs:2"]);
    client.next().unwrap().fail(failure).unwrap();
    let report =
        r#"{"errorMessage":"it is odd","errorType":"Odd","stackTrace":["main.rs:1","lib.rs:2"]}"#;
    assert_eq!(body(&service.join()[1]), report);
}

#[test]
fn a_failure_can_have_a_body_of_its_own_and_a_cause_for_x_ray() {
    let service = Service::start([event("1"), accepted()]);
    let mut client = service.client();
    let failure = FunctionError::new("Odd", "it is odd")
        .with_json(r#"{"errorType":"Odd","code":7}"#)
        .with_cause(r#"{"working_directory":"/var/task"}"#);
    client.next().unwrap().fail(failure).unwrap();
    let request = service.join().pop().unwrap();
    assert_eq!(body(&request), r#"{"errorType":"Odd","code":7}"#);
    assert!(
        request.contains(
            "Lambda-Runtime-Function-XRay-Error-Cause: {\"working_directory\":\"/var/task\""
        ),
        "{request}"
    );
}

#[test]
fn a_cause_that_is_none_gives_the_invocation_back() {
    let service = Service::start([event("1"), accepted()]);
    let mut client = service.client();
    let failure = FunctionError::new("Odd", "").with_cause("no JSON");
    let unanswered = client.next().unwrap().try_fail(failure).unwrap_err();
    assert_eq!(unanswered.error.kind(), ErrorKind::CauseInvalid);
    unanswered
        .invocation
        .expect("nothing was sent")
        .fail("plain")
        .unwrap();
    service.join();
}

#[test]
fn a_restore_is_waited_for_and_its_failure_reported() {
    let service = Service::start([status("200 OK"), accepted()]);
    let mut client = service.client();
    client.restore_next().unwrap();
    client
        .fail_restore(FunctionError::new(
            "Runtime.AfterRestoreError",
            "no connection",
        ))
        .unwrap();
    let requests = service.join();
    assert!(requests[0].starts_with("GET /2018-06-01/runtime/restore/next HTTP/1.1\r\n"));
    assert!(requests[1].starts_with("POST /2018-06-01/runtime/restore/error HTTP/1.1\r\n"));
}

#[test]
fn an_answer_that_was_not_sent_gives_the_invocation_back() {
    let service = Service::start([event("1"), accepted()]);
    let mut client = service.client();
    let response = lambdaclient::Response::new(&b"{}"[..]).content_type("no\nheader");
    let unanswered = client.next().unwrap().try_respond(response).unwrap_err();
    assert_eq!(unanswered.error.kind(), ErrorKind::ContentTypeInvalid);
    assert_eq!(unanswered.error.delivery(), Delivery::NotSent);
    let invocation = unanswered.invocation.expect("nothing was sent");
    assert_eq!(invocation.payload(), b"1");
    invocation.respond("{}").unwrap();
    service.join();
}

#[test]
fn an_answer_that_was_refused_consumes_the_invocation() {
    let service = Service::start([event("1"), status("413 Too Large"), event("2"), accepted()]);
    let mut client = service.client();
    let unanswered = client.next().unwrap().try_respond("{}").unwrap_err();
    assert_eq!(unanswered.error.kind(), ErrorKind::PayloadTooLarge);
    assert_eq!(
        (unanswered.error.delivery(), unanswered.error.http_status()),
        (Delivery::Sent, Some(413))
    );
    assert!(unanswered.invocation.is_none() && unanswered.error.is_recoverable());
    drop(unanswered);
    let next = client.next().unwrap();
    assert_eq!(next.payload(), b"2");
    next.respond("{}").unwrap();
    service.join();
}

#[test]
fn an_answer_that_may_have_arrived_is_unknown() {
    let service = Service::start([event("1"), Step::Close]);
    let mut client = service.client();
    let unanswered = client.next().unwrap().try_respond("{}").unwrap_err();
    assert_eq!(unanswered.error.delivery(), Delivery::Unknown);
    assert_eq!(
        unanswered.error.kind().category(),
        Some(ErrorCategory::Transport)
    );
    assert!(unanswered.invocation.is_none());
    service.join();
}

#[test]
fn the_caller_of_an_invocation_that_is_dropped_gets_a_failure() {
    let service = Service::start([event("1"), accepted(), event("2"), accepted()]);
    let mut client = service.client();
    let _ = client.next().unwrap();
    client.next().unwrap().respond("{}").unwrap();
    let requests = service.join();
    assert!(requests[1].starts_with("POST /2018-06-01/runtime/invocation/id/error "));
    assert!(body(&requests[1]).contains(r#""errorType":"Runtime.NoAnswer""#));
}

#[test]
fn an_invocation_that_is_abandoned_comes_again() {
    let service = Service::start([event("1"), event("1"), accepted()]);
    let mut client = service.client();
    client.next().unwrap().abandon().unwrap();
    client.next().unwrap().respond("{}").unwrap();
    service.join();
}

#[test]
fn a_turn_delivers_the_answer_and_gives_the_next_event() {
    let service = Service::start([
        event("1"),
        accepted(),
        event("2"),
        accepted(),
        event("3"),
        accepted(),
        event("4"),
        accepted(),
        event("5"),
    ]);
    let mut client = service.client();
    let payload = |turn: Turn| {
        assert!(turn.undelivered.is_none());
        turn.next.unwrap().payload().to_vec()
    };
    assert_eq!(payload(client.turn(Answer::none())), b"1");
    assert_eq!(payload(client.turn(Answer::response("one"))), b"2");
    assert_eq!(
        payload(client.turn(Answer::response(Response::event()))),
        b"3"
    );
    let failed = Err::<&str, _>(FunctionError::new("Odd", "it is odd"));
    assert_eq!(payload(client.turn(failed)), b"4");
    let streamed = Response::streamed(StreamOptions::new(), |stream| stream.write_all(b"part"));
    assert_eq!(payload(client.turn(Answer::response(streamed))), b"5");
    let requests = service.join();
    assert_eq!((body(&requests[1]), body(&requests[3])), ("one", "2"));
    assert!(body(&requests[5]).contains(r#""errorType":"Odd""#));
    assert!(requests[7].ends_with("\r\n4\r\npart\r\n0\r\n\r\n"));
}

#[test]
fn a_turn_tells_why_an_answer_was_not_taken_and_goes_on() {
    let service = Service::start([
        event("1"),
        status("413 Too Large"),
        event("2"),
        accepted(),
        status("500 No"),
    ]);
    let mut client = service.client();
    client.turn(Answer::none()).next.unwrap();
    let turn = client.turn(Answer::response("{}"));
    assert_eq!(turn.undelivered.unwrap().kind(), ErrorKind::PayloadTooLarge);
    assert_eq!(turn.next.unwrap().payload(), b"2");
    let turn = client.turn(Answer::response("{}"));
    assert!(turn.undelivered.is_none());
    assert_eq!(turn.next.unwrap_err().kind(), ErrorKind::ContainerError);
    service.join();
}

#[test]
fn a_turn_without_an_answer_reports_that_there_is_none() {
    let service = Service::start([event("1"), accepted(), event("2")]);
    let mut client = service.client();
    client.turn(Answer::none()).next.unwrap();
    client.turn(Answer::none()).next.unwrap();
    assert!(body(&service.join()[1]).contains(r#""errorType":"Runtime.NoAnswer""#));
}

#[test]
fn a_turn_ends_a_stream_that_failed_in_band() {
    let service = Service::start([event("1"), accepted(), event("2")]);
    let mut client = service.client();
    client.turn(Answer::none()).next.unwrap();
    let streamed = Response::streamed(StreamOptions::new(), |stream| {
        stream.write_all(b"part")?;
        Err(FunctionError::new("Odd", "it is odd").with_cause("no JSON"))
    });
    let turn = client.turn(Answer::response(streamed));
    assert_eq!(turn.next.unwrap().payload(), b"2");
    let request = &service.join()[1];
    let (_, trailers) = request.split_once("\r\n4\r\npart\r\n0\r\n").unwrap();
    assert!(
        trailers.contains("Lambda-Runtime-Function-Error-Type: Function.Odd\r\n"),
        "{request}"
    );
}

#[test]
fn a_parked_client_is_cancelled_from_another_thread() {
    let service = Service::start([Step::Hold]);
    let mut client = service.client();
    let cancel = client.cancel_handle();
    let parked = thread::spawn(move || {
        let first = client.next().unwrap_err();
        (first.kind(), client.next().unwrap_err().kind())
    });
    service.wait_for_request();
    assert!(!cancel.is_cancelled());
    cancel.cancel().unwrap();
    assert_eq!(
        parked.join().unwrap(),
        (ErrorKind::Cancelled, ErrorKind::Cancelled)
    );
    assert!(cancel.is_cancelled());
    cancel
        .cancel()
        .expect("the client is closed, and nothing is left to cancel");
    service.join();
}

#[test]
fn what_is_handled_can_be_answered_after_a_cancel() {
    let service = Service::start([event("1"), accepted()]);
    let mut client = service.client();
    let cancel = client.cancel_handle();
    let invocation = client.next().unwrap();
    cancel.cancel().unwrap();
    invocation.respond("{}").unwrap();
    service.join();
}

#[test]
fn nothing_follows_an_init_error() {
    let service = Service::start([accepted()]);
    let mut client = service.client();
    client
        .fail_init(FunctionError::new("Runtime.NoConfig", "no configuration"))
        .unwrap();
    let error = client.next().unwrap_err();
    assert!(error.kind() == ErrorKind::InitErrorReported && error.is_fatal());
    assert!(service.join()[0].starts_with("POST /2018-06-01/runtime/init/error HTTP/1.1\r\n"));
}

#[test]
fn a_client_can_move_between_threads_with_its_invocation() {
    let service = Service::start([event("1"), accepted()]);
    let mut client = service.client();
    let invocation = client.next().unwrap();
    thread::scope(|scope| {
        let payload = invocation.payload();
        scope.spawn(move || assert_eq!(payload, b"1"));
    });
    thread::scope(|scope| {
        scope.spawn(move || invocation.respond("{}").unwrap());
    });
    service.join();
}

#[test]
fn every_type_is_for_the_threads_that_the_table_names() {
    fn send<T: Send>() {}
    fn sync<T: Sync>() {}
    send::<Client>();
    sync::<Client>();
    send::<Invocation<'_>>();
    send::<lambdaclient::ResponseStream<'_>>();
    send::<CancelHandle>();
    sync::<CancelHandle>();
    send::<Error>();
    sync::<Error>();
    sync::<Options>();
    sync::<FunctionError>();
}

#[test]
fn the_system_says_why_a_connection_was_refused() {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let endpoint = listener.local_addr().unwrap().to_string();
    drop(listener);
    let mut client = Client::open(&Options::new().endpoint(&endpoint)).unwrap();
    let error = client.next().unwrap_err();
    assert_eq!(error.kind(), ErrorKind::ConnectRefused);
    assert_eq!(error.kind().name(), "connect_refused");
    let refused = std::io::Error::from_raw_os_error(error.system_error().unwrap());
    assert_eq!(refused.kind(), std::io::ErrorKind::ConnectionRefused);
    assert!(error.to_string().contains(&endpoint), "{error}");
    assert_eq!(
        std::io::Error::from(error).kind(),
        std::io::ErrorKind::ConnectionRefused
    );
}

#[test]
fn every_option_reaches_the_library() {
    let invalid = Client::open(&Options::new().endpoint("h:1").user_agent("a\nb")).unwrap_err();
    assert_eq!(invalid.kind(), ErrorKind::UserAgentInvalid);
    let invalid = Client::open(
        &Options::new()
            .endpoint("h:1")
            .connect_timeout(Duration::MAX),
    )
    .unwrap_err();
    assert_eq!(invalid.kind(), ErrorKind::OptionInvalid);
    let invalid =
        Client::open(&Options::new().endpoint("h:1").max_event_bytes(u64::MAX)).unwrap_err();
    assert_eq!(invalid.kind(), ErrorKind::OptionInvalid);

    let options = || Options::new().endpoint("h:1");
    let invalid = Client::open(&options().keep_alive(Duration::MAX)).unwrap_err();
    assert_eq!(invalid.kind(), ErrorKind::OptionInvalid);
    for taken in [
        options().keep_alive(None).answer_timeout(None),
        options()
            .keep_alive(Duration::ZERO)
            .answer_timeout(Duration::from_secs(1))
            .one_write(false),
    ] {
        Client::open(&taken).unwrap();
    }

    let service = Service::start([event("more than four")]);
    let options = service.options().max_event_bytes(4).user_agent("mine/1");
    let mut client = Client::open(&options).unwrap();
    assert_eq!(client.next().unwrap_err().kind(), ErrorKind::BodyTooLarge);
    drop(client);
    assert!(service.join()[0].contains("\r\nUser-Agent: mine/1\r\n"));
}

#[test]
fn question_marks_lead_to_every_common_error() {
    fn boxed(client: &mut Client) -> Result<(), Box<dyn std::error::Error + Send + Sync>> {
        client.next()?.respond("{}")?;
        Ok(())
    }
    fn input_output(client: &mut Client) -> std::io::Result<()> {
        client.next()?.respond("{}")?;
        Ok(())
    }
    fn of_the_function(client: &mut Client) -> Result<(), FunctionError> {
        client.next()?.respond("{}")?;
        Ok(())
    }
    let mut client = Client::open(&Options::new().endpoint("127.0.0.1:1")).unwrap();
    assert!(boxed(&mut client)
        .unwrap_err()
        .downcast_ref::<Error>()
        .is_some());
    assert!(input_output(&mut client)
        .unwrap_err()
        .into_inner()
        .unwrap()
        .is::<Error>());
    assert!(of_the_function(&mut client)
        .unwrap_err()
        .message()
        .starts_with("connect_refused: "));
}
