//! The adapter of Rust to the behaviour suite: tests/Behaviour/README.md says what it has to do.

mod sigterm;

use std::borrow::Cow;
use std::env;
use std::fmt::Write as _;
use std::io::Write as _;
use std::process::ExitCode;
use std::str::SplitTerminator;
use std::time::UNIX_EPOCH;

use lambdaclient::{
    Client, Delivery, Error, ErrorKind, FunctionError, Invocation, Options, Response, Runtime,
    StreamOptions,
};

/// The lines of a text; a line feed at its end begins none.
type Lines<'t> = SplitTerminator<'t, char>;

fn main() -> ExitCode {
    let sigterm = sigterm::Blocked::new();
    if let Ok(text) = env::var("BEHAVIOUR_INIT_ERROR") {
        return fail_init(failure(lines(&text)));
    }
    let runtime = Runtime::new().on_error(|error| say("run", error));
    let cancel = runtime.cancel_handle();
    sigterm.cancel(cancel.clone());

    let actions = env::var("BEHAVIOUR_ACTIONS")
        .ok()
        .filter(|text| !text.is_empty());
    let actions = actions.unwrap_or_else(|| "echo".to_owned());
    let mut actions = actions.split(',').peekable();
    let ended = runtime.run(|event| {
        let action = *actions.peek().expect("the last action stays");
        if actions.clone().nth(1).is_some() {
            actions.next();
        }
        if action == "cancel" {
            cancel.cancel()?;
        }
        act(action, event)
    });
    match ended {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            let operation = match error.kind() {
                ErrorKind::EndpointMissing => "open",
                _ => "run",
            };
            say(operation, &error);
            ExitCode::from(1)
        }
    }
}

fn fail_init(failure: FunctionError) -> ExitCode {
    match Client::open(&Options::new()) {
        Err(error) => say("open", &error),
        Ok(mut client) => {
            if let Err(error) = client.fail_init(failure) {
                say("fail_init", &error);
            }
        }
    }
    ExitCode::from(1)
}

fn act(action: &str, event: &Invocation<'_>) -> Result<Response<'static>, FunctionError> {
    let text = String::from_utf8_lossy(match action {
        "echo" | "cancel" => &[],
        _ => event.payload(),
    });
    let text = text.into_owned();
    match action {
        "echo" | "cancel" => Ok(Response::event()),
        "size" => Ok(vec![b'x'; text.parse()?].into()),
        "context" => Ok(Response::new(context(event).into_bytes()).content_type("text/plain")),
        "fail" => Err(failure(lines(&text))),
        "fail-cause" => Err(failure(lines(&text)).with_cause("no JSON")),
        "raise" => panic!("{text}"),
        "stream" => Ok(stream(text)),
        "stream-fail" => Ok(stream_first(text, |rest| Err(failure(rest)))),
        "stream-raise" => Ok(stream_first(text, |mut rest| {
            panic!("{}", rest.next().unwrap_or_default())
        })),
        _ => std::process::exit(2),
    }
}

fn stream(text: String) -> Response<'static> {
    Response::streamed(StreamOptions::new(), move |stream| {
        lines(&text).try_for_each(|piece| stream.write_all(piece.as_bytes()))
    })
}

/// Streams the first line, and ends as the others say.
fn stream_first(
    text: String,
    end: fn(Lines<'_>) -> Result<(), FunctionError>,
) -> Response<'static> {
    Response::streamed(StreamOptions::new(), move |stream| {
        let mut rest = lines(&text);
        stream.write_all(rest.next().unwrap_or_default().as_bytes())?;
        end(rest)
    })
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

/// Says how a call failed.
fn say(operation: &str, error: &Error) {
    let delivery = match error.delivery() {
        Delivery::NotSent => "not_sent",
        Delivery::Unknown => "unknown",
        Delivery::Sent => "sent",
    };
    eprintln!("{error}");
    println!("{operation} {} {delivery}", error.kind().name());
}
