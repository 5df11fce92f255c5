//! The names and signatures of the crate `lambda_runtime_client` 0.2, over this crate's client.
//!
//! A program that was written for it compiles with one changed line: `extern crate lambda_runtime_client;`, or nothing in a
//! newer edition, becomes
//!
//! ```
//! use lambdaclient::compat as lambda_runtime_client;
//! # use lambda_runtime_client::RuntimeClient;
//! ```
//!
//! What differs is what was wrong. Only the request id is required of an event; an ARN that is missing is empty, a deadline that
//! is missing is 0, and JSON that cannot be read is `None`. A failed [`RuntimeClient::fail_init`] panics, as it did, and a status
//! other than 2xx is a failure now. An error is unrecoverable where
//! [`Error::is_fatal`](crate::Error::is_fatal) says so, and where `next_event` cannot reach the service.
//! `docs/seed.md` has every difference.
//!
//! ```no_run
//! use lambdaclient::compat as lambda_runtime_client;
//! use lambda_runtime_client::RuntimeClient;
//!
//! let client = RuntimeClient::new("localhost:8080", None, None).expect("Could not initialize client");
//! let (event, context) = client.next_event().expect("Could not retrieve next event");
//! client.event_response(&context.aws_request_id, &event).expect("Could not send the response");
//! ```

mod context;
pub mod error;

use std::sync::{Mutex, MutexGuard, PoisonError};

pub use context::{ClientApplication, ClientContext, CognitoIdentity, EventContext, LambdaHeaders};
use error::{ApiError, RuntimeApiError};

use crate::{Answer, Client, Delivery, Error, ErrorKind, Invocation, Options};

const DEFAULT_AGENT: &str = "AWS_Lambda_Rust";

/// The place of the executor that the crate took; calls block, so there is none to pass: `None`.
#[derive(Debug)]
pub enum Runtime {}

/// Used by a runtime to communicate with the Runtime API. It can be shared; what overlaps waits.
#[derive(Debug)]
pub struct RuntimeClient {
    endpoint: String,
    state: Mutex<State>,
}

#[derive(Debug)]
struct State {
    client: Client,
    /// Of the event that waits for its answer; none where there is none.
    request_id: Option<String>,
}

impl RuntimeClient {
    /// A client of the Runtime API at `host`, which is `host:port`, with or without `http://` before it.
    ///
    /// `agent` is the `User-Agent` of every request; `AWS_Lambda_Rust` where it is `None`.
    ///
    /// # Errors
    ///
    /// An unrecoverable one where the host is malformed; a recoverable one for an agent that is no 1 to 128 printable ASCII
    /// characters.
    pub fn new(
        host: &str,
        agent: Option<String>,
        runtime: Option<Runtime>,
    ) -> Result<Self, ApiError> {
        debug_assert!(runtime.is_none());
        let agent = agent.unwrap_or_else(|| DEFAULT_AGENT.to_owned());
        let client = Client::open(&Options::new().endpoint(host).user_agent(agent))?;
        Ok(Self {
            endpoint: host.to_owned(),
            state: Mutex::new(State {
                client,
                request_id: None,
            }),
        })
    }

    /// Waits for the next event. One that was not answered is given up, and the service hands it out again.
    ///
    /// # Errors
    ///
    /// Recoverable where another call can succeed. A connection that fails is unrecoverable, as it was in 0.2; several attempts, with
    /// pauses between them, come before that.
    pub fn next_event(&self) -> Result<(Vec<u8>, EventContext), ApiError> {
        let mut state = self.lock();
        if state.request_id.take().is_some() {
            state.client.present().abandon()?;
        }
        let invocation = state
            .client
            .turn(Answer::none())
            .next
            .map_err(ApiError::of_next)?;
        let event = invocation.payload().to_vec();
        let context = EventContext::of(&invocation);
        state.request_id = Some(context.aws_request_id.clone());
        Ok((event, context))
    }

    /// Answers the event with a request id.
    ///
    /// # Errors
    ///
    /// Recoverable, also where no event with this request id waits for an answer; unrecoverable where the service failed.
    pub fn event_response(&self, request_id: &str, output: &[u8]) -> Result<(), ApiError> {
        self.answer(request_id, |invocation| invocation.respond(output))
    }

    /// Reports that the event with a request id failed.
    ///
    /// # Errors
    ///
    /// As [`event_response`](Self::event_response).
    pub fn event_error<E: RuntimeApiError + ?Sized>(
        &self,
        request_id: &str,
        e: &E,
    ) -> Result<(), ApiError> {
        self.answer(request_id, |invocation| invocation.fail(e.to_response()))
    }

    /// Reports that the function could not start.
    ///
    /// # Panics
    ///
    /// Where the report cannot be sent, so that the process ends; [`Client::fail_init`] returns an error instead.
    pub fn fail_init<E: RuntimeApiError + ?Sized>(&self, e: &E) {
        if let Err(error) = self.lock().client.fail_init(e.to_response()) {
            panic!("Error while sending init failed message: {error}");
        }
    }

    /// The host that the client was made with.
    #[must_use]
    pub fn get_endpoint(&self) -> &str {
        &self.endpoint
    }

    fn answer(
        &self,
        request_id: &str,
        send: impl FnOnce(Invocation<'_>) -> Result<(), Error>,
    ) -> Result<(), ApiError> {
        let mut state = self.lock();
        if state.request_id.as_deref() != Some(request_id) {
            let text = format!(
                "no event with the request id {request_id:.64} waits for an answer; drop the result"
            );
            return Err(Error::of(ErrorKind::RequestIdRejected, &text).into());
        }
        let sent = send(state.client.present());
        // What was not sent can be sent again, or is given up by the next call.
        if !matches!(&sent, Err(error) if error.delivery() == Delivery::NotSent) {
            state.request_id = None;
        }
        Ok(sent?)
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
