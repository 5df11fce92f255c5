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
    keep_alive_s: u32,
    answer_timeout_ms: u32,
    one_write: u32,
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
    /// in C; so there can be one such client only. A run of several threads ignores it.
    /// [`Invocation::trace_id`](crate::Invocation::trace_id) is the safe way.
    #[must_use]
    pub unsafe fn set_trace_variable(mut self) -> Self {
        self.set_trace_variable = true;
        self
    }

    /// How long a connection may be silent before TCP probes the service, from 1 second to 32767; unless set, 60 seconds. `None`
    /// turns the probes off.
    #[must_use]
    pub fn keep_alive(mut self, interval: impl Into<Option<Duration>>) -> Self {
        self.keep_alive_s = interval
            .into()
            .map_or(u32::MAX, |time| limited(time.as_secs().into()));
        self
    }

    /// How long the service may take to receive an answer and reply to it; unless set, until five seconds after the invocation's
    /// deadline, or 15 minutes where it has none. `None` waits as long as it takes.
    #[must_use]
    pub fn answer_timeout(mut self, timeout: impl Into<Option<Duration>>) -> Self {
        self.answer_timeout_ms = timeout
            .into()
            .map_or(u32::MAX, |time| limited(time.as_millis()));
        self
    }

    /// Whether a run and [`Client::turn`](crate::Client::turn) send an answer and the wait for the next event in one write; unless
    /// set, they do, unless the environment variable `LAMBDACLIENT_ONE_WRITE` is `0`.
    #[must_use]
    pub fn one_write(mut self, is_on: bool) -> Self {
        self.one_write = match is_on {
            true => sys::LAMBDACLIENT_ONE_WRITE_ON,
            false => sys::LAMBDACLIENT_ONE_WRITE_OFF,
        };
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
            keep_alive_s: self.keep_alive_s,
            answer_timeout_ms: self.answer_timeout_ms,
            one_write: self.one_write,
            ..sys::LAMBDACLIENT_OPTIONS_INIT
        }
    }
}

/// A number from 1 that means neither the default nor no limit; the library refuses one that is too large.
fn limited(number: u128) -> u32 {
    u32::try_from(number.max(1))
        .unwrap_or(u32::MAX)
        .min(u32::MAX - 1)
}
