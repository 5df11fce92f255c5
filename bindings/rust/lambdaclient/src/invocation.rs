//! One event, to be answered once.

use std::borrow::Cow;
use std::fmt;
use std::marker::PhantomData;
use std::ptr;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use lambdaclient_sys as sys;

use crate::log::{self, LogDetails, LogLevel};
use crate::response::{Body, Maker};
use crate::view::{bytes, field, view};
use crate::{
    Client, ClientContext, CognitoIdentity, Delivery, Error, FunctionError, Response,
    ResponseStream, StreamOptions,
};

/// One event, to be answered exactly once: by [`respond`](Self::respond), by [`fail`](Self::fail), or by a
/// [`stream`](Self::stream). Each of them consumes it.
///
/// What it lends (payload, header fields) is the client's receive buffer: nothing is copied, and nothing outlives the answer.
/// Where one is dropped without an answer, its caller gets the failure `Runtime.NoAnswer` with the next [`Client::next`], or the
/// answer that [`Client::turn`] is given; [`abandon`](Self::abandon) is what asks the service to hand the same event out again. It
/// can be sent to another thread; it cannot be shared between threads, but the payload, once borrowed, can.
///
/// A second answer does not compile:
///
/// ```compile_fail,E0382
/// # let mut client = lambdaclient::Client::open(&lambdaclient::Options::new())?;
/// let invocation = client.next()?;
/// invocation.respond("{}")?;
/// invocation.respond("{}")?;
/// # Ok::<(), lambdaclient::Error>(())
/// ```
///
/// neither does an answer behind a stream:
///
/// ```compile_fail,E0382
/// # let mut client = lambdaclient::Client::open(&lambdaclient::Options::new())?;
/// let invocation = client.next()?;
/// let stream = invocation.stream(&lambdaclient::StreamOptions::new())?;
/// invocation.respond("{}")?;
/// # Ok::<(), lambdaclient::Error>(())
/// ```
///
/// nor the use of the payload after the answer:
///
/// ```compile_fail,E0505
/// # let mut client = lambdaclient::Client::open(&lambdaclient::Options::new())?;
/// let invocation = client.next()?;
/// let payload = invocation.payload();
/// invocation.respond("{}")?;
/// println!("{}", payload.len());
/// # Ok::<(), lambdaclient::Error>(())
/// ```
///
/// nor sharing it between threads:
///
/// ```compile_fail,E0277
/// # let mut client = lambdaclient::Client::open(&lambdaclient::Options::new())?;
/// let invocation = client.next()?;
/// std::thread::scope(|scope| {
///     scope.spawn(|| println!("{}", invocation.request_id()));
/// });
/// # Ok::<(), lambdaclient::Error>(())
/// ```
pub struct Invocation<'c> {
    client: *mut sys::lambdaclient_t,
    handle: *mut sys::lambdaclient_invocation_t,
    _client: PhantomData<&'c mut Client>,
}

// SAFETY: an invocation is for one thread at a time, together with its client, which it borrows for itself alone.
unsafe impl Send for Invocation<'_> {}

impl<'c> Invocation<'c> {
    /// # Safety
    ///
    /// For `'c` nothing else uses the client, and the event that the handle stands for is its present one.
    pub(crate) unsafe fn new(
        client: *mut sys::lambdaclient_t,
        handle: *mut sys::lambdaclient_invocation_t,
    ) -> Self {
        Self {
            client,
            handle,
            _client: PhantomData,
        }
    }

    /// The event, exactly as the caller of the function sent it.
    #[must_use]
    pub fn payload(&self) -> &[u8] {
        // SAFETY: the view is valid until the invocation is answered or freed, and this borrows from it.
        unsafe { bytes(self.payload_view()) }
    }

    pub(crate) fn payload_view(&self) -> sys::lambdaclient_view_t {
        let mut payload = view(&[]);
        // It fails in a forked child only; then it is empty.
        // SAFETY: the handle is valid, and this thread is the client's only one.
        unsafe { sys::lambdaclient_invocation_payload(self.handle, &mut payload, ptr::null_mut()) };
        payload
    }

    /// The request id.
    #[must_use]
    pub fn request_id(&self) -> Cow<'_, str> {
        // SAFETY: the view is valid until the invocation is answered or freed, and this borrows from it.
        unsafe { field(self.context().request_id) }.unwrap_or_default()
    }

    /// The id of this attempt, which the library echoes with the answer.
    #[must_use]
    pub fn invocation_id(&self) -> Option<Cow<'_, str>> {
        // SAFETY: as in `request_id`.
        unsafe { field(self.context().invocation_id) }
    }

    /// The ARN by which the function was invoked.
    #[must_use]
    pub fn invoked_function_arn(&self) -> Option<Cow<'_, str>> {
        // SAFETY: as in `request_id`.
        unsafe { field(self.context().invoked_function_arn) }
    }

    /// The X-Ray trace header.
    #[must_use]
    pub fn trace_id(&self) -> Option<Cow<'_, str>> {
        // SAFETY: as in `request_id`.
        unsafe { field(self.context().trace_id) }
    }

    /// The tenant of a tenant-isolated function.
    #[must_use]
    pub fn tenant_id(&self) -> Option<Cow<'_, str>> {
        // SAFETY: as in `request_id`.
        unsafe { field(self.context().tenant_id) }
    }

    /// The media type of the event.
    #[must_use]
    pub fn content_type(&self) -> Option<Cow<'_, str>> {
        // SAFETY: as in `request_id`.
        unsafe { field(self.context().content_type) }
    }

    /// When the service ends the invocation.
    #[must_use]
    pub fn deadline(&self) -> Option<SystemTime> {
        let since_epoch = u64::try_from(self.context().deadline_ms).ok()?;
        UNIX_EPOCH.checked_add(Duration::from_millis(since_epoch))
    }

    /// How long it is until the deadline, by the system's clock; never below 0.
    #[must_use]
    pub fn remaining_time(&self) -> Option<Duration> {
        let mut remaining = -1;
        // SAFETY: the handle is valid; any thread may ask.
        unsafe {
            sys::lambdaclient_invocation_remaining_ms(self.handle, &mut remaining, ptr::null_mut())
        };
        u64::try_from(remaining).ok().map(Duration::from_millis)
    }

    /// The value of any header field of the event by its name, in any case; the first where there are several.
    #[must_use]
    pub fn header(&self, name: &str) -> Option<Cow<'_, str>> {
        let mut value = view(&[]);
        // SAFETY: the handle is valid, this thread is the client's only one, and the name outlives the call.
        unsafe {
            sys::lambdaclient_invocation_header(
                self.handle,
                view(name.as_bytes()),
                &mut value,
                ptr::null_mut(),
            );
            field(value)
        }
    }

    /// The client context, which the AWS Mobile SDK or any other caller sent along; `None` where there is none, or what was sent
    /// is no JSON object.
    #[must_use]
    pub fn client_context(&self) -> Option<ClientContext<'_>> {
        let mut context = sys::LAMBDACLIENT_CLIENT_CONTEXT_INIT;
        // SAFETY: the handle is valid, this thread is the client's only one, and `context` has its size.
        unsafe {
            sys::lambdaclient_invocation_client_context(self.handle, &mut context, ptr::null_mut());
            ClientContext::new(&context)
        }
    }

    /// The client context as it was sent: JSON.
    #[must_use]
    pub fn raw_client_context(&self) -> Option<Cow<'_, str>> {
        // SAFETY: as in `request_id`.
        unsafe { field(self.context().client_context) }
    }

    /// The Amazon Cognito identity that called the function; `None` where there is none, or what was sent is no JSON object.
    #[must_use]
    pub fn cognito_identity(&self) -> Option<CognitoIdentity<'_>> {
        let mut identity = sys::LAMBDACLIENT_COGNITO_IDENTITY_INIT;
        // SAFETY: the handle is valid, this thread is the client's only one, and `identity` has its size.
        unsafe {
            sys::lambdaclient_invocation_cognito_identity(
                self.handle,
                &mut identity,
                ptr::null_mut(),
            );
            CognitoIdentity::new(&identity)
        }
    }

    /// The Cognito identity as it was sent: JSON.
    #[must_use]
    pub fn raw_cognito_identity(&self) -> Option<Cow<'_, str>> {
        // SAFETY: as in `request_id`.
        unsafe { field(self.context().cognito_identity) }
    }

    /// Writes a log event that belongs to it, with its request id; see [`Client::log`].
    ///
    /// # Errors
    ///
    /// As [`Client::log`].
    pub fn log(
        &self,
        level: LogLevel,
        message: &str,
        details: LogDetails<'_>,
    ) -> Result<(), Error> {
        // SAFETY: the client is open.
        unsafe { log::write(self.client, level, message, details) }
    }

    /// Answers it: with bytes or text that are JSON, or with a [`Response`].
    ///
    /// # Errors
    ///
    /// In order of likelihood: `PayloadTooLarge` (its caller was told; do not report a failure), `InvocationTimedOut` and the
    /// other kinds of Rejected, those of Transport, `ContentTypeInvalid`, those of Server and Protocol, `ForkedChild`. The
    /// invocation is gone; [`try_respond`](Self::try_respond) gives it back where it can be answered again.
    pub fn respond<'a>(self, response: impl Into<Response<'a>>) -> Result<(), Error> {
        Ok(self.try_respond(response)?)
    }

    /// As [`respond`](Self::respond); where nothing was sent, the failure holds the invocation.
    ///
    /// # Errors
    ///
    /// As [`respond`](Self::respond).
    pub fn try_respond<'a>(self, response: impl Into<Response<'a>>) -> Result<(), Unanswered<'c>> {
        self.send(response.into())
    }

    /// Reports that it failed.
    ///
    /// # Errors
    ///
    /// As [`respond`](Self::respond).
    pub fn fail(self, failure: impl Into<FunctionError>) -> Result<(), Error> {
        Ok(self.try_fail(failure)?)
    }

    /// As [`fail`](Self::fail); where nothing was sent, the error holds the invocation.
    ///
    /// # Errors
    ///
    /// As [`respond`](Self::respond).
    pub fn try_fail(self, failure: impl Into<FunctionError>) -> Result<(), Unanswered<'c>> {
        self.report(&failure.into())
    }

    /// Begins to answer it piece by piece; nothing is sent yet.
    ///
    /// # Errors
    ///
    /// `PreludeInvalid`, `ContentTypeInvalid`, `OptionInvalid`, `ForkedChild`.
    pub fn stream(self, options: &StreamOptions) -> Result<ResponseStream<'c>, Error> {
        Ok(self.try_stream(options)?)
    }

    /// As [`stream`](Self::stream); the error holds the invocation.
    ///
    /// # Errors
    ///
    /// As [`stream`](Self::stream).
    pub fn try_stream(self, options: &StreamOptions) -> Result<ResponseStream<'c>, Unanswered<'c>> {
        let mut stream = ptr::null_mut();
        let opened = options.with_c(|options| {
            // SAFETY: the handles are valid, this thread is the client's only one, and the options outlive the call.
            Error::check(|error| unsafe {
                sys::lambdaclient_stream_open(self.handle, options, &mut stream, error)
            })
        });
        match opened {
            Ok(()) => Ok(ResponseStream::new(stream, self)),
            Err(error) => Err(self.unanswered(error)),
        }
    }

    /// Gives it up without an answer: the service hands the same event out again.
    ///
    /// # Errors
    ///
    /// `ForkedChild`.
    pub fn abandon(self) -> Result<(), Error> {
        // SAFETY: the handle is valid, and this thread is the client's only one.
        Error::check(|error| unsafe { sys::lambdaclient_abandon(self.handle, error) })
    }

    fn send(self, response: Response<'_>) -> Result<(), Unanswered<'c>> {
        let payload = match response.body {
            Body::Bytes(ref bytes) => view(bytes),
            Body::Event => self.payload_view(),
            Body::Streamed(options, make) => return self.try_stream(&options)?.run(make),
        };
        let content_type = view(response.content_type.as_bytes());
        // SAFETY: the handle is valid, this thread is the client's only one, and the views outlive the call.
        let sent = Error::check(|error| unsafe {
            sys::lambdaclient_respond(self.handle, payload, content_type, error)
        });
        sent.map_err(|error| self.unanswered(error))
    }

    /// Opens a stream, has the answer made, and gives what is left to deliver: the failure that the stream still has to end with.
    /// An error is of a stream that could not be opened, or that has ended.
    #[allow(clippy::type_complexity)] // what `Given` is made of
    pub(crate) fn answer_in_pieces<'a>(
        &self,
        options: &StreamOptions,
        make: Maker<'_>,
    ) -> (
        Option<Result<Response<'a>, FunctionError>>,
        *mut sys::lambdaclient_stream_t,
        Option<Error>,
    ) {
        // SAFETY: this one is not used while the stream has the other.
        let same = unsafe { Self::new(self.client, self.handle) };
        let mut stream = match same.stream(options) {
            Ok(stream) => stream,
            Err(error) => {
                let failure = FunctionError::new("Runtime.ApiError", error.to_string());
                return (Some(Err(failure)), ptr::null_mut(), Some(error));
            }
        };
        match make(&mut stream) {
            Ok(()) => (None, ptr::null_mut(), stream.finish().err()),
            Err(failure) => match stream.into_handle() {
                Ok(handle) => (Some(Err(failure)), handle, None),
                Err(error) => (None, ptr::null_mut(), Some(error)),
            },
        }
    }

    fn report(self, failure: &FunctionError) -> Result<(), Unanswered<'c>> {
        let sent = failure.with_c(|failure| {
            // SAFETY: the handle is valid, this thread is the client's only one, and the failure outlives the call.
            Error::check(|error| unsafe { sys::lambdaclient_fail(self.handle, failure, error) })
        });
        sent.map_err(|error| self.unanswered(error))
    }

    fn unanswered(self, error: Error) -> Unanswered<'c> {
        let invocation = (error.delivery() == Delivery::NotSent).then_some(self);
        Unanswered { error, invocation }
    }

    fn context(&self) -> sys::lambdaclient_context_t {
        let mut context = sys::LAMBDACLIENT_CONTEXT_INIT;
        context.deadline_ms = -1;
        // It fails in a forked child only; then everything is absent.
        // SAFETY: the handle is valid, this thread is the client's only one, and `context` has its size.
        unsafe { sys::lambdaclient_invocation_context(self.handle, &mut context, ptr::null_mut()) };
        context
    }
}

impl fmt::Debug for Invocation<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Invocation")
            .field("request_id", &self.request_id())
            .field("payload_bytes", &self.payload().len())
            .finish()
    }
}

/// An answer that failed, and the invocation where it can be answered again.
///
/// `?` turns it into an [`Error`]; then the function's caller gets a failure that says that there was no answer.
///
/// ```no_run
/// use lambdaclient::{Client, Options};
///
/// let mut client = Client::open(&Options::new())?;
/// if let Err(unanswered) = client.next()?.try_respond("{}") {
///     eprintln!("{}", unanswered.error);
///     if let Some(invocation) = unanswered.invocation {
///         invocation.respond("{}")?;
///     }
/// }
/// # Ok::<(), lambdaclient::Error>(())
/// ```
#[derive(Debug)]
pub struct Unanswered<'c> {
    /// Why the answer failed.
    pub error: Error,
    /// The invocation, where the error's [`delivery`](Error::delivery) is [`Delivery::NotSent`] and the answer was no stream.
    pub invocation: Option<Invocation<'c>>,
}

impl From<Unanswered<'_>> for Error {
    fn from(unanswered: Unanswered<'_>) -> Self {
        unanswered.error
    }
}
