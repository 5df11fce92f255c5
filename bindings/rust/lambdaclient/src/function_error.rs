//! Why the function failed, as its caller shall see it.

use std::any::type_name;
use std::error::Error;
use std::fmt::Display;

use lambdaclient_sys as sys;

use crate::stream::count;
use crate::view::view;

/// Why the function failed, as its caller shall see it: a type, a message and a stack trace.
///
/// Whatever can be displayed becomes one by `?` or [`Into`]: its type is the name of the Rust type, without its path, and its
/// message is what it displays. Text, a `Box<dyn Error>` and other types that say nothing about what went wrong have the type
/// `Error`. So that this can be, it cannot be displayed itself.
///
/// ```
/// use lambdaclient::FunctionError;
///
/// fn age(text: &str) -> Result<u8, FunctionError> {
///     let age = text.parse::<u8>()?;
///     if age < 18 {
///         return Err(FunctionError::new("TooYoung", format!("{age} is too young")));
///     }
///     Ok(age)
/// }
///
/// assert_eq!(age("x").unwrap_err().error_type(), "ParseIntError");
/// assert_eq!(age("5").unwrap_err().message(), "5 is too young");
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FunctionError {
    error_type: String,
    message: String,
    stack_trace: Vec<String>,
    json: Vec<u8>,
    cause: String,
}

impl FunctionError {
    /// A failure of a type, a short name such as `InvalidNameError`, with a message for a person.
    pub fn new(error_type: impl Into<String>, message: impl Into<String>) -> Self {
        Self {
            error_type: error_type.into(),
            message: message.into(),
            stack_trace: Vec::new(),
            json: Vec::new(),
            cause: String::new(),
        }
    }

    /// The failure that an error is, with what led to it: its message is followed by those of its
    /// [sources](std::error::Error::source), where they are not part of it anyway.
    ///
    /// ```
    /// # use lambdaclient::FunctionError;
    /// let error = std::io::Error::other("the disk is full");
    /// assert_eq!(FunctionError::from_error(&error).message(), "the disk is full");
    /// ```
    pub fn from_error<E: Error>(error: &E) -> Self {
        let mut message = error.to_string();
        let mut source = error.source();
        while let Some(cause) = source {
            let text = cause.to_string();
            if !message.ends_with(&text) {
                message = format!("{message}: {text}");
            }
            source = cause.source();
        }
        Self::new(short_name(type_name::<E>()), message)
    }

    /// Frames, innermost first; at most 65536 are sent.
    #[must_use]
    pub fn with_stack_trace(mut self, frames: impl IntoIterator<Item = impl Into<String>>) -> Self {
        self.stack_trace = frames.into_iter().map(Into::into).collect();
        self
    }

    /// A body of your own in place of type, message and frames, sent exactly as it is: JSON below 1 MiB, and behind a stream that
    /// was begun, at most 16 KiB. What is no JSON, or too large, is not sent; the ordinary body is, with its first 4096 bytes as
    /// the text `givenJson`. The type still names the failure to the service.
    #[must_use]
    pub fn with_json(mut self, body: impl Into<Vec<u8>>) -> Self {
        self.json = body.into();
        self
    }

    /// What X-Ray shows of a failed invocation, as JSON of at most 1 MiB: an object with `working_directory` (text), `exceptions`
    /// (a list of objects with `type`, `message`, and `stack`, a list of objects with `path`, `line`, `label`), `paths` (a list of
    /// texts) and `message` (text), each of which may be missing. A run and a turn leave out what is not that; a single call refuses
    /// it, with `CauseInvalid`. An init error and a stream leave it out.
    #[must_use]
    pub fn with_cause(mut self, cause: impl Into<String>) -> Self {
        self.cause = cause.into();
        self
    }

    /// The short name of the failure.
    #[must_use]
    pub fn error_type(&self) -> &str {
        &self.error_type
    }

    /// What happened, for a person.
    #[must_use]
    pub fn message(&self) -> &str {
        &self.message
    }

    /// Frames, innermost first.
    #[must_use]
    pub fn stack_trace(&self) -> &[String] {
        &self.stack_trace
    }

    /// The same as the C interface takes it, for the length of one call.
    pub(crate) fn with_c<T>(
        &self,
        call: impl FnOnce(*const sys::lambdaclient_failure_t) -> T,
    ) -> T {
        let frames = self.frames();
        let failure = self.as_c(&frames);
        call(&failure)
    }

    pub(crate) fn frames(&self) -> Vec<sys::lambdaclient_view_t> {
        self.stack_trace
            .iter()
            .map(|frame| view(frame.as_bytes()))
            .collect()
    }

    /// Points into this and into its frames.
    pub(crate) fn as_c(&self, frames: &[sys::lambdaclient_view_t]) -> sys::lambdaclient_failure_t {
        sys::lambdaclient_failure_t {
            r#type: view(self.error_type.as_bytes()),
            message: view(self.message.as_bytes()),
            stack_trace: frames.as_ptr(),
            stack_trace_count: count(frames.len()),
            json: view(&self.json),
            cause: view(self.cause.as_bytes()),
            ..sys::LAMBDACLIENT_FAILURE_INIT
        }
    }
}

impl<T: Display> From<T> for FunctionError {
    fn from(error: T) -> Self {
        Self::new(short_name(type_name::<T>()), error.to_string())
    }
}

/// The last part of a type's path; `Error` where the type says nothing about what went wrong.
fn short_name(full_name: &str) -> &str {
    let full_name = full_name.trim_start_matches('&');
    let path = full_name.split('<').next().unwrap_or_default();
    let name = path.rsplit("::").next().unwrap_or_default();
    let says_nothing = full_name.starts_with(['(', '[']) || full_name.starts_with("dyn ");
    match name {
        "" | "str" | "String" | "Box" | "Rc" | "Arc" | "Cow" | "Arguments" => "Error",
        _ if says_nothing => "Error",
        _ => name,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    struct Custom<T>(T);

    impl<T> Display for Custom<T> {
        fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
            f.write_str("custom")
        }
    }

    fn type_of(error: impl Into<FunctionError>) -> String {
        error.into().error_type().to_owned()
    }

    #[test]
    fn the_type_is_the_name_of_the_rust_type() {
        let custom = Custom(Vec::<u8>::new());
        assert_eq!(type_of(&custom), "Custom");
        assert_eq!(type_of(custom), "Custom");
        assert_eq!(type_of("x".parse::<u8>().unwrap_err()), "ParseIntError");
        assert_eq!(type_of(FunctionError::new("Mine", "")), "Mine");
    }

    #[test]
    fn a_type_that_says_nothing_is_error() {
        assert_eq!(type_of("text"), "Error");
        assert_eq!(type_of("text".to_owned()), "Error");
        assert_eq!(type_of(Box::<dyn Error>::from("boxed")), "Error");
        assert_eq!(
            type_of(Box::<dyn Error + Send + Sync>::from("boxed")),
            "Error"
        );
    }

    #[derive(Debug)]
    struct Outer(std::num::ParseIntError);

    impl Display for Outer {
        fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
            f.write_str("the event has no number")
        }
    }

    impl Error for Outer {
        fn source(&self) -> Option<&(dyn Error + 'static)> {
            Some(&self.0)
        }
    }

    #[test]
    fn what_led_to_an_error_follows_it() {
        let failure = FunctionError::from_error(&Outer("x".parse::<u8>().unwrap_err()));
        assert_eq!(
            failure.message(),
            "the event has no number: invalid digit found in string"
        );
        assert_eq!(failure.error_type(), "Outer");
    }
}
