//! The library that is linked is the one that the declarations describe.

use std::ffi::CStr;

use lambdaclient_sys as sys;

#[test]
fn the_versions_are_the_same() {
    // SAFETY: both may be called at any time, and the text is valid for ever.
    let (version, abi) = unsafe {
        (
            CStr::from_ptr(sys::lambdaclient_version()),
            sys::lambdaclient_abi_version(),
        )
    };
    assert_eq!(version.to_str(), Ok(sys::LAMBDACLIENT_VERSION));
    assert_eq!(env!("CARGO_PKG_VERSION"), sys::LAMBDACLIENT_VERSION);
    assert_eq!(abi, sys::LAMBDACLIENT_ABI_VERSION);
}

#[test]
fn a_status_has_the_name_that_the_table_gives_it() {
    // SAFETY: any number may be asked about, and the text is valid for ever.
    let name = unsafe {
        CStr::from_ptr(sys::lambdaclient_status_name(
            sys::LAMBDACLIENT_E_CONNECT_REFUSED,
        ))
    };
    assert_eq!(name.to_str(), Ok("connect_refused"));
}
