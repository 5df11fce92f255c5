//! Why a call failed.

use std::ffi::CStr;
use std::{fmt, io, ptr};

use lambdaclient_sys as sys;

use crate::view::text;
use crate::ErrorKind;

/// What became of the request of a call that failed: the truth as far as this end of the connection can know it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Delivery {
    /// The service cannot have received the whole request. A result may be sent again.
    NotSent,
    /// The whole request left, and no usable answer came. A result must not be sent again.
    Unknown,
    /// The service answered the request.
    Sent,
}

/// Why a call failed: what happened, to which thing, and the next step.
///
/// Immutable and owned; [`Send`] and [`Sync`]. `?` turns it into a `Box<dyn std::error::Error>`, into an
/// [`io::Error`] (which keeps it as its inner error), and into a [`FunctionError`](crate::FunctionError).
///
/// ```
/// use lambdaclient::{Client, ErrorKind, Options};
///
/// let error = Client::open(&Options::new().endpoint("no port")).unwrap_err();
/// assert_eq!(error.kind(), ErrorKind::EndpointInvalid);
/// assert!(error.is_fatal());
/// println!("{error}");
/// ```
#[derive(Clone)]
pub struct Error {
    facts: Box<Facts>,
}

#[derive(Clone)]
struct Facts {
    code: i32,
    is_fatal: bool,
    delivery: Delivery,
    http_status: Option<u16>,
    system_error: Option<i32>,
    message: String,
    service_error_type: Option<String>,
    service_error_message: Option<String>,
}

impl Error {
    /// What went wrong.
    #[must_use]
    pub fn kind(&self) -> ErrorKind {
        ErrorKind::from_code(self.facts.code)
    }

    /// The number of [`kind`](Self::kind), which never changes; `LAMBDACLIENT_E_…` in C.
    #[must_use]
    pub fn code(&self) -> i32 {
        self.facts.code
    }

    /// Whether the runtime can go on with its next call: the opposite of [`is_fatal`](Self::is_fatal).
    #[must_use]
    pub fn is_recoverable(&self) -> bool {
        !self.is_fatal()
    }

    /// Whether the runtime has to stop and exit with a status other than 0.
    #[must_use]
    pub fn is_fatal(&self) -> bool {
        self.facts.is_fatal
    }

    /// What became of the request.
    #[must_use]
    pub fn delivery(&self) -> Delivery {
        self.facts.delivery
    }

    /// The HTTP status of the service's answer, where there was one.
    #[must_use]
    pub fn http_status(&self) -> Option<u16> {
        self.facts.http_status
    }

    /// The operating system's error number (`errno`), where it gave one.
    #[must_use]
    pub fn system_error(&self) -> Option<i32> {
        self.facts.system_error
    }

    /// The service's `errorType`, where it gave one.
    #[must_use]
    pub fn service_error_type(&self) -> Option<&str> {
        self.facts.service_error_type.as_deref()
    }

    /// The service's `errorMessage`, where it gave one.
    #[must_use]
    pub fn service_error_message(&self) -> Option<&str> {
        self.facts.service_error_message.as_deref()
    }

    /// Makes a call that has a place for an error object as its last argument.
    pub(crate) fn check(
        call: impl FnOnce(*mut *mut sys::lambdaclient_error_t) -> i32,
    ) -> Result<(), Self> {
        let mut handle = ptr::null_mut();
        match call(&mut handle) {
            sys::LAMBDACLIENT_OK => Ok(()),
            status => Err(Self::take(status, handle)),
        }
    }

    /// Copies what the error object says, and frees it.
    fn take(status: i32, handle: *mut sys::lambdaclient_error_t) -> Self {
        // SAFETY: the handle is this call's own, or NULL.
        let error = unsafe { Self::read(handle) };
        // SAFETY: nothing borrows from it any more.
        unsafe { sys::lambdaclient_error_free(handle) };
        error.unwrap_or_else(|| Self::without_object(status))
    }

    /// As above; none where there is no error object.
    pub(crate) fn take_any(handle: *mut sys::lambdaclient_error_t) -> Option<Self> {
        (!handle.is_null()).then(|| Self::take(sys::LAMBDACLIENT_E_INTERNAL_ERROR, handle))
    }

    /// Copies what an error object says; none where there is none.
    ///
    /// # Safety
    ///
    /// Nobody frees it meanwhile.
    pub(crate) unsafe fn read(handle: *const sys::lambdaclient_error_t) -> Option<Self> {
        let mut info = sys::LAMBDACLIENT_ERROR_INFO_INIT;
        // SAFETY: NULL is refused; `info` has its size.
        if unsafe { sys::lambdaclient_error_describe(handle, &mut info) } != sys::LAMBDACLIENT_OK {
            return None;
        }
        let facts = Facts {
            code: info.code,
            is_fatal: info.is_fatal != 0,
            delivery: match info.delivery {
                sys::LAMBDACLIENT_DELIVERY_NOT_SENT => Delivery::NotSent,
                sys::LAMBDACLIENT_DELIVERY_SENT => Delivery::Sent,
                _ => Delivery::Unknown,
            },
            http_status: u16::try_from(info.http_status)
                .ok()
                .filter(|status| *status != 0),
            system_error: Some(info.system_error).filter(|number| *number != 0),
            // SAFETY: the views are valid until the error is freed.
            message: unsafe { text(info.message) }.unwrap_or_default().to_owned(),
            // SAFETY: as above.
            service_error_type: unsafe { text(info.service_error_type) }.map(str::to_owned),
            // SAFETY: as above.
            service_error_message: unsafe { text(info.service_error_message) }.map(str::to_owned),
        };
        Some(Self {
            facts: Box::new(facts),
        })
    }

    /// An error of this crate's own, before anything is sent.
    pub(crate) fn of(kind: ErrorKind, message: &str) -> Self {
        Self {
            facts: Box::new(Facts {
                code: kind as i32,
                is_fatal: kind.is_fatal(),
                delivery: Delivery::NotSent,
                http_status: None,
                system_error: None,
                message: format!("{}: {message}", kind.name()),
                service_error_type: None,
                service_error_message: None,
            }),
        }
    }

    /// The error's object belongs to the process that was forked, and a child cannot read it.
    fn without_object(status: i32) -> Self {
        // SAFETY: any number may be asked about, and the text is valid for ever.
        let name = unsafe { CStr::from_ptr(sys::lambdaclient_status_name(status)) };
        Self {
            facts: Box::new(Facts {
                code: status,
                // SAFETY: any number may be asked about.
                is_fatal: unsafe { sys::lambdaclient_status_is_fatal(status) } != 0,
                delivery: match status {
                    sys::LAMBDACLIENT_E_FORKED_CHILD => Delivery::NotSent,
                    _ => Delivery::Unknown,
                },
                http_status: None,
                system_error: None,
                message: name.to_string_lossy().into_owned(),
                service_error_type: None,
                service_error_message: None,
            }),
        }
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.facts.message)
    }
}

impl fmt::Debug for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Error")
            .field("kind", &self.kind())
            .field("code", &self.code())
            .field("delivery", &self.delivery())
            .field("message", &self.facts.message)
            .finish()
    }
}

impl std::error::Error for Error {}

impl From<Error> for io::Error {
    fn from(error: Error) -> Self {
        let kind = match error.kind() {
            ErrorKind::ConnectRefused => io::ErrorKind::ConnectionRefused,
            ErrorKind::ConnectTimeout => io::ErrorKind::TimedOut,
            ErrorKind::ConnectionClosed | ErrorKind::ConnectionBroken => io::ErrorKind::BrokenPipe,
            _ => io::ErrorKind::Other,
        };
        Self::new(kind, error)
    }
}
