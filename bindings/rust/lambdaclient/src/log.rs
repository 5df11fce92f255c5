//! Lines as the function's configuration wants them.

use std::ptr;

use lambdaclient_sys as sys;

use crate::stream::count;
use crate::view::view;
use crate::{Error, FunctionError};

/// How much a log event matters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum LogLevel {
    /// Every step.
    Trace = sys::LAMBDACLIENT_LOG_TRACE as isize,
    /// What helps to find a fault.
    Debug = sys::LAMBDACLIENT_LOG_DEBUG as isize,
    /// Normal operation.
    Info = sys::LAMBDACLIENT_LOG_INFO as isize,
    /// What may become a failure.
    Warn = sys::LAMBDACLIENT_LOG_WARN as isize,
    /// A failure that the function survives.
    Error = sys::LAMBDACLIENT_LOG_ERROR as isize,
    /// A failure that ends the function.
    Fatal = sys::LAMBDACLIENT_LOG_FATAL as isize,
}

impl LogLevel {
    pub(crate) fn of(number: u32) -> Option<Self> {
        use LogLevel::{Debug, Error, Fatal, Info, Trace, Warn};
        [Trace, Debug, Info, Warn, Error, Fatal]
            .into_iter()
            .find(|level| *level as u32 == number)
    }
}

/// What a log event tells besides its message; more properties of a line of JSON, which lines of text leave out.
#[derive(Clone, Copy, Debug, Default)]
pub struct LogDetails<'a> {
    /// Names and their values, at most 1024.
    pub fields: &'a [(&'a str, &'a str)],
    /// What went wrong; its type, message and frames are part of the line.
    pub failure: Option<&'a FunctionError>,
    /// Whether it tells of the invocation before the one in hand, as what a turn says about its answer does.
    pub of_last: bool,
}

/// # Safety
///
/// The client is open.
pub(crate) unsafe fn write(
    client: *mut sys::lambdaclient_t,
    level: LogLevel,
    message: &str,
    details: LogDetails<'_>,
) -> Result<(), Error> {
    let fields: Vec<_> = details
        .fields
        .iter()
        .map(|(name, value)| sys::lambdaclient_pair_t {
            name: view(name.as_bytes()),
            value: view(value.as_bytes()),
        })
        .collect();
    let log = |failure| {
        let details = sys::lambdaclient_log_details_t {
            field_count: count(fields.len()),
            fields: fields.as_ptr(),
            failure,
            of_last: u32::from(details.of_last),
            ..sys::LAMBDACLIENT_LOG_DETAILS_INIT
        };
        // SAFETY: the caller's; all that the details borrow outlives the call.
        Error::check(|error| unsafe {
            sys::lambdaclient_log(
                client,
                level as u32,
                view(message.as_bytes()),
                &details,
                error,
            )
        })
    };
    match details.failure {
        Some(failure) => failure.with_c(log),
        None => log(ptr::null()),
    }
}
