//! Echo: the life of a custom runtime in Rust: open, next, respond. The answer is the event itself, sent from where it was
//! received: nothing is copied.

use lambdaclient::{Client, Error, Options, Response};

fn main() -> Result<(), Error> {
    let mut client = Client::open(&Options::new())?;
    loop {
        let invocation = client.next()?;
        if let Err(error) = invocation.respond(Response::event()) {
            // Too large, too late, or not delivered at all: this answer is lost, and the next event may be served.
            eprintln!("{error}");
            if error.is_fatal() {
                return Err(error);
            }
        }
    }
}
