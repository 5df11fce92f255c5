//! What can be chosen when a client is opened.

use std::time::Duration;

use lambdaclient_sys as sys;

use crate::view::optional;

/// What can be chosen when a [`Client`](crate::Client) is opened; what is not set keeps its default.
///
/// ```
/// use std::time::Duration;
/// use lambdaclient::Options;
///
/// let options = Options::new().endpoint("127.0.0.1:9001").connect_timeout(Duration::from_secs(5));
/// ```
#[derive(Clone, Debug, Default)]
pub struct Options {
    endpoint: Option<String>,
    user_agent: Option<String>,
    connect_timeout_ms: u32,
    max_event_bytes: u64,
    set_trace_variable: bool,
}

impl Options {
    /// The defaults.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// `host:port`, `[ipv6]:port` or `http://host:port`, with or without a path; unless set, the environment
    /// variable `AWS_LAMBDA_RUNTIME_API`.
    #[must_use]
    pub fn endpoint(mut self, endpoint: impl Into<String>) -> Self {
        self.endpoint = Some(endpoint.into());
        self
    }

    /// The `User-Agent` of every request, 1 to 128 printable ASCII characters; unless set, `lambdaclient/VERSION`.
    #[must_use]
    pub fn user_agent(mut self, user_agent: impl Into<String>) -> Self {
        self.user_agent = Some(user_agent.into());
        self
    }

    /// How long to wait for a connection, from 1 millisecond to a day; unless set, a second. Waiting for an event has no limit.
    #[must_use]
    pub fn connect_timeout(mut self, timeout: Duration) -> Self {
        self.connect_timeout_ms = u32::try_from(timeout.as_millis().max(1)).unwrap_or(u32::MAX);
        self
    }

    /// The largest event that is taken, in bytes, from 1 to 536870912; unless set, 7340032 (7 MiB).
    #[must_use]
    pub fn max_event_bytes(mut self, bytes: u64) -> Self {
        self.max_event_bytes = bytes;
        self
    }

    /// Has [`Client::next`](crate::Client::next) set the environment variable `_X_AMZN_TRACE_ID` to the event's trace id, or
    /// remove it where there is none, before it returns an event: libraries for tracing read it.
    ///
    /// # Safety
    ///
    /// While a client with this option waits for an event, no other thread may read or write the environment, be it in Rust or
    /// in C; so there can be one such client only. A loop of several threads ignores it.
    /// [`Invocation::trace_id`](crate::Invocation::trace_id) is the safe way.
    #[must_use]
    pub unsafe fn set_trace_variable(mut self) -> Self {
        self.set_trace_variable = true;
        self
    }

    pub(crate) fn without_trace_variable(mut self) -> Self {
        self.set_trace_variable = false;
        self
    }

    /// The same as the C interface takes it; borrows from this.
    pub(crate) fn as_c(&self) -> sys::lambdaclient_options_t {
        sys::lambdaclient_options_t {
            endpoint: optional(self.endpoint.as_deref()),
            user_agent: optional(self.user_agent.as_deref()),
            connect_timeout_ms: self.connect_timeout_ms,
            max_event_bytes: self.max_event_bytes,
            set_trace_variable: u32::from(self.set_trace_variable),
            ..sys::LAMBDACLIENT_OPTIONS_INIT
        }
    }
}
