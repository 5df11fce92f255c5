//! An answer that is sent piece by piece.

use std::io;
use std::mem;

use lambdaclient_sys as sys;

use crate::response::Maker;
use crate::view::{optional, view};
use crate::{Delivery, Error, FunctionError, Invocation, Unanswered};

/// What a streamed answer is: its media type, or the head of an HTTP response.
#[derive(Clone, Debug, Default)]
pub struct StreamOptions {
    content_type: Option<String>,
    prelude: Option<Prelude>,
}

impl StreamOptions {
    /// `application/octet-stream`, without a prelude.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// The media type of the whole answer, 1 to 256 printable ASCII characters. With a prelude, one of its headers names it.
    #[must_use]
    pub fn content_type(mut self, content_type: impl Into<String>) -> Self {
        self.content_type = Some(content_type.into());
        self
    }

    /// The status, headers and cookies of an HTTP response, which go before the first bytes.
    #[must_use]
    pub fn prelude(mut self, prelude: Prelude) -> Self {
        self.prelude = Some(prelude);
        self
    }

    pub(crate) fn with_c<T>(
        &self,
        call: impl FnOnce(*const sys::lambdaclient_stream_options_t) -> T,
    ) -> T {
        let mut options = sys::LAMBDACLIENT_STREAM_OPTIONS_INIT;
        options.content_type = optional(self.content_type.as_deref());
        let Some(prelude) = &self.prelude else {
            return call(&options);
        };
        let headers: Vec<_> = prelude
            .headers
            .iter()
            .map(|(name, value)| sys::lambdaclient_pair_t {
                name: view(name.as_bytes()),
                value: view(value.as_bytes()),
            })
            .collect();
        let cookies: Vec<_> = prelude
            .cookies
            .iter()
            .map(|cookie| view(cookie.as_bytes()))
            .collect();
        let prelude = sys::lambdaclient_prelude_t {
            status_code: prelude.status_code.into(),
            header_count: count(headers.len()),
            headers: headers.as_ptr(),
            cookie_count: count(cookies.len()),
            cookies: cookies.as_ptr(),
            ..sys::LAMBDACLIENT_PRELUDE_INIT
        };
        options.prelude = &prelude;
        call(&options)
    }
}

/// A number that the library can refuse, where there are too many to count.
pub(crate) fn count(len: usize) -> u32 {
    u32::try_from(len).unwrap_or(u32::MAX)
}

/// What a streamed answer says about itself as an HTTP response; function URLs and API Gateway read it.
///
/// Everything together has at most 16 KB; the stream is refused otherwise, with `PreludeInvalid`.
#[derive(Clone, Debug)]
pub struct Prelude {
    status_code: u16,
    headers: Vec<(String, String)>,
    cookies: Vec<String>,
}

impl Prelude {
    /// A prelude with an HTTP status, from 100 to 599.
    #[must_use]
    pub fn new(status_code: u16) -> Self {
        Self {
            status_code,
            headers: Vec::new(),
            cookies: Vec::new(),
        }
    }

    /// Adds a header field; a name that is added more than once has several values.
    #[must_use]
    pub fn header(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.headers.push((name.into(), value.into()));
        self
    }

    /// Adds the value of a `Set-Cookie` field.
    #[must_use]
    pub fn cookie(mut self, cookie: impl Into<String>) -> Self {
        self.cookies.push(cookie.into());
        self
    }
}

/// An answer that is sent piece by piece. Nothing is buffered here: a slow caller slows the writer down, and each write is a
/// piece of its own, so put a [`BufWriter`](std::io::BufWriter) around it where `write!` formats small parts.
///
/// One that is dropped before [`finish`](Self::finish) or [`fail`](Self::fail) ends with the failure `Runtime.StreamAbandoned`
/// behind what was sent, so that the function's caller does not take a part for the whole. It can be sent to another thread.
///
/// ```no_run
/// use std::io::Write;
/// use lambdaclient::{Client, Options, Prelude, StreamOptions};
///
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let mut client = Client::open(&Options::new())?;
/// let html = Prelude::new(200).header("Content-Type", "text/html");
/// let mut stream = client.next()?.stream(&StreamOptions::new().prelude(html))?;
/// writeln!(stream, "<p>Hello</p>")?;
/// stream.finish()?;
/// # Ok(())
/// # }
/// ```
///
/// It is ended once:
///
/// ```compile_fail,E0382
/// # let mut client = lambdaclient::Client::open(&lambdaclient::Options::new())?;
/// let stream = client.next()?.stream(&lambdaclient::StreamOptions::new())?;
/// stream.finish()?;
/// stream.fail("too late")?;
/// # Ok::<(), lambdaclient::Error>(())
/// ```
#[derive(Debug)]
pub struct ResponseStream<'c> {
    handle: *mut sys::lambdaclient_stream_t,
    invocation: Invocation<'c>,
    broken: Option<Error>,
}

// SAFETY: a stream is for one thread at a time, together with its invocation and its client, which it has for itself alone.
unsafe impl Send for ResponseStream<'_> {}

impl<'c> ResponseStream<'c> {
    pub(crate) fn new(handle: *mut sys::lambdaclient_stream_t, invocation: Invocation<'c>) -> Self {
        Self {
            handle,
            invocation,
            broken: None,
        }
    }

    /// The event that is being answered; it can still be read.
    #[must_use]
    pub fn event(&self) -> &Invocation<'c> {
        &self.invocation
    }

    /// Ends the stream with success, and waits for the service's answer.
    ///
    /// # Errors
    ///
    /// In order of likelihood: the kinds of Transport, `InvocationTimedOut`, `PayloadTooLarge` and the other kinds of Rejected,
    /// those of Server and Protocol, `ForkedChild`; the error of a write that ended the stream.
    pub fn finish(mut self) -> Result<(), Error> {
        if let Some(error) = self.broken.take() {
            return Err(error);
        }
        // SAFETY: the handle is valid, and this thread is the client's only one.
        Error::check(|error| unsafe { sys::lambdaclient_stream_finish(self.handle, error) })
    }

    /// Ends the stream with a failure, which the function's caller gets behind what was sent. Before the first byte it is
    /// reported as if no stream had been opened; behind bytes that were sent, a message over 1024 characters is cut.
    ///
    /// # Errors
    ///
    /// As [`finish`](Self::finish).
    pub fn fail(mut self, failure: impl Into<FunctionError>) -> Result<(), Error> {
        if let Some(error) = self.broken.take() {
            return Err(error);
        }
        failure.into().with_c(|failure| {
            // SAFETY: the handle is valid, this thread is the client's only one, and the failure outlives the call.
            Error::check(|error| unsafe {
                sys::lambdaclient_stream_fail(self.handle, failure, error)
            })
        })
    }

    /// Has the answer made, and ends it as its maker says.
    pub(crate) fn run(mut self, make: Maker<'_>) -> Result<(), Unanswered<'c>> {
        let ended = match make(&mut self) {
            Ok(()) => self.finish(),
            Err(failure) => self.fail(failure),
        };
        ended.map_err(|error| Unanswered {
            error,
            invocation: None,
        })
    }

    /// The handle, unfinished, where no write has ended the stream; else that write's error.
    pub(crate) fn into_handle(mut self) -> Result<*mut sys::lambdaclient_stream_t, Error> {
        match self.broken.take() {
            Some(error) => Err(error),
            None => Ok(mem::replace(&mut self.handle, std::ptr::null_mut())),
        }
    }

    fn written(&mut self, sent: Result<(), Error>) -> io::Result<()> {
        sent.map_err(|error| {
            if error.delivery() != Delivery::NotSent {
                self.broken.get_or_insert_with(|| error.clone());
            }
            error.into()
        })
    }
}

/// The errors hold an [`Error`]: `error.get_ref().and_then(|inner| inner.downcast_ref::<lambdaclient::Error>())`.
impl io::Write for ResponseStream<'_> {
    /// Sends all of the bytes, and waits until the operating system took them. No bytes send nothing.
    fn write(&mut self, data: &[u8]) -> io::Result<usize> {
        // SAFETY: the handle is valid, this thread is the client's only one, and the data outlive the call.
        let sent = Error::check(|error| unsafe {
            sys::lambdaclient_stream_write(self.handle, view(data), error)
        });
        self.written(sent).map(|()| data.len())
    }

    /// Begins the stream if nothing was sent yet, so that its caller sees the head and the prelude.
    fn flush(&mut self) -> io::Result<()> {
        // SAFETY: the handle is valid, and this thread is the client's only one.
        let sent =
            Error::check(|error| unsafe { sys::lambdaclient_stream_flush(self.handle, error) });
        self.written(sent)
    }
}

impl Drop for ResponseStream<'_> {
    fn drop(&mut self) {
        let handle = mem::replace(&mut self.handle, std::ptr::null_mut());
        // SAFETY: nobody else has the handle.
        unsafe { sys::lambdaclient_stream_free(handle) };
    }
}
