//! Borrowed bytes of the C interface, and the text in them.

use std::borrow::Cow;
use std::slice;

use lambdaclient_sys as sys;

/// Bytes as the C interface takes them, for the length of one call.
pub(crate) fn view(bytes: &[u8]) -> sys::lambdaclient_view_t {
    sys::lambdaclient_view_t {
        data: bytes.as_ptr(),
        size: bytes.len(),
    }
}

/// Absent where there is no text.
pub(crate) fn optional(text: Option<&str>) -> sys::lambdaclient_view_t {
    view(text.unwrap_or_default().as_bytes())
}

/// The bytes behind a view that the library gave.
///
/// # Safety
///
/// The view is the library's, and what it borrows from outlives `'a`.
pub(crate) unsafe fn bytes<'a>(view: sys::lambdaclient_view_t) -> &'a [u8] {
    if view.data.is_null() {
        return &[];
    }
    // SAFETY: a view of the library that is not absent names `size` readable bytes.
    unsafe { slice::from_raw_parts(view.data, view.size) }
}

/// A header field's text: UTF-8, else a character for each byte, as HTTP's older readers have it.
///
/// # Safety
///
/// As [`bytes`].
pub(crate) unsafe fn field<'a>(view: sys::lambdaclient_view_t) -> Option<Cow<'a, str>> {
    // SAFETY: the caller's.
    let bytes = unsafe { bytes(view) };
    (!bytes.is_empty()).then(|| match std::str::from_utf8(bytes) {
        Ok(text) => Cow::Borrowed(text),
        Err(_) => bytes.iter().copied().map(char::from).collect(),
    })
}

/// Text that the library made itself, which is UTF-8.
///
/// # Safety
///
/// As [`bytes`].
pub(crate) unsafe fn text<'a>(view: sys::lambdaclient_view_t) -> Option<&'a str> {
    // SAFETY: the caller's.
    let bytes = unsafe { bytes(view) };
    std::str::from_utf8(bytes)
        .ok()
        .filter(|text| !text.is_empty())
}
