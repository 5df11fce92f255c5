//! The adapter of Rust to the behaviour suite: tests/Behaviour/README.md says what it has to do.

mod sigterm;

use std::borrow::Cow;
use std::fmt::Write as _;
use std::io::Write as _;
use std::process::ExitCode;
use std::str::SplitTerminator;
use std::time::UNIX_EPOCH;
use std::{env, io};

use lambdaclient::{
    Client, Delivery, Error, ErrorKind, FunctionError, Invocation, Options, Response, StreamOptions,
};

/// The lines of a text; a line feed at its end begins none.
type Lines<'t> = SplitTerminator<'t, char>;

/// A call that failed, by its operation's name.
type Failed = (&'static str, Error);

fn main() -> ExitCode {
    let sigterm = sigterm::Blocked::new();
    let mut client = match Client::open(&Options::new()) {
        Ok(client) => client,
        Err(error) => return say(&("open", error), 1),
    };
    if let Ok(text) = env::var("BEHAVIOUR_INIT_ERROR") {
        return match client.fail_init(failure(lines(&text))) {
            Ok(()) => ExitCode::from(1),
            Err(error) => say(&("fail_init", error), 1),
        };
    }
    let cancel = client.cancel_handle();
    sigterm.cancel(cancel.clone());

    let actions = env::var("BEHAVIOUR_ACTIONS")
        .ok()
        .filter(|text| !text.is_empty());
    let actions = actions.unwrap_or_else(|| "echo".to_owned());
    let mut actions = actions.split(',').peekable();
    loop {
        let invocation = match client.next() {
            Ok(invocation) => invocation,
            Err(error) => match error.kind() {
                ErrorKind::Cancelled => return say(&("next", error), 0),
                ErrorKind::ConnectRefused => return say(&("next", error), 1),
                _ if error.is_fatal() => return say(&("next", error), 1),
                _ => {
                    say(&("next", error), 0);
                    continue;
                }
            },
        };
        let action = *actions.peek().expect("the last action stays");
        if actions.clone().nth(1).is_some() {
            actions.next();
        }
        if action == "cancel" {
            cancel.cancel().ok();
        }
        if let Err(failed) = act(action, invocation) {
            let code = say(&failed, 1);
            if failed.1.is_fatal() {
                return code;
            }
        }
    }
}

fn act(action: &str, invocation: Invocation<'_>) -> Result<(), Failed> {
    let text = String::from_utf8_lossy(match action {
        "echo" | "cancel" => &[],
        _ => invocation.payload(),
    });
    let text = text.into_owned();
    let respond = |error| ("respond", error);
    match action {
        "echo" | "cancel" => invocation.respond(Response::event()).map_err(respond),
        "size" => invocation
            .respond(vec![b'x'; text.parse().unwrap_or(0)])
            .map_err(respond),
        "context" => {
            let context = context(&invocation);
            let response = Response::new(context.into_bytes()).content_type("text/plain");
            invocation.respond(response).map_err(respond)
        }
        "fail" => invocation
            .fail(failure(lines(&text)))
            .map_err(|error| ("fail", error)),
        "stream" => stream(invocation, lines(&text), None),
        "stream-fail" => {
            let mut rest = lines(&text);
            let first = rest.next().unwrap_or_default();
            stream(invocation, lines(first), Some(failure(rest)))
        }
        _ => std::process::exit(2),
    }
}

fn stream(
    invocation: Invocation<'_>,
    pieces: Lines<'_>,
    failure: Option<FunctionError>,
) -> Result<(), Failed> {
    let opened = invocation.stream(&StreamOptions::new());
    let mut stream = opened.map_err(|error| ("stream_open", error))?;
    for piece in pieces {
        stream
            .write_all(piece.as_bytes())
            .map_err(|error| ("stream_write", inner(error)))?;
    }
    match failure {
        None => stream.finish().map_err(|error| ("stream_finish", error)),
        Some(failure) => stream.fail(failure).map_err(|error| ("stream_fail", error)),
    }
}

fn inner(error: io::Error) -> Error {
    let inner = error.into_inner().expect("a stream's error has one inside");
    *inner.downcast().expect("it is the client's")
}

fn lines(text: &str) -> Lines<'_> {
    text.split_terminator('\n')
}

fn failure(mut lines: Lines<'_>) -> FunctionError {
    let (name, message) = (
        lines.next().unwrap_or_default(),
        lines.next().unwrap_or_default(),
    );
    FunctionError::new(name, message).with_stack_trace(lines)
}

fn context(invocation: &Invocation<'_>) -> String {
    let mut text = String::new();
    let mut put = |name: &str, value: Option<Cow<'_, str>>| match value {
        Some(value) => writeln!(text, "{name}={value}").expect("text takes all"),
        None => writeln!(text, "{name}").expect("text takes all"),
    };
    let since_1970 = |at: std::time::SystemTime| at.duration_since(UNIX_EPOCH).unwrap_or_default();
    let deadline = invocation
        .deadline()
        .map(|at| since_1970(at).as_millis().to_string().into());
    let remaining = invocation
        .remaining_time()
        .map(|time| time.as_millis().to_string().into());
    put("request_id", Some(invocation.request_id()));
    put("invocation_id", invocation.invocation_id());
    put("invoked_function_arn", invocation.invoked_function_arn());
    put("trace_id", invocation.trace_id());
    put("client_context", invocation.raw_client_context());
    put("cognito_identity", invocation.raw_cognito_identity());
    put("tenant_id", invocation.tenant_id());
    put("content_type", invocation.content_type());
    put("deadline_ms", deadline);
    put("remaining_ms", remaining);
    text
}

/// Says how a call failed, and gives the status to exit with.
fn say((operation, error): &Failed, status: u8) -> ExitCode {
    let delivery = match error.delivery() {
        Delivery::NotSent => "not_sent",
        Delivery::Unknown => "unknown",
        Delivery::Sent => "sent",
    };
    eprintln!("{error}");
    println!("{operation} {} {delivery}", error.kind().name());
    ExitCode::from(status)
}
