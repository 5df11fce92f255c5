//! Echo: a custom runtime in Rust without a handler: one call delivers the last answer and waits for the next event. The answer is
//! the event itself, sent from where it was received: nothing is copied.

use lambdaclient::{Answer, Client, Error, Options, Response};

fn main() -> Result<(), Error> {
    let mut client = Client::open(&Options::new())?;
    let mut answer = Answer::none();
    loop {
        let turn = client.turn(answer);
        if let Some(error) = turn.undelivered {
            // Too large, too late, or not delivered at all: the loop goes on.
            eprintln!("{error}");
        }
        turn.next?;
        answer = Answer::response(Response::event());
    }
}
