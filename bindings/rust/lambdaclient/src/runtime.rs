//! The loop: next, handler, answer, and again.

use std::any::Any;
use std::num::NonZeroUsize;
use std::panic::{catch_unwind, resume_unwind, AssertUnwindSafe};
use std::thread::{self, ScopedJoinHandle};
use std::{env, fmt};

use crate::policy::{Move, Policy};
use crate::response::Body;
use crate::{
    CancelHandle, Client, Error, ErrorKind, FunctionError, Invocation, Options, Response,
    Unanswered,
};

const CONCURRENCY: &str = "AWS_LAMBDA_MAX_CONCURRENCY";
const MAX_THREADS: usize = 10_000;

/// Serves events with a handler until it is cancelled or cannot go on: [`Runtime::new`] with every default.
///
/// See [`Runtime::run`].
///
/// ```no_run
/// use lambdaclient::{FunctionError, Invocation};
///
/// fn handle(event: &Invocation) -> Result<String, FunctionError> {
///     let text = std::str::from_utf8(event.payload())?;
///     Ok(text.to_uppercase())
/// }
///
/// fn main() -> Result<(), lambdaclient::Error> {
///     lambdaclient::run(handle)
/// }
/// ```
///
/// # Errors
///
/// As [`Runtime::run`].
pub fn run<F, R, E>(handler: F) -> Result<(), Error>
where
    F: FnMut(&Invocation<'_>) -> Result<R, E>,
    R: Into<Response<'static>>,
    E: Into<FunctionError>,
{
    Runtime::new().run(handler)
}

/// Serves events with a handler from several threads: [`Runtime::new`] with every default.
///
/// See [`Runtime::run_concurrent`].
///
/// # Errors
///
/// As [`Runtime::run_concurrent`].
pub fn run_concurrent<F, R, E>(handler: F) -> Result<(), Error>
where
    F: Fn(&Invocation<'_>) -> Result<R, E> + Sync,
    R: Into<Response<'static>>,
    E: Into<FunctionError>,
{
    Runtime::new().run_concurrent(handler)
}

/// A loop that serves events with a handler, and what can be chosen about it.
///
/// What a handler returns is the answer; its error is reported, and so is its panic (unless the program aborts on one), and the
/// next event is served. The environment variable `_X_AMZN_TRACE_ID` is not set, because that is not safe while other threads
/// run: take [`Invocation::trace_id`], or set it with [`Options::set_trace_variable`].
///
/// Of what fails, a call is made again where that can help and cannot do harm: `next`, and an answer of which nothing was sent,
/// up to six times in a row, with pauses from 10 ms to 1 s. What may have arrived is never sent twice.
pub struct Runtime {
    options: Options,
    threads: Option<NonZeroUsize>,
    max_attempts: u32,
    on_error: Box<dyn Fn(&Error) + Send + Sync>,
    cancel: CancelHandle,
}

impl Runtime {
    /// A loop with every default.
    #[must_use]
    pub fn new() -> Self {
        Self {
            options: Options::new(),
            threads: None,
            max_attempts: 6,
            on_error: Box::new(|_| ()),
            cancel: CancelHandle::default(),
        }
    }

    /// How its clients are opened.
    #[must_use]
    pub fn options(mut self, options: Options) -> Self {
        self.options = options;
        self
    }

    /// How many threads [`run_concurrent`](Self::run_concurrent) has; unless set, what `AWS_LAMBDA_MAX_CONCURRENCY` says, else 1.
    #[must_use]
    pub fn threads(mut self, threads: NonZeroUsize) -> Self {
        self.threads = Some(threads);
        self
    }

    /// How many times in a row `next`, or an answer that was not sent, may fail before the loop ends; 6 unless set.
    #[must_use]
    pub fn max_attempts(mut self, attempts: u32) -> Self {
        self.max_attempts = attempts;
        self
    }

    /// Is told of every error that a loop survives, on the loop's thread; unless set, nobody is.
    #[must_use]
    pub fn on_error(mut self, told: impl Fn(&Error) + Send + Sync + 'static) -> Self {
        self.on_error = Box::new(told);
        self
    }

    /// What ends the loop from another thread, after the event that is being handled is answered.
    #[must_use]
    pub fn cancel_handle(&self) -> CancelHandle {
        self.cancel.clone()
    }

    /// Serves events one after the other on this thread.
    ///
    /// # Errors
    ///
    /// Success means that it was cancelled. Else the error that ended it, in order of likelihood: `EndpointMissing`, a kind of
    /// Transport that came too often in a row, a fatal kind of Rejected or Server. The process should exit with a status other
    /// than 0, as `main` does when it returns the error.
    pub fn run<F, R, E>(self, mut handler: F) -> Result<(), Error>
    where
        F: FnMut(&Invocation<'_>) -> Result<R, E>,
        R: Into<Response<'static>>,
        E: Into<FunctionError>,
    {
        let mut client = Client::open_cancellable(&self.options, self.cancel.clone())?;
        self.serve(&mut client, false, &mut |event| answer(&mut handler, event))
    }

    /// Serves events from several threads, each with a client of its own, where the service hands out several at once (Lambda
    /// Managed Instances). The handler is shared by them. It returns when all of them have ended; an error of one ends them all.
    ///
    /// A handler that cannot be shared does not compile:
    ///
    /// ```compile_fail,E0277
    /// let count = std::cell::Cell::new(0);
    /// lambdaclient::run_concurrent(|_| {
    ///     count.set(count.get() + 1);
    ///     Ok::<_, String>("{}")
    /// })?;
    /// # Ok::<(), lambdaclient::Error>(())
    /// ```
    ///
    /// # Errors
    ///
    /// As [`run`](Self::run); `OptionInvalid` for an `AWS_LAMBDA_MAX_CONCURRENCY` that is no number from 1 to 10000, and
    /// `OutOfMemory` where a thread cannot be started.
    pub fn run_concurrent<F, R, E>(self, handler: F) -> Result<(), Error>
    where
        F: Fn(&Invocation<'_>) -> Result<R, E> + Sync,
        R: Into<Response<'static>>,
        E: Into<FunctionError>,
    {
        let threads = self.thread_count()?;
        let is_concurrent = threads > 1 || concurrency().is_some();
        // The environment belongs to all threads.
        let options = match threads {
            1 => self.options.clone(),
            _ => self.options.clone().without_trace_variable(),
        };
        let open = |_| Client::open_cancellable(&options, self.cancel.clone());
        let clients = (0..threads).map(open).collect::<Result<Vec<_>, _>>()?;
        let handler = &handler;
        let poll = |mut client: Client| {
            let serve = || {
                self.serve(&mut client, is_concurrent, &mut |event| {
                    answer(&mut &*handler, event)
                })
            };
            let ended = catch_unwind(AssertUnwindSafe(serve));
            if !matches!(ended, Ok(Ok(()))) {
                self.cancel.cancel().ok();
            }
            ended.unwrap_or_else(|panic| resume_unwind(panic))
        };
        let poll = &poll;
        thread::scope(|scope| {
            let mut pollers = Vec::with_capacity(clients.len());
            for client in clients {
                match thread::Builder::new().spawn_scoped(scope, move || poll(client)) {
                    Ok(poller) => pollers.push(poller),
                    Err(error) => {
                        self.cancel.cancel().ok();
                        return Err(Error::of(
                            ErrorKind::OutOfMemory,
                            &format!("no thread can be started ({error})"),
                        ));
                    }
                }
            }
            let join = |poller: ScopedJoinHandle<'_, _>| {
                poller.join().unwrap_or_else(|panic| resume_unwind(panic))
            };
            let ended: Vec<_> = pollers.into_iter().map(join).collect();
            ended.into_iter().collect()
        })
    }

    fn thread_count(&self) -> Result<usize, Error> {
        if let Some(threads) = self.threads {
            return Ok(threads.get());
        }
        let Some(text) = concurrency() else {
            return Ok(1);
        };
        match text.parse() {
            Ok(number @ 1..=MAX_THREADS) => Ok(number),
            _ => {
                let shown: String = text.chars().take(64).collect();
                Err(Error::of(
                    ErrorKind::OptionInvalid,
                    &format!("{CONCURRENCY} is {shown:?}; set a number from 1 to {MAX_THREADS}"),
                ))
            }
        }
    }

    /// One poller, until it is cancelled or cannot go on.
    fn serve(
        &self,
        client: &mut Client,
        is_concurrent: bool,
        handler: &mut dyn FnMut(&Invocation<'_>) -> Result<Response<'static>, FunctionError>,
    ) -> Result<(), Error> {
        let mut policy = Policy::new(self.max_attempts, is_concurrent);
        loop {
            match client.next() {
                Ok(invocation) => {
                    policy.succeeded();
                    let answer = handler(&invocation);
                    self.send(&mut policy, invocation, answer)?;
                    policy.succeeded();
                }
                Err(error) => match policy.after_next(&error) {
                    Move::Again(pause) => {
                        (self.on_error)(&error);
                        self.cancel.wait(pause);
                    }
                    _ if error.kind() == ErrorKind::Cancelled => return Ok(()),
                    _ => return Err(error),
                },
            }
        }
    }

    /// Sends an answer, once more where nothing of it was sent; an error ends the loop.
    fn send(
        &self,
        policy: &mut Policy,
        mut invocation: Invocation<'_>,
        mut answer: Result<Response<'static>, FunctionError>,
    ) -> Result<(), Error> {
        loop {
            let is_streamed =
                matches!(&answer, Ok(response) if matches!(response.body, Body::Streamed(..)));
            let sent = match &mut answer {
                Ok(response) => invocation.send(response),
                Err(failure) => invocation.report(failure),
            };
            let Err(Unanswered {
                error,
                invocation: waits,
            }) = sent
            else {
                return Ok(());
            };
            let next = policy.after_answer(&error, is_streamed);
            if next == Move::Stop {
                return Err(error);
            }
            (self.on_error)(&error);
            match (next, waits) {
                (Move::Again(pause), Some(it)) => {
                    // What was handled is to be answered also when the loop is cancelled: that does not shorten the pause.
                    thread::sleep(pause);
                    invocation = it;
                }
                (Move::Report, Some(it)) => {
                    answer = Err(FunctionError::new("Runtime.ApiError", error.to_string()));
                    invocation = it;
                }
                _ => return Ok(()),
            }
        }
    }
}

impl Default for Runtime {
    fn default() -> Self {
        Self::new()
    }
}

impl fmt::Debug for Runtime {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Runtime")
            .field("options", &self.options)
            .field("threads", &self.threads)
            .field("max_attempts", &self.max_attempts)
            .finish_non_exhaustive()
    }
}

/// How many events the service hands out at once, where it says so.
fn concurrency() -> Option<String> {
    let text = env::var_os(CONCURRENCY)?;
    Some(text.to_string_lossy().into_owned()).filter(|text| !text.is_empty())
}

/// What a handler makes of an event; its panic, and that of what makes a stream, is a failure like any other.
fn answer<F, R, E>(
    handler: &mut F,
    event: &Invocation<'_>,
) -> Result<Response<'static>, FunctionError>
where
    F: FnMut(&Invocation<'_>) -> Result<R, E>,
    R: Into<Response<'static>>,
    E: Into<FunctionError>,
{
    let made = caught(|| handler(event).map(Into::into).map_err(Into::into));
    made.map(|response: Response<'static>| Response {
        body: match response.body {
            Body::Streamed(options, Some(make)) => {
                Body::Streamed(options, Some(Box::new(|stream| caught(|| make(stream)))))
            }
            body => body,
        },
        ..response
    })
}

fn caught<T>(run: impl FnOnce() -> Result<T, FunctionError>) -> Result<T, FunctionError> {
    catch_unwind(AssertUnwindSafe(run))
        .unwrap_or_else(|panic| Err(FunctionError::new("Panic", message(&*panic))))
}

fn message(panic: &(dyn Any + Send)) -> &str {
    let text = panic.downcast_ref::<&'static str>().copied();
    text.or_else(|| panic.downcast_ref::<String>().map(String::as_str))
        .unwrap_or("a panic without a text")
}
