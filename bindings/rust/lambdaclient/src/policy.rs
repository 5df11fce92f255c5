//! What a loop does about an error.

use std::collections::hash_map::RandomState;
use std::hash::{BuildHasher, Hasher};
use std::time::Duration;

use crate::{Delivery, Error, ErrorCategory, ErrorKind};

const FIRST_PAUSE: Duration = Duration::from_millis(10);
const LONGEST_PAUSE: Duration = Duration::from_secs(1);

/// What a loop does next.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Move {
    /// The error ends the loop.
    Stop,
    /// The same call again, after a pause.
    Again(Duration),
    /// The error itself is the answer.
    Report,
    /// On to the next event.
    Poll,
}

/// A call is made again only where that can help and cannot do harm, at most so many times in a row. Pauses double from 10 ms to
/// 1 s, and each is shortened by up to a half at random, so that pollers spread out.
pub(crate) struct Policy {
    pub(crate) max_attempts: u32,
    pub(crate) is_concurrent: bool,
    failures: u32,
}

impl Policy {
    pub(crate) fn new(max_attempts: u32, is_concurrent: bool) -> Self {
        Self {
            max_attempts,
            is_concurrent,
            failures: 0,
        }
    }

    pub(crate) fn succeeded(&mut self) {
        self.failures = 0;
    }

    pub(crate) fn after_next(&mut self, error: &Error) -> Move {
        // Of pollers side by side, one may come too early or too late for the service; that does not end the others.
        let may_pass = self.is_concurrent && error.kind() == ErrorKind::InvalidStateTransition;
        if (error.is_fatal() && !may_pass) || error.kind() == ErrorKind::Cancelled {
            return Move::Stop;
        }
        self.count()
    }

    /// After an answer that failed; `is_streamed` where it cannot be made a second time.
    pub(crate) fn after_answer(&mut self, error: &Error, is_streamed: bool) -> Move {
        if error.is_fatal() {
            return Move::Stop;
        }
        // Nothing left, so the invocation still waits: the same answer again, if it is not itself what cannot be sent.
        if error.delivery() != Delivery::NotSent || error.is_of(ErrorCategory::State) {
            Move::Poll
        } else if is_streamed || error.is_of(ErrorCategory::Usage) {
            Move::Report
        } else {
            self.count()
        }
    }

    fn count(&mut self) -> Move {
        self.failures += 1;
        if self.failures >= self.max_attempts {
            return Move::Stop;
        }
        let doubled = FIRST_PAUSE * 2u32.pow((self.failures - 1).min(10));
        Move::Again(doubled.min(LONGEST_PAUSE).mul_f64(1.0 - random() / 2.0))
    }
}

/// From 0 to 1. The standard library's hash keys are its only randomness, and pauses need no better.
fn random() -> f64 {
    RandomState::new().build_hasher().finish() as f64 / u64::MAX as f64
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Client, Options};

    fn recoverable() -> Error {
        let mut client = Client::open(&Options::new().endpoint("127.0.0.1:1")).unwrap();
        client.next().unwrap_err()
    }

    #[test]
    fn pauses_double_and_are_shortened_by_up_to_a_half_until_the_sixth_failure() {
        let error = recoverable();
        let mut policy = Policy::new(6, false);
        for doubled in [10, 20, 40, 80, 160] {
            let Move::Again(pause) = policy.after_next(&error) else {
                panic!("a recoverable error ends nothing before the sixth");
            };
            let longest = Duration::from_millis(doubled);
            assert!(
                longest / 2 <= pause && pause <= longest,
                "{pause:?} is not {longest:?} or a bit less"
            );
        }
        assert_eq!(policy.after_next(&error), Move::Stop);
    }

    #[test]
    fn a_success_begins_the_count_anew() {
        let error = recoverable();
        let mut policy = Policy::new(2, false);
        for _ in 0..3 {
            assert!(matches!(policy.after_next(&error), Move::Again(_)));
            policy.succeeded();
        }
    }

    #[test]
    fn no_pause_is_longer_than_a_second() {
        let error = recoverable();
        let mut policy = Policy::new(u32::MAX, false);
        for _ in 0..20 {
            assert!(
                matches!(policy.after_next(&error), Move::Again(pause) if pause <= LONGEST_PAUSE)
            );
        }
    }

    #[test]
    fn what_was_not_sent_is_sent_again_unless_it_is_streamed() {
        let error = recoverable();
        assert_eq!(error.delivery(), Delivery::NotSent);
        let mut policy = Policy::new(6, false);
        assert!(matches!(policy.after_answer(&error, false), Move::Again(_)));
        assert_eq!(policy.after_answer(&error, true), Move::Report);
    }
}
