//! Ending a client that waits, from another thread.

use std::ptr::NonNull;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use lambdaclient_sys as sys;

use crate::Error;

/// Ends clients that wait for an event, from any thread.
///
/// [`Client::cancel_handle`](crate::Client::cancel_handle) and [`Runtime::cancel_handle`](crate::Runtime::cancel_handle) give
/// one. It can be cloned, sent and shared, it does not keep a client open, and it may outlive it. It must not be used in a
/// signal handler.
///
/// ```no_run
/// let runtime = lambdaclient::Runtime::new();
/// let cancel = runtime.cancel_handle();
/// std::thread::spawn(move || {
///     std::io::stdin().read_line(&mut String::new()).ok();
///     cancel.cancel().ok();
/// });
/// runtime.run(|event| Ok::<_, String>(event.payload().to_vec()))?;
/// # Ok::<(), lambdaclient::Error>(())
/// ```
#[derive(Clone, Debug, Default)]
pub struct CancelHandle {
    shared: Arc<Mutex<State>>,
}

#[derive(Debug, Default)]
struct State {
    is_cancelled: bool,
    clients: Vec<NonNull<sys::lambdaclient_t>>,
}

// SAFETY: the handles are only ever given to lambdaclient_cancel, which may come from any thread.
unsafe impl Send for State {}

impl CancelHandle {
    /// Ends a call of [`Client::next`](crate::Client::next) that waits, and makes every later one fail with
    /// [`ErrorKind::Cancelled`](crate::ErrorKind::Cancelled); a run ends with success. An invocation that is being handled can
    /// still be answered; a second cancel gives up that answer, too. Does not wait; may come any number of times, also after the
    /// client was closed.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::ForkedChild`](crate::ErrorKind::ForkedChild).
    pub fn cancel(&self) -> Result<(), Error> {
        let mut state = self.lock();
        state.is_cancelled = true;
        state.clients.iter().try_for_each(|client| cancel(*client))
    }

    /// Whether [`cancel`](Self::cancel) was called.
    #[must_use]
    pub fn is_cancelled(&self) -> bool {
        self.lock().is_cancelled
    }

    pub(crate) fn add(&self, client: NonNull<sys::lambdaclient_t>) -> Result<(), Error> {
        let mut state = self.lock();
        if state.is_cancelled {
            cancel(client)?;
        }
        state.clients.push(client);
        Ok(())
    }

    pub(crate) fn remove(&self, client: NonNull<sys::lambdaclient_t>) {
        self.lock().clients.retain(|known| *known != client);
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.shared.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn cancel(client: NonNull<sys::lambdaclient_t>) -> Result<(), Error> {
    // SAFETY: a client takes itself off the list before it closes its handle.
    Error::check(|error| unsafe { sys::lambdaclient_cancel(client.as_ptr(), error) })
}
