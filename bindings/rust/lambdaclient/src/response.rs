//! What answers an event.

use std::borrow::Cow;
use std::fmt;

use crate::{FunctionError, ResponseStream, StreamOptions};

/// What answers an event: bytes and their media type, the event itself, or a stream.
///
/// Bytes and text become a response by themselves, and are sent as `application/json` unless
/// [`content_type`](Self::content_type) says otherwise. Nothing here checks that they are JSON.
///
/// ```
/// use lambdaclient::Response;
///
/// let json: Response = r#"{"surname":"Doe"}"#.into();
/// let image = Response::new(vec![0x89, 0x50, 0x4e, 0x47]).content_type("image/png");
/// ```
pub struct Response<'a> {
    pub(crate) body: Body<'a>,
    pub(crate) content_type: Cow<'a, str>,
}

pub(crate) enum Body<'a> {
    Bytes(Cow<'a, [u8]>),
    Event,
    Streamed(StreamOptions, Maker<'a>),
}

pub(crate) type Maker<'a> =
    Box<dyn FnOnce(&mut ResponseStream<'_>) -> Result<(), FunctionError> + 'a>;

impl<'a> Response<'a> {
    /// Bytes, owned or borrowed.
    pub fn new(bytes: impl Into<Cow<'a, [u8]>>) -> Self {
        Self::of(Body::Bytes(bytes.into()))
    }

    /// The event's own payload, sent from where it was received: nothing is copied.
    #[must_use]
    pub fn event() -> Self {
        Self::of(Body::Event)
    }

    /// An answer that is made while it is sent, for what is larger than the 6 MB of a buffered one or should not wait for its end.
    ///
    /// `make` writes to the stream; when it returns `Ok`, the stream is finished, and when it returns an error, the stream ends
    /// with that error, which the function's caller gets behind what was sent.
    ///
    /// ```
    /// use std::io::Write;
    /// use lambdaclient::{Response, StreamOptions};
    ///
    /// let response = Response::streamed(StreamOptions::new().content_type("text/plain"), |stream| {
    ///     (1..=1000).try_for_each(|line| writeln!(stream, "{line}"))
    /// });
    /// ```
    pub fn streamed<F, E>(options: StreamOptions, make: F) -> Self
    where
        F: FnOnce(&mut ResponseStream<'_>) -> Result<(), E> + 'a,
        E: Into<FunctionError>,
    {
        let make: Maker<'a> = Box::new(move |stream| make(stream).map_err(Into::into));
        Self::of(Body::Streamed(options, make))
    }

    /// The media type of bytes, 1 to 256 printable ASCII characters. A stream has its own, in [`StreamOptions`].
    #[must_use]
    pub fn content_type(mut self, content_type: impl Into<Cow<'a, str>>) -> Self {
        self.content_type = content_type.into();
        self
    }

    fn of(body: Body<'a>) -> Self {
        Self {
            body,
            content_type: Cow::Borrowed(""),
        }
    }
}

impl fmt::Debug for Response<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let body: &dyn fmt::Debug = match &self.body {
            Body::Bytes(bytes) => &bytes.len(),
            Body::Event => &"event",
            Body::Streamed(options, _) => options,
        };
        f.debug_struct("Response")
            .field("body", body)
            .field("content_type", &self.content_type)
            .finish()
    }
}

impl<'a> From<&'a [u8]> for Response<'a> {
    fn from(bytes: &'a [u8]) -> Self {
        Self::new(bytes)
    }
}

impl<'a, const N: usize> From<&'a [u8; N]> for Response<'a> {
    fn from(bytes: &'a [u8; N]) -> Self {
        Self::new(&bytes[..])
    }
}

impl From<Vec<u8>> for Response<'_> {
    fn from(bytes: Vec<u8>) -> Self {
        Self::new(bytes)
    }
}

impl<'a> From<&'a Vec<u8>> for Response<'a> {
    fn from(bytes: &'a Vec<u8>) -> Self {
        Self::new(bytes)
    }
}

impl<'a> From<&'a str> for Response<'a> {
    fn from(text: &'a str) -> Self {
        Self::new(text.as_bytes())
    }
}

impl From<String> for Response<'_> {
    fn from(text: String) -> Self {
        Self::new(text.into_bytes())
    }
}

impl<'a> From<&'a String> for Response<'a> {
    fn from(text: &'a String) -> Self {
        Self::new(text.as_bytes())
    }
}
