//! What a handler gives for an event, and how the library takes it.

use std::ptr;

use lambdaclient_sys as sys;

use crate::response::Body;
use crate::view::view;
use crate::{Error, FunctionError, Invocation, Response};

/// What a handler gives for an event: a response, a failure, or nothing where it answered itself. For [`Client::turn`].
///
/// A `Result` becomes one by itself.
///
/// [`Client::turn`]: crate::Client::turn
#[derive(Debug, Default)]
pub struct Answer<'a> {
    given: Option<Result<Response<'a>, FunctionError>>,
}

impl<'a> Answer<'a> {
    /// No answer: for the first turn, and after an invocation that was answered by itself.
    #[must_use]
    pub fn none() -> Self {
        Self::default()
    }

    /// A response: bytes or text that are JSON, or a [`Response`].
    pub fn response(response: impl Into<Response<'a>>) -> Self {
        Self {
            given: Some(Ok(response.into())),
        }
    }

    /// A failure.
    pub fn failure(failure: impl Into<FunctionError>) -> Self {
        Self {
            given: Some(Err(failure.into())),
        }
    }
}

impl<'a, R: Into<Response<'a>>, E: Into<FunctionError>> From<Result<R, E>> for Answer<'a> {
    fn from(result: Result<R, E>) -> Self {
        match result {
            Ok(response) => Self::response(response),
            Err(failure) => Self::failure(failure),
        }
    }
}

/// An answer while the library reads it. It owns the bytes, so nothing is copied.
pub(crate) struct Given<'a> {
    given: Option<Result<Response<'a>, FunctionError>>,
    frames: Vec<sys::lambdaclient_view_t>,
    failure: sys::lambdaclient_failure_t,
    /// A stream whose maker failed: the library ends it with the failure.
    stream: *mut sys::lambdaclient_stream_t,
}

impl<'a> Given<'a> {
    /// Sends a streamed response; anything else is left to the library. Also gives the error of a stream that ended by itself.
    pub(crate) fn new(answer: Answer<'a>, event: &Invocation<'_>) -> (Self, Option<Error>) {
        let (given, stream, error) = match answer.given {
            Some(Ok(response)) => match response.body {
                Body::Streamed(options, make) => event.answer_in_pieces(&options, make),
                _ => (Some(Ok(response)), ptr::null_mut(), None),
            },
            given => (given, ptr::null_mut(), None),
        };
        let given = Self {
            given,
            frames: Vec::new(),
            failure: sys::LAMBDACLIENT_FAILURE_INIT,
            stream,
        };
        (given, error)
    }

    /// The failure that it is, if it is one.
    pub(crate) fn failure(&self) -> Option<&FunctionError> {
        self.given.as_ref()?.as_ref().err()
    }

    /// The answer as the library takes it. It points into this, which must not move until the answer is delivered.
    pub(crate) fn as_c(&mut self, event: &Invocation<'_>) -> sys::lambdaclient_answer_t {
        let none = sys::LAMBDACLIENT_ANSWER_INIT;
        match &self.given {
            None => none,
            Some(Ok(response)) => sys::lambdaclient_answer_t {
                kind: sys::LAMBDACLIENT_ANSWER_RESPONSE,
                payload: match &response.body {
                    Body::Bytes(bytes) => view(bytes),
                    Body::Event | Body::Streamed(..) => event.payload_view(),
                },
                content_type: view(response.content_type.as_bytes()),
                ..none
            },
            Some(Err(failure)) => {
                self.frames = failure.frames();
                self.failure = failure.as_c(&self.frames);
                sys::lambdaclient_answer_t {
                    kind: sys::LAMBDACLIENT_ANSWER_FAILURE,
                    failure: &self.failure,
                    ..none
                }
            }
        }
    }
}

impl Drop for Given<'_> {
    fn drop(&mut self) {
        // SAFETY: nobody else has the handle. NULL is ignored.
        unsafe { sys::lambdaclient_stream_free(self.stream) };
    }
}
