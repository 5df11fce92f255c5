//! Init error: a function that cannot start, and says so before it ends. Where it can, the handler has what was made at the start.

use std::process::ExitCode;
use std::sync::OnceLock;

use lambdaclient::{ErrorKind, FunctionError, Runtime};

static GREETING: OnceLock<String> = OnceLock::new();

fn prepare() -> Result<(), FunctionError> {
    let missing = "The environment variable GREETING is not set";
    let greeting = std::env::var("GREETING")
        .map_err(|_| FunctionError::new("Runtime.ConfigurationMissing", missing))?;
    GREETING.get_or_init(|| greeting);
    Ok(())
}

fn main() -> ExitCode {
    let runtime = Runtime::new()
        .init(prepare)
        .on_error(|error| eprintln!("{error}"));
    let ended =
        runtime.run(|_| Ok::<_, FunctionError>(GREETING.get().cloned().unwrap_or_default()));
    let Err(error) = ended else {
        return ExitCode::SUCCESS;
    };
    eprintln!("{error}");
    ExitCode::from(match error.kind() {
        ErrorKind::HookFailed => 3,
        _ => 1,
    })
}
