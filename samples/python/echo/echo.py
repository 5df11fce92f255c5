"""Echo: the life of a custom runtime in Python: open, then a turn for each event, close. Every event is answered with itself."""

import sys

from lambdaclient import ApiError, Client

with Client() as client:
    answer = None
    while True:
        try:
            # A turn delivers the last answer and waits for the next event. It retries what can be retried.
            invocation, undelivered = client.turn(answer)
        except ApiError as error:
            sys.exit(str(error))
        if undelivered is not None:
            # A refused answer (too large, too late) is lost, and the next event is served.
            print(undelivered, file=sys.stderr)
        answer = invocation.payload
