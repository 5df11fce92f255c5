//! The adapter of Rust to the behaviour suite: tests/Behaviour/README.md says what it has to do.

mod sigterm;

use std::borrow::Cow;
use std::env;
use std::fmt::Write as _;
use std::io::Write as _;
use std::num::NonZeroUsize;
use std::process::ExitCode;
use std::str::SplitTerminator;
use std::sync::{Condvar, Mutex};
use std::thread;
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
    let runtime = runtime();
    let cancel = runtime.cancel_handle();
    sigterm.cancel(cancel.clone());

    let actions = variable("BEHAVIOUR_ACTIONS").unwrap_or_else(|| "echo".to_owned());
    let actions = Mutex::new(actions.split(',').peekable());
    let handle = |event: &Invocation<'_>| {
        let action = {
            let mut actions = actions.lock().expect("nobody panics with it");
            let action = *actions.peek().expect("the last action stays");
            if actions.clone().nth(1).is_some() {
                actions.next();
            }
            action
        };
        if action == "cancel" {
            cancel.cancel()?;
        }
        act(action, event)
    };
    let is_concurrent = ["BEHAVIOUR_POLLERS", "AWS_LAMBDA_MAX_CONCURRENCY"]
        .into_iter()
        .any(|name| variable(name).is_some());
    let ended = if is_concurrent {
        runtime.run_concurrent(handle)
    } else {
        runtime.run(handle)
    };
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

fn variable(name: &str) -> Option<String> {
    env::var(name).ok().filter(|text| !text.is_empty())
}

fn runtime() -> Runtime {
    let mut runtime = Runtime::new();
    if variable("BEHAVIOUR_ERRORS").is_none() {
        runtime = runtime.on_error(|error| say("run", error));
    }
    if let Some(pollers) = variable("BEHAVIOUR_POLLERS") {
        let pollers: usize = pollers.parse().expect("a number");
        runtime = runtime.threads(NonZeroUsize::new(pollers).expect("not 0"));
    }
    for chosen in variable("BEHAVIOUR_HOOKS")
        .unwrap_or_default()
        .split_terminator(',')
    {
        let chosen = chosen.to_owned();
        let name = chosen.split('=').next().map(str::to_owned);
        let hook = move || hook(&chosen);
        runtime = match name.as_deref() {
            Some("init") => runtime.init(hook),
            Some("before_snapshot") => runtime.before_snapshot(hook),
            Some("after_restore") => runtime.after_restore(hook),
            Some("shutdown") => runtime.shutdown(hook),
            _ => std::process::exit(2),
        };
    }
    runtime
}

/// Says its name, and fails or panics where that stands behind it.
fn hook(chosen: &str) -> Result<(), FunctionError> {
    let (name, how) = chosen.split_once('=').unwrap_or((chosen, ""));
    println!("hook {name}");
    match how {
        "fail" => Err(FunctionError::new("HookBroke", format!("{name} broke"))),
        "raise" => panic!("{name} broke"),
        _ => Ok(()),
    }
}

fn act(action: &str, event: &Invocation<'_>) -> Result<Response<'static>, FunctionError> {
    if matches!(action, "echo" | "cancel") {
        return Ok(Response::event());
    }
    let text = String::from_utf8_lossy(event.payload()).into_owned();
    match (action, text.split_once('\n')) {
        ("told", Some((action, text))) => act_on(action, text.to_owned(), event),
        _ => act_on(action, text, event),
    }
}

fn act_on(
    action: &str,
    text: String,
    event: &Invocation<'_>,
) -> Result<Response<'static>, FunctionError> {
    match action {
        "echo" => Ok(text.into()),
        "size" => Ok(vec![b'x'; text.parse()?].into()),
        "context" => Ok(Response::new(context(event).into_bytes()).content_type("text/plain")),
        "fail" => Err(failure(lines(&text))),
        "fail-cause" => Err(failure(lines(&text)).with_cause("no JSON")),
        "fail-huge" => Err(FunctionError::new("Huge", "x".repeat(3 << 20))),
        "raise" => panic!("{text}"),
        "raise-odd" => std::panic::panic_any(7),
        "hang" => loop {
            thread::park();
        },
        "gather" => {
            gather();
            Ok(text.into())
        }
        "stream" => Ok(stream(text)),
        "stream-fail" => Ok(stream_first(text, |rest| Err(failure(rest)))),
        "stream-raise" => Ok(stream_first(text, |mut rest| {
            panic!("{}", rest.next().unwrap_or_default())
        })),
        _ => std::process::exit(2),
    }
}

/// Waits for the handlers of the other events.
fn gather() {
    static HERE: Mutex<usize> = Mutex::new(0);
    static CHANGED: Condvar = Condvar::new();
    let all = variable("AWS_LAMBDA_MAX_CONCURRENCY").and_then(|text| text.parse().ok());
    let mut here = HERE.lock().expect("nobody panics with it");
    *here += 1;
    CHANGED.notify_all();
    while *here < all.unwrap_or(1) {
        here = CHANGED.wait(here).expect("nobody panics with it");
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
