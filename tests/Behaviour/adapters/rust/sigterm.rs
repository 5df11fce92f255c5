//! SIGTERM, for a program without a crate for signals, such as `signal-hook`.

use std::thread;

use lambdaclient::CancelHandle;

const SIGTERM: i32 = 15;
const SIG_BLOCK: i32 = 0;

/// Larger than any `sigset_t` of Linux.
type SignalSet = [u64; 16];

extern "C" {
    fn sigemptyset(set: *mut SignalSet) -> i32;
    fn sigaddset(set: *mut SignalSet, signal: i32) -> i32;
    fn pthread_sigmask(how: i32, set: *const SignalSet, old: *mut SignalSet) -> i32;
    fn sigwait(set: *const SignalSet, signal: *mut i32) -> i32;
}

/// Blocked for this thread and all that are made later, those of the library too: so it is made before the first call.
pub(crate) struct Blocked {
    set: SignalSet,
}

impl Blocked {
    pub(crate) fn new() -> Self {
        let mut set: SignalSet = [0; 16];
        // SAFETY: the set is large enough, and the calls do nothing but fill it and change this thread's mask.
        unsafe {
            sigemptyset(&mut set);
            sigaddset(&mut set, SIGTERM);
            pthread_sigmask(SIG_BLOCK, &set, std::ptr::null_mut());
        }
        Self { set }
    }

    /// Waits for it in a thread, and then cancels.
    pub(crate) fn cancel(self, cancel: CancelHandle) {
        thread::spawn(move || {
            let mut signal = 0;
            // SAFETY: the set was filled, and the number outlives the call.
            unsafe { sigwait(&self.set, &mut signal) };
            cancel.cancel()
        });
    }
}
