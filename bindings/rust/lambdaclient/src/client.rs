//! The client: asks for events.

use std::ptr::{self, NonNull};

use lambdaclient_sys as sys;

use crate::answer::{Answer, Given};
use crate::log::{self, LogDetails, LogLevel};
use crate::view::text;
use crate::{CancelHandle, Error, FunctionError, Invocation, Options};

/// A client of the Runtime API: asks for events, one after the other, over one connection.
///
/// It can be sent to another thread; what two threads must not do at once needs `&mut`. Open a client for each concurrent
/// poller. Dropping it closes it.
///
/// ```no_run
/// use lambdaclient::{Client, Options};
///
/// let mut client = Client::open(&Options::new())?;
/// loop {
///     let invocation = client.next()?;
///     let answer = invocation.payload().to_ascii_uppercase();
///     invocation.respond(answer)?;
/// }
/// # #[allow(unreachable_code)]
/// # Ok::<(), lambdaclient::Error>(())
/// ```
///
/// The next event cannot be asked for before this one is answered, because the service would hand out the same one again:
///
/// ```compile_fail,E0499
/// # let mut client = lambdaclient::Client::open(&lambdaclient::Options::new())?;
/// let first = client.next()?;
/// let second = client.next()?;
/// first.respond("{}")?;
/// # Ok::<(), lambdaclient::Error>(())
/// ```
///
/// An invocation does not outlive its client:
///
/// ```compile_fail,E0505
/// # let mut client = lambdaclient::Client::open(&lambdaclient::Options::new())?;
/// let invocation = client.next()?;
/// drop(client);
/// invocation.respond("{}")?;
/// # Ok::<(), lambdaclient::Error>(())
/// ```
///
/// There is one owner of a client:
///
/// ```compile_fail,E0599
/// # let client = lambdaclient::Client::open(&lambdaclient::Options::new())?;
/// let other = client.clone();
/// # Ok::<(), lambdaclient::Error>(())
/// ```
#[derive(Debug)]
pub struct Client {
    handle: NonNull<sys::lambdaclient_t>,
    /// The last event; answered or not, the library knows.
    held: *mut sys::lambdaclient_invocation_t,
    cancel: CancelHandle,
}

// SAFETY: a client is for one thread at a time, not for one thread.
unsafe impl Send for Client {}

// SAFETY: what takes `&self` may come from any thread: cancel_handle is Rust's own, lambdaclient_describe_function and lambdaclient_log say so.
unsafe impl Sync for Client {}

impl Client {
    /// Opens a client. Nothing is sent or connected before the first call.
    ///
    /// # Errors
    ///
    /// In order of likelihood: `EndpointMissing`, `EndpointInvalid`, `OptionInvalid`, `UserAgentInvalid`, `OutOfMemory`.
    pub fn open(options: &Options) -> Result<Self, Error> {
        Self::open_cancellable(options, CancelHandle::default())
    }

    pub(crate) fn open_cancellable(options: &Options, cancel: CancelHandle) -> Result<Self, Error> {
        let options = options.as_c();
        let mut handle = ptr::null_mut();
        // SAFETY: the options borrow from the argument, which outlives the call.
        Error::check(|error| unsafe { sys::lambdaclient_open(&options, &mut handle, error) })?;
        let client = Self {
            handle: NonNull::new(handle).expect("a client that was opened has a handle"),
            held: ptr::null_mut(),
            cancel,
        };
        client.cancel.add(client.handle)?;
        Ok(client)
    }

    /// Delivers the answer to the last event, and waits for the next one, for as long as it takes. A whole runtime is this call in a
    /// loop; [`run`](crate::run) is that loop, with a handler and its panics.
    ///
    /// An answer of which nothing was taken is sent again, and the wait is begun again, with pauses. Every event gets an answer: one
    /// that cannot be sent is replaced by a failure that says why, and none at all by the failure `Runtime.NoAnswer`. Answer and wait
    /// leave in one write where that is safe.
    ///
    /// ```no_run
    /// use lambdaclient::{Answer, Client, Options};
    ///
    /// let mut client = Client::open(&Options::new())?;
    /// let mut answer = Answer::none();
    /// loop {
    ///     let turn = client.turn(answer);
    ///     if let Some(error) = turn.undelivered {
    ///         eprintln!("{error}");
    ///     }
    ///     let event = turn.next?;
    ///     answer = Answer::response(event.payload().to_ascii_uppercase());
    /// }
    /// # #[allow(unreachable_code)]
    /// # Ok::<(), lambdaclient::Error>(())
    /// ```
    pub fn turn<'a>(&mut self, answer: impl Into<Answer<'a>>) -> Turn<'_> {
        // SAFETY: `&mut` keeps others out, and an event that the library no longer knows is refused.
        let last = unsafe { Invocation::new(self.handle.as_ptr(), self.held) };
        let (mut given, ended) = Given::new(answer.into(), &last);
        let answer = given.as_c(&last);
        let mut undelivered = ptr::null_mut();
        self.held = ptr::null_mut();
        // SAFETY: `&mut` keeps other threads out, and the answer outlives the call.
        let next = Error::check(|error| unsafe {
            sys::lambdaclient_turn(
                self.handle.as_ptr(),
                &answer,
                &mut self.held,
                &mut undelivered,
                error,
            )
        });
        Turn {
            undelivered: Error::take_any(undelivered).or(ended),
            next: next.map(|()| self.present()),
        }
    }

    /// Waits for the next event, for as long as it takes; there is no time limit. This and the calls that answer are the single steps
    /// of a [`turn`](Self::turn), without its second attempts. The last event's caller gets the failure `Runtime.NoAnswer` where there
    /// was no answer.
    ///
    /// # Errors
    ///
    /// In order of likelihood: `ConnectRefused` and the other kinds of the category Transport, `Cancelled`, those of Rejected and
    /// Server, those of Protocol (a torn or malformed event is never delivered), `BodyTooLarge`, `InitErrorReported`, `ForkedChild`.
    #[allow(clippy::should_implement_trait)] // the Runtime API's own word; an item that borrows cannot be an Iterator's
    pub fn next(&mut self) -> Result<Invocation<'_>, Error> {
        // SAFETY: `&mut` keeps other threads out; an event that was answered is ignored.
        unsafe { sys::lambdaclient_invocation_free(self.held) };
        self.held = ptr::null_mut();
        // SAFETY: as above.
        Error::check(|error| unsafe {
            sys::lambdaclient_next(self.handle.as_ptr(), &mut self.held, error)
        })?;
        Ok(self.present())
    }

    /// The event that was handed out last. Where it was answered, its calls fail.
    pub(crate) fn present(&mut self) -> Invocation<'_> {
        // SAFETY: it borrows from `&mut self`, so it is the client's only user.
        unsafe { Invocation::new(self.handle.as_ptr(), self.held) }
    }

    pub(crate) fn as_ptr(&self) -> *mut sys::lambdaclient_t {
        self.handle.as_ptr()
    }

    /// Reports that the function could not start. Any later call but this client's end fails; exit with a status other than 0.
    ///
    /// # Errors
    ///
    /// The kinds of Transport, Rejected and Server; `InitErrorReported` the second time; `ForkedChild`.
    pub fn fail_init(&mut self, failure: impl Into<FunctionError>) -> Result<(), Error> {
        failure.into().with_c(|failure| {
            // SAFETY: `&mut` keeps other threads out, and the failure outlives the call.
            Error::check(|error| unsafe {
                sys::lambdaclient_fail_init(self.handle.as_ptr(), failure, error)
            })
        })
    }

    /// Tells the service that a snapshot of this process can be taken, and waits until it was taken and restored: where the
    /// environment variable `AWS_LAMBDA_INITIALIZATION_TYPE` is `snap-start`, this comes once, after the function is prepared and
    /// before the first [`next`](Self::next). What must be unique, such as a connection or a seed, is made after it.
    ///
    /// # Errors
    ///
    /// In order of likelihood: the kinds of Rejected (the function does not use SnapStart), those of Transport, `Cancelled`,
    /// those of Server and Protocol, `InitErrorReported`, `ForkedChild`.
    pub fn restore_next(&mut self) -> Result<(), Error> {
        // SAFETY: `&mut` keeps other threads out.
        Error::check(|error| unsafe { sys::lambdaclient_restore_next(self.handle.as_ptr(), error) })
    }

    /// Reports that the function could not go on after it was restored. Any later call but this client's end fails; exit with a
    /// status other than 0.
    ///
    /// # Errors
    ///
    /// As [`fail_init`](Self::fail_init).
    pub fn fail_restore(&mut self, failure: impl Into<FunctionError>) -> Result<(), Error> {
        failure.into().with_c(|failure| {
            // SAFETY: `&mut` keeps other threads out, and the failure outlives the call.
            Error::check(|error| unsafe {
                sys::lambdaclient_fail_restore(self.handle.as_ptr(), failure, error)
            })
        })
    }

    /// Writes a log event, with the request id of the present invocation, as the environment variables `AWS_LAMBDA_LOG_FORMAT` and
    /// `AWS_LAMBDA_LOG_LEVEL` said when the client was opened. A line over 256 KiB is cut and marked.
    ///
    /// # Errors
    ///
    /// `OptionInvalid` (over 1024 fields), `ForkedChild`.
    pub fn log(
        &self,
        level: LogLevel,
        message: &str,
        details: LogDetails<'_>,
    ) -> Result<(), Error> {
        // SAFETY: the client is open.
        unsafe { log::write(self.handle.as_ptr(), level, message, details) }
    }

    /// What ends a [`next`](Self::next) that waits, from another thread.
    #[must_use]
    pub fn cancel_handle(&self) -> CancelHandle {
        self.cancel.clone()
    }

    /// What the environment said about the function when the client was opened.
    #[must_use]
    pub fn function(&self) -> Function<'_> {
        let mut function = sys::LAMBDACLIENT_FUNCTION_INIT;
        // It fails in a forked child only; then everything is absent.
        // SAFETY: any thread may ask, and `function` has its size.
        unsafe {
            sys::lambdaclient_describe_function(
                self.handle.as_ptr(),
                &mut function,
                ptr::null_mut(),
            )
        };
        // SAFETY: the views are valid until the client is closed, and this borrows from it.
        unsafe {
            Function {
                name: text(function.name),
                version: text(function.version),
                memory_mb: Some(function.memory_mb).filter(|mb| *mb != 0),
                log_group: text(function.log_group),
                log_stream: text(function.log_stream),
                handler: text(function.handler),
                task_root: text(function.task_root),
                log_level: LogLevel::of(function.log_level),
            }
        }
    }
}

impl Drop for Client {
    fn drop(&mut self) {
        self.cancel.remove(self.handle);
        // SAFETY: nothing borrows from the client any more, and nobody else has its handle.
        unsafe { sys::lambdaclient_close(self.handle.as_ptr()) };
    }
}

/// What a turn gave.
#[derive(Debug)]
#[must_use]
pub struct Turn<'c> {
    /// Why the last answer was not taken, or may not have been (see [`Error::delivery`]); none where it was. It is worth a log line;
    /// the loop goes on.
    pub undelivered: Option<Error>,
    /// The next event, or why there is none: `Cancelled`, after which a program ends as it likes, or what ends it with a status other
    /// than 0, in order of likelihood `ConnectRefused` and the other kinds of Transport, those of Rejected and Server, those of
    /// Protocol, `BodyTooLarge`, `InitErrorReported`, `ForkedChild`.
    pub next: Result<Invocation<'c>, Error>,
}

/// What the environment says about the function; a part that it does not say is `None`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Function<'c> {
    /// The function's name.
    pub name: Option<&'c str>,
    /// Its version: `$LATEST` or a number.
    pub version: Option<&'c str>,
    /// Its memory in MB.
    pub memory_mb: Option<u32>,
    /// Its CloudWatch log group.
    pub log_group: Option<&'c str>,
    /// Its CloudWatch log stream.
    pub log_stream: Option<&'c str>,
    /// The configured handler text.
    pub handler: Option<&'c str>,
    /// The folder of the function's code.
    pub task_root: Option<&'c str>,
    /// The least level that is logged.
    pub log_level: Option<LogLevel>,
}
