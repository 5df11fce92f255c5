//! Speak the AWS Lambda Runtime API: a safe client over `liblambdaclient`, and a loop that serves a handler.
//!
//! A whole function:
//!
//! ```no_run
//! use lambdaclient::{FunctionError, Invocation};
//!
//! fn handle(event: &Invocation) -> Result<String, FunctionError> {
//!     match event.payload() {
//!         br#""John""# => Ok(r#"{"surname":"Doe"}"#.to_owned()),
//!         _ => Err(FunctionError::new("InvalidNameError", "Invalid first name")),
//!     }
//! }
//!
//! fn main() -> Result<(), lambdaclient::Error> {
//!     lambdaclient::run(handle)
//! }
//! ```
//!
//! [`run`] calls the handler for each event and sends what it returns; a panic is reported, and the next event is served.
//! [`Runtime`] is the same with options and hooks, [`run_concurrent`] has several threads, and [`Client::turn`] is there when you
//! want the loop in your own hands. [`Response::streamed`] and [`Invocation::stream`] answer piece by piece. [`compat`] has the names of the
//! crate `lambda_runtime_client`, for programs that were written for it.
//!
//! Payloads are bytes, and this crate has no dependency. With `serde_json` a typed handler is two calls:
//! `serde_json::from_slice(event.payload())?` and `Ok(serde_json::to_vec(&answer)?)`.
//!
//! # What the compiler checks
//!
//! An [`Invocation`] is consumed by its answer, borrows its client until then, and lends its bytes no longer: a second answer, a
//! call of [`Client::next`] too early and a payload kept too long do not compile. The crate's users need no `unsafe`.
//!
//! # Threads
//!
//! | type | `Send` | `Sync` |
//! | --- | --- | --- |
//! | [`Client`] | yes | yes: what must not overlap takes `&mut self` |
//! | [`Invocation`], [`ResponseStream`] | yes | no: one thread at a time for each client |
//! | [`CancelHandle`], [`Error`], [`Options`], [`FunctionError`] | yes | yes |
//!
//! # Errors
//!
//! An [`Error`] has an [`ErrorKind`] from the one table of the project, says what became of the request
//! ([`Error::delivery`]), and whether the runtime has to stop ([`Error::is_fatal`]). A [`FunctionError`] is the function's own.

mod answer;
mod caller;
mod cancel;
mod client;
pub mod compat;
mod error;
mod error_kind;
mod function_error;
mod invocation;
mod log;
mod options;
mod panic;
mod response;
mod runtime;
mod stream;
mod view;

pub use answer::Answer;
pub use caller::{ClientContext, CognitoIdentity, Values};
pub use cancel::CancelHandle;
pub use client::{Client, Function, Turn};
pub use error::{Delivery, Error};
pub use error_kind::{ErrorCategory, ErrorKind};
pub use function_error::FunctionError;
pub use invocation::{Invocation, Unanswered};
pub use log::{LogDetails, LogLevel};
pub use options::Options;
pub use response::Response;
pub use runtime::{run, run_concurrent, Runtime};
pub use stream::{Prelude, ResponseStream, StreamOptions};

/// The programs of the README compile.
#[cfg(doctest)]
#[doc = include_str!("../../README.md")]
struct Readme;
