//! Init error: a function that cannot start, and says so before it ends. Where it can, a closure that owns what was made at the
//! start is the handler.

use std::process::ExitCode;

use lambdaclient::{Client, Error, FunctionError, Options, Runtime};

fn main() -> Result<ExitCode, Error> {
    let Ok(greeting) = std::env::var("GREETING") else {
        let missing = "The environment variable GREETING is not set";
        Client::open(&Options::new())?
            .fail_init(FunctionError::new("Runtime.ConfigurationMissing", missing))?;
        return Ok(ExitCode::from(3));
    };
    let runtime = Runtime::new().on_error(|error| eprintln!("{error}"));
    runtime.run(|_| Ok::<_, FunctionError>(greeting.clone()))?;
    Ok(ExitCode::SUCCESS)
}
