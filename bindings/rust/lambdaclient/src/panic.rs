//! What a panic becomes.

use std::any::Any;
use std::cell::Cell;
use std::panic::{catch_unwind, set_hook, take_hook, AssertUnwindSafe};
use std::sync::Once;
use std::thread::panicking;

use crate::FunctionError;

thread_local! {
    /// Where the last panic of this thread happened: only a panic hook is told.
    static PLACE: Cell<Option<String>> = const { Cell::new(None) };

    /// Whether a panic of this thread was caught since it was last asked.
    static CAUGHT: Cell<bool> = const { Cell::new(false) };
}

/// Whether a panic was caught on this thread since the last call.
pub(crate) fn was_caught() -> bool {
    CAUGHT.replace(false)
}

/// Runs a handler or a hook; its panic is a failure with the place as its only frame.
pub(crate) fn caught<T>(
    run: impl FnOnce() -> Result<T, FunctionError>,
) -> Result<T, FunctionError> {
    remember_places();
    PLACE.set(None);
    catch_unwind(AssertUnwindSafe(run)).unwrap_or_else(|panic| {
        CAUGHT.set(true);
        Err(FunctionError::new("Panic", message(&*panic)).with_stack_trace(PLACE.take()))
    })
}

fn remember_places() {
    static HOOK: Once = Once::new();
    if panicking() {
        // No hook can be changed now.
        return;
    }
    HOOK.call_once(|| {
        let before = take_hook();
        set_hook(Box::new(move |panic| {
            PLACE.set(panic.location().map(ToString::to_string));
            before(panic);
        }));
    });
}

fn message(panic: &(dyn Any + Send)) -> &str {
    let text = panic.downcast_ref::<&'static str>().copied();
    text.or_else(|| panic.downcast_ref::<String>().map(String::as_str))
        .unwrap_or("a panic without a text")
}
