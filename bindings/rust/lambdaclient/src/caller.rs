//! Who called: the two JSON fields of an event, decoded.

use std::{fmt, slice};

use lambdaclient_sys as sys;

use crate::view::{bytes, text};

/// The client context, which the AWS Mobile SDK or any other caller sent along; a part that is missing is `None`.
#[derive(Clone, Copy, Debug)]
pub struct ClientContext<'e> {
    /// The id of this installation of the application.
    pub installation_id: Option<&'e str>,
    /// The application's title.
    pub app_title: Option<&'e str>,
    /// The application's version as a person reads it.
    pub app_version_name: Option<&'e str>,
    /// The application's version as a number.
    pub app_version_code: Option<&'e str>,
    /// The application's package name.
    pub app_package_name: Option<&'e str>,
    /// The values that the application chose.
    pub custom: Values<'e>,
    /// The values that describe its device and locale.
    pub env: Values<'e>,
}

impl<'e> ClientContext<'e> {
    /// # Safety
    ///
    /// The library filled it, and it is valid for `'e`.
    pub(crate) unsafe fn new(context: &sys::lambdaclient_client_context_t) -> Option<Self> {
        // SAFETY: the caller's.
        (context.is_present != 0).then(|| unsafe {
            Self {
                installation_id: text(context.installation_id),
                app_title: text(context.app_title),
                app_version_name: text(context.app_version_name),
                app_version_code: text(context.app_version_code),
                app_package_name: text(context.app_package_name),
                custom: Values::new(context.custom, context.custom_count),
                env: Values::new(context.env, context.env_count),
            }
        })
    }
}

/// Names and their values, in the order they were sent.
#[derive(Clone, Copy)]
pub struct Values<'e> {
    pairs: &'e [sys::lambdaclient_pair_t],
}

// SAFETY: the pairs are only read, and borrow from what does not change for `'e`.
unsafe impl Send for Values<'_> {}
// SAFETY: as above.
unsafe impl Sync for Values<'_> {}

impl<'e> Values<'e> {
    /// # Safety
    ///
    /// The library gave both, and what they borrow from is valid for `'e`.
    unsafe fn new(pairs: *const sys::lambdaclient_pair_t, count: u32) -> Self {
        let pairs = match pairs.is_null() {
            true => &[],
            // SAFETY: the caller's.
            false => unsafe { slice::from_raw_parts(pairs, count as usize) },
        };
        Self { pairs }
    }

    /// All of them.
    pub fn iter(&self) -> impl Iterator<Item = (&'e str, &'e str)> {
        self.pairs
            .iter()
            .map(|pair| (of(pair.name), of(pair.value)))
    }

    /// The value with a name, letter by letter.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&'e str> {
        self.iter()
            .find(|(known, _)| *known == name)
            .map(|(_, value)| value)
    }

    /// How many there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.pairs.len()
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.pairs.is_empty()
    }
}

impl fmt::Debug for Values<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_map().entries(self.iter()).finish()
    }
}

fn of<'e>(view: sys::lambdaclient_view_t) -> &'e str {
    // SAFETY: only views of pairs come here, which live as long as their pair; the library made them, and they are UTF-8.
    unsafe { std::str::from_utf8(bytes(view)) }.unwrap_or_default()
}

/// The Amazon Cognito identity that called the function; a part that is missing is `None`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CognitoIdentity<'e> {
    /// The id of the identity.
    pub identity_id: Option<&'e str>,
    /// The id of its pool.
    pub identity_pool_id: Option<&'e str>,
}

impl<'e> CognitoIdentity<'e> {
    /// # Safety
    ///
    /// The library filled it, and it is valid for `'e`.
    pub(crate) unsafe fn new(identity: &sys::lambdaclient_cognito_identity_t) -> Option<Self> {
        // SAFETY: the caller's.
        (identity.is_present != 0).then(|| unsafe {
            Self {
                identity_id: text(identity.identity_id),
                identity_pool_id: text(identity.identity_pool_id),
            }
        })
    }
}
