//! A handler, and the life of a process around it.

use std::any::Any;
use std::cell::RefCell;
use std::ffi::c_void;
use std::num::NonZeroUsize;
use std::panic::{catch_unwind, resume_unwind, AssertUnwindSafe};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::{fmt, ptr};

use lambdaclient_sys as sys;

use crate::answer::{Answer, Given};
use crate::log::{LogDetails, LogLevel};
use crate::panic::{caught, was_caught};
use crate::response::Body;
use crate::view::view;
use crate::{CancelHandle, Client, Error, ErrorKind, FunctionError, Invocation, Options, Response};

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
/// Like [`Runtime::run`].
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
/// Like [`Runtime::run_concurrent`].
pub fn run_concurrent<F, R, E>(handler: F) -> Result<(), Error>
where
    F: Fn(&Invocation<'_>) -> Result<R, E> + Sync,
    R: Into<Response<'static>>,
    E: Into<FunctionError>,
{
    Runtime::new().run_concurrent(handler)
}

type Hook = Box<dyn FnOnce() -> Result<(), FunctionError> + Send>;
type Observer = Box<dyn Fn(&Error) + Send + Sync>;

/// Serves events with a handler: the life of a process, and what can be chosen about it.
///
/// What a handler returns is the answer. Its error is reported, and so is its panic, with file and line (unless the program aborts
/// on one), which the function's log gets, too; then the next event is served. Every event gets an answer: one that cannot be sent is replaced by a failure that says
/// why. An answer and the wait for the next event leave in one write.
///
/// A call that failed is made again where that can help and cannot do harm, with pauses; an error that stays ends the run. The
/// environment variable `_X_AMZN_TRACE_ID` is not set, because that is not safe while other threads run: take
/// [`Invocation::trace_id`], or set it with [`Options::set_trace_variable`].
///
/// ```no_run
/// use std::sync::OnceLock;
/// use lambdaclient::{Invocation, Runtime};
///
/// static GREETING: OnceLock<String> = OnceLock::new();
///
/// fn handle(event: &Invocation) -> Result<String, std::str::Utf8Error> {
///     let name = std::str::from_utf8(event.payload())?;
///     Ok(format!("{} {name}", GREETING.get().expect("init has set it")))
/// }
///
/// fn main() -> Result<(), lambdaclient::Error> {
///     Runtime::new()
///         .init(|| std::env::var("GREETING").map(|text| GREETING.get_or_init(|| text)).map(drop))
///         .shutdown(|| Ok::<_, String>(println!("goodbye")))
///         .on_error(|error| eprintln!("{error}"))
///         .run(handle)
/// }
/// ```
#[derive(Default)]
pub struct Runtime {
    options: Options,
    threads: Option<NonZeroUsize>,
    is_forced: bool,
    on_error: Option<Observer>,
    hooks: Hooks,
    cancel: CancelHandle,
}

#[derive(Default)]
struct Hooks {
    init: Option<Hook>,
    before_snapshot: Option<Hook>,
    after_restore: Option<Hook>,
    shutdown: Option<Hook>,
}

impl Runtime {
    /// Every default.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// How its clients are opened.
    #[must_use]
    pub fn options(mut self, options: Options) -> Self {
        self.options = options;
        self
    }

    /// How many events [`run_concurrent`](Self::run_concurrent) handles side by side; unless set, `AWS_LAMBDA_MAX_CONCURRENCY`.
    /// Without that variable the service would hand the same event to each thread, so one runs, and the function's log says so.
    #[must_use]
    pub fn threads(mut self, threads: NonZeroUsize) -> Self {
        (self.threads, self.is_forced) = (Some(threads), false);
        self
    }

    /// Like [`threads`](Self::threads), and so many also without `AWS_LAMBDA_MAX_CONCURRENCY`: for a local service that allows it.
    #[must_use]
    pub fn force_threads(mut self, threads: NonZeroUsize) -> Self {
        (self.threads, self.is_forced) = (Some(threads), true);
        self
    }

    /// Called with every error the run survives, on the thread it happened on. Its panic ends the run and goes on.
    #[must_use]
    pub fn on_error(mut self, told: impl Fn(&Error) + Send + Sync + 'static) -> Self {
        self.on_error = Some(Box::new(told));
        self
    }

    /// Prepares the function before the first event. Where it fails or panics, that is reported as the init error, and the run ends
    /// with [`ErrorKind::HookFailed`].
    #[must_use]
    pub fn init<E: Into<FunctionError>>(
        mut self,
        hook: impl FnOnce() -> Result<(), E> + Send + 'static,
    ) -> Self {
        self.hooks.init = Some(boxed(hook));
        self
    }

    /// Runs before a snapshot of the process is taken, where the function uses `SnapStart`. Its failure is an init error.
    #[must_use]
    pub fn before_snapshot<E: Into<FunctionError>>(
        mut self,
        hook: impl FnOnce() -> Result<(), E> + Send + 'static,
    ) -> Self {
        self.hooks.before_snapshot = Some(boxed(hook));
        self
    }

    /// Runs after the snapshot was restored: what must be unique, such as a connection or a seed, is made here. Its failure is
    /// reported as the restore error.
    #[must_use]
    pub fn after_restore<E: Into<FunctionError>>(
        mut self,
        hook: impl FnOnce() -> Result<(), E> + Send + 'static,
    ) -> Self {
        self.hooks.after_restore = Some(boxed(hook));
        self
    }

    /// Runs once no event is handled any more, however the run ends; its failure is logged. It registers an internal extension, because the service sends
    /// SIGTERM, 500 ms before SIGKILL, to no other process. The signal stays the program's: take a crate for signals, and call
    /// [`CancelHandle::cancel`].
    #[must_use]
    pub fn shutdown<E: Into<FunctionError>>(
        mut self,
        hook: impl FnOnce() -> Result<(), E> + Send + 'static,
    ) -> Self {
        self.hooks.shutdown = Some(boxed(hook));
        self
    }

    /// What ends the run from another thread, after the event that is being handled is answered.
    #[must_use]
    pub fn cancel_handle(&self) -> CancelHandle {
        self.cancel.clone()
    }

    /// Serves events one after the other on this thread.
    ///
    /// # Errors
    ///
    /// Success means that it was cancelled. Else the error that ended it, in order of likelihood: `EndpointMissing`, a kind of
    /// Transport that came too often in a row, a fatal kind of Rejected or Server, `HookFailed`. The process should exit with a
    /// status other than 0, as `main` does when it returns the error.
    pub fn run<F, R, E>(self, handler: F) -> Result<(), Error>
    where
        F: FnMut(&Invocation<'_>) -> Result<R, E>,
        R: Into<Response<'static>>,
        E: Into<FunctionError>,
    {
        let handler = RefCell::new(handler);
        // SAFETY: one poller is this thread's.
        unsafe { self.live(1, &|event| answer(&mut *handler.borrow_mut(), event)) }
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
    /// Like [`run`](Self::run), and `OptionInvalid` for a number over 10000 or an `AWS_LAMBDA_MAX_CONCURRENCY` that is not a number
    /// from 1 to 10000.
    pub fn run_concurrent<F, R, E>(self, handler: F) -> Result<(), Error>
    where
        F: Fn(&Invocation<'_>) -> Result<R, E> + Sync,
        R: Into<Response<'static>>,
        E: Into<FunctionError>,
    {
        // None is what 0 is to the library.
        let threads = self.threads.map_or(0, NonZeroUsize::get);
        let threads = u32::try_from(threads).unwrap_or(u32::MAX);
        let handler = &handler;
        // SAFETY: the handler can be shared.
        unsafe { self.live(threads, &|event| answer(&mut &*handler, event)) }
    }

    /// # Safety
    ///
    /// The handler can be called from so many threads, or from so many as the environment says where the number is 0.
    unsafe fn live(self, threads: u32, handle: &Handler<'_>) -> Result<(), Error> {
        let client = Client::open_cancellable(&self.options, self.cancel.clone())?;
        let Hooks {
            init,
            before_snapshot,
            after_restore,
            shutdown,
        } = self.hooks;
        let steps = [init, before_snapshot, after_restore, shutdown];
        let is_set = steps.each_ref().map(Option::is_some);
        let life = Life {
            handle,
            steps: steps.map(Mutex::new),
            on_error: self.on_error,
            cancel: self.cancel,
            failed: Mutex::default(),
            panic: Mutex::default(),
        };
        let options = sys::lambdaclient_run_options_t {
            thread_count: threads,
            force_thread_count: u32::from(self.is_forced && threads > 1),
            handler: Some(Life::handle),
            context: ptr::from_ref(&life).cast_mut().cast(),
            init: is_set[INIT].then_some(Life::init as _),
            before_snapshot: is_set[BEFORE_SNAPSHOT].then_some(Life::before_snapshot as _),
            after_restore: is_set[AFTER_RESTORE].then_some(Life::after_restore as _),
            shutdown: is_set[SHUTDOWN].then_some(Life::shutdown as _),
            on_error: life.on_error.is_some().then_some(Life::observe as _),
            ..sys::LAMBDACLIENT_RUN_OPTIONS_INIT
        };
        // SAFETY: the client is the run's alone, `life` outlives the call, and none of its functions unwinds.
        let ended = Error::check(|error| unsafe {
            sys::lambdaclient_run(client.as_ptr(), &options, error)
        });
        if let Some(panic) = lock(&life.panic).take() {
            resume_unwind(panic);
        }
        let failed = lock(&life.failed).take();
        match (ended, failed) {
            (Err(error), Some((step, failure))) if error.kind() == ErrorKind::HookFailed => {
                let (name, message) = (failure.error_type(), failure.message());
                let text = format!("{step} failed with {name}: {message}; fix it");
                Err(Error::of(ErrorKind::HookFailed, &text))
            }
            (ended, _) => ended,
        }
    }
}

impl fmt::Debug for Runtime {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Runtime")
            .field("options", &self.options)
            .field("threads", &self.threads)
            .field("is_forced", &self.is_forced)
            .finish_non_exhaustive()
    }
}

const INIT: usize = 0;
const BEFORE_SNAPSHOT: usize = 1;
const AFTER_RESTORE: usize = 2;
const SHUTDOWN: usize = 3;

type Handler<'h> = dyn Fn(&Invocation<'_>) -> Answer<'static> + 'h;
type Reporter = unsafe extern "C" fn(
    *mut sys::lambdaclient_t,
    *const sys::lambdaclient_failure_t,
    *mut *mut sys::lambdaclient_error_t,
) -> i32;

/// What stands between the library's run and the program's functions, none of which may unwind into it.
struct Life<'h> {
    handle: &'h Handler<'h>,
    steps: [Mutex<Option<Hook>>; 4],
    on_error: Option<Observer>,
    cancel: CancelHandle,
    /// The step that failed, and why.
    failed: Mutex<Option<(&'static str, FunctionError)>>,
    /// The panic of the observer, for the caller of the run.
    panic: Mutex<Option<Box<dyn Any + Send>>>,
}

impl Life<'_> {
    unsafe extern "C" fn handle(
        context: *mut c_void,
        client: *mut sys::lambdaclient_t,
        invocation: *mut sys::lambdaclient_invocation_t,
        answer: *mut sys::lambdaclient_answer_t,
    ) -> i32 {
        // SAFETY: the context is the `Life` of the run; the invocation is this call's alone, and so is the client meanwhile.
        let (life, event) = unsafe {
            (
                &*context.cast::<Life<'_>>(),
                Invocation::new(client, invocation),
            )
        };
        was_caught();
        let (given, error) = Given::new((life.handle)(&event), &event);
        if let Some(error) = error {
            life.tell(&error);
        }
        if was_caught() {
            let details = LogDetails {
                failure: given.failure(),
                ..LogDetails::default()
            };
            // Where it cannot be written there is nobody to tell; the caller gets the failure.
            event
                .log(LogLevel::Error, "The handler failed", details)
                .ok();
        }
        let given = Box::into_raw(Box::new(given));
        // SAFETY: the box stays in its place until `release` takes it, and the answer is this call's to fill.
        unsafe {
            *answer = sys::lambdaclient_answer_t {
                release: Some(Self::release),
                release_context: given.cast(),
                ..(*given).as_c(&event)
            };
        }
        0
    }

    unsafe extern "C" fn release(given: *mut c_void) {
        // SAFETY: `handle` made it, and this comes once.
        drop(unsafe { Box::from_raw(given.cast::<Given<'static>>()) });
    }

    unsafe extern "C" fn init(context: *mut c_void, client: *mut sys::lambdaclient_t) -> i32 {
        // SAFETY: the library gave both.
        unsafe { Self::step(context, client, INIT, "init", sys::lambdaclient_fail_init) }
    }

    unsafe extern "C" fn before_snapshot(
        context: *mut c_void,
        client: *mut sys::lambdaclient_t,
    ) -> i32 {
        let report = sys::lambdaclient_fail_init as Reporter;
        // SAFETY: the library gave both.
        unsafe { Self::step(context, client, BEFORE_SNAPSHOT, "before_snapshot", report) }
    }

    unsafe extern "C" fn after_restore(
        context: *mut c_void,
        client: *mut sys::lambdaclient_t,
    ) -> i32 {
        let report = sys::lambdaclient_fail_restore as Reporter;
        // SAFETY: the library gave both.
        unsafe { Self::step(context, client, AFTER_RESTORE, "after_restore", report) }
    }

    unsafe extern "C" fn shutdown(context: *mut c_void, client: *mut sys::lambdaclient_t) -> i32 {
        let log: Reporter = log_failed_shutdown;
        // SAFETY: the library gave both.
        unsafe { Self::step(context, client, SHUTDOWN, "shutdown", log) }
    }

    /// # Safety
    ///
    /// The library gave the context and the client to a hook.
    unsafe fn step(
        context: *mut c_void,
        client: *mut sys::lambdaclient_t,
        which: usize,
        name: &'static str,
        report: Reporter,
    ) -> i32 {
        // SAFETY: the context is the `Life` of the run.
        let life = unsafe { &*context.cast::<Life<'_>>() };
        let hook = lock(&life.steps[which]).take();
        let Err(failure) = caught(|| hook.map_or(Ok(()), |hook| hook())) else {
            return 0;
        };
        let sent = failure.with_c(|failure| {
            // SAFETY: a hook has the client for itself, and the failure outlives the call.
            Error::check(|error| unsafe { report(client, failure, error) })
        });
        if let Err(error) = sent {
            life.tell(&error);
        }
        *lock(&life.failed) = Some((name, failure));
        1
    }

    unsafe extern "C" fn observe(context: *mut c_void, error: *const sys::lambdaclient_error_t) {
        // SAFETY: the context is the `Life` of the run, and the error is valid during the call.
        let (life, error) = unsafe { (&*context.cast::<Life<'_>>(), Error::read(error)) };
        if let Some(error) = error {
            life.tell(&error);
        }
    }

    /// Calls the observer. Its panic ends the run, and goes on behind it.
    fn tell(&self, error: &Error) {
        let Some(on_error) = &self.on_error else {
            return;
        };
        if let Err(panic) = catch_unwind(AssertUnwindSafe(|| on_error(error))) {
            lock(&self.panic).get_or_insert(panic);
            self.cancel.cancel().ok();
        }
    }
}

/// There is nobody to report it to.
unsafe extern "C" fn log_failed_shutdown(
    client: *mut sys::lambdaclient_t,
    failure: *const sys::lambdaclient_failure_t,
    error: *mut *mut sys::lambdaclient_error_t,
) -> i32 {
    let details = sys::lambdaclient_log_details_t {
        failure,
        ..sys::LAMBDACLIENT_LOG_DETAILS_INIT
    };
    let message = view(b"the shutdown hook failed");
    // SAFETY: the caller's; the message and the details outlive the call.
    unsafe {
        sys::lambdaclient_log(
            client,
            sys::LAMBDACLIENT_LOG_ERROR,
            message,
            &details,
            error,
        )
    }
}

/// What a handler makes of an event; its panic, and that of what makes a stream, is a failure like any other.
fn answer<F, R, E>(handler: &mut F, event: &Invocation<'_>) -> Answer<'static>
where
    F: FnMut(&Invocation<'_>) -> Result<R, E>,
    R: Into<Response<'static>>,
    E: Into<FunctionError>,
{
    let made = caught(|| handler(event).map(Into::into).map_err(Into::into));
    Answer::from(made.map(|response: Response<'static>| Response {
        body: match response.body {
            Body::Streamed(options, make) => {
                Body::Streamed(options, Box::new(|stream| caught(|| make(stream))))
            }
            body => body,
        },
        ..response
    }))
}

fn boxed<E: Into<FunctionError>>(hook: impl FnOnce() -> Result<(), E> + Send + 'static) -> Hook {
    Box::new(|| hook().map_err(Into::into))
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
