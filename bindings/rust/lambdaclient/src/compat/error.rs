//! How an error becomes a report, and the error that the client's own calls return.
//!
//! ```
//! use lambdaclient::compat as lambda_runtime_client;
//! use lambda_runtime_client::error::{ErrorResponse, RuntimeApiError};
//!
//! struct InvalidName;
//!
//! impl RuntimeApiError for InvalidName {
//!     fn to_response(&self) -> ErrorResponse {
//!         ErrorResponse::unhandled("Invalid first name".to_owned())
//!     }
//! }
//! ```

use std::fmt;

use crate::{Error, ErrorCategory, ErrorKind, FunctionError};

/// The type of a failure that the function handled.
pub const ERROR_TYPE_HANDLED: &str = "Handled";

/// The type of a failure that the function did not expect.
pub const ERROR_TYPE_UNHANDLED: &str = "Unhandled";

/// The type of a failure of the runtime itself.
pub const RUNTIME_ERROR_TYPE: &str = "RustRuntimeError";

/// How an error says what is reported of it.
pub trait RuntimeApiError {
    /// The report.
    fn to_response(&self) -> ErrorResponse;
}

/// How an error says its type, which the crate took from `lambda_runtime_errors`.
pub trait LambdaErrorExt {
    /// A short name, such as `InvalidNameError`.
    fn error_type(&self) -> &str;
}

/// What is reported of an error: `errorMessage`, `errorType` and `stackTrace` of the report.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ErrorResponse {
    /// What happened, for a person.
    pub error_message: String,
    /// A short name.
    pub error_type: String,
    /// Frames, innermost first.
    pub stack_trace: Option<Vec<String>>,
}

impl ErrorResponse {
    /// A failure that the function handled.
    #[must_use]
    pub fn handled(message: String) -> Self {
        Self::of_type(ERROR_TYPE_HANDLED, message)
    }

    /// A failure that the function did not expect.
    #[must_use]
    pub fn unhandled(message: String) -> Self {
        Self::of_type(ERROR_TYPE_UNHANDLED, message)
    }

    fn of_type(error_type: &str, error_message: String) -> Self {
        Self {
            error_message,
            error_type: error_type.to_owned(),
            stack_trace: None,
        }
    }
}

impl<T: LambdaErrorExt + fmt::Display> From<T> for ErrorResponse {
    fn from(error: T) -> Self {
        Self::of_type(error.error_type(), error.to_string())
    }
}

impl RuntimeApiError for ErrorResponse {
    fn to_response(&self) -> ErrorResponse {
        self.clone()
    }
}

impl From<ErrorResponse> for FunctionError {
    fn from(report: ErrorResponse) -> Self {
        Self::new(report.error_type, report.error_message)
            .with_stack_trace(report.stack_trace.unwrap_or_default())
    }
}

/// Whether another call can succeed, and what happened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ApiErrorKind {
    /// The runtime can go on.
    Recoverable(String),
    /// The runtime has to stop.
    Unrecoverable(String),
}

impl fmt::Display for ApiErrorKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Recoverable(message) => write!(f, "Recoverable API error: {message}"),
            Self::Unrecoverable(message) => write!(f, "Unrecoverable API error: {message}"),
        }
    }
}

/// Why a call of the client failed.
#[derive(Clone, Debug)]
pub struct ApiError {
    kind: ApiErrorKind,
    source: Option<Error>,
}

impl ApiError {
    /// Whether the runtime can go on with its next call.
    #[must_use]
    pub fn is_recoverable(&self) -> bool {
        matches!(self.kind, ApiErrorKind::Recoverable(_))
    }

    /// Of a poll: a failed connection is unrecoverable there, so that a loop which goes on after every recoverable error ends.
    pub(super) fn of_next(error: Error) -> Self {
        let is_body = error.kind() == ErrorKind::ReplyTruncated;
        match error.kind().category() {
            Some(ErrorCategory::Transport) if !is_body => Self {
                kind: ApiErrorKind::Unrecoverable(error.to_string()),
                source: Some(error),
            },
            _ => error.into(),
        }
    }
}

impl From<ApiErrorKind> for ApiError {
    fn from(kind: ApiErrorKind) -> Self {
        Self { kind, source: None }
    }
}

impl From<Error> for ApiError {
    fn from(error: Error) -> Self {
        let message = error.to_string();
        Self {
            kind: match error.is_recoverable() {
                true => ApiErrorKind::Recoverable(message),
                false => ApiErrorKind::Unrecoverable(message),
            },
            source: Some(error),
        }
    }
}

impl fmt::Display for ApiError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.kind.fmt(f)
    }
}

impl std::error::Error for ApiError {
    /// The [`Error`] of this crate, with its kind and its delivery.
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        self.source.as_ref().map(|error| error as _)
    }
}

impl LambdaErrorExt for ApiError {
    fn error_type(&self) -> &str {
        "RuntimeApiError"
    }
}
