"""Echo: the life of a custom runtime in Python: open, next, respond, close. Every event is answered with itself."""

import sys

from lambdaclient import ApiError, Client

with Client() as client:
    while True:
        try:
            with client.next() as invocation:
                invocation.respond(invocation.payload)
        except ApiError as error:
            # Too large, too late, or the service is away for a moment; anything worse ends the runtime. The function run of
            # this package does the same with pauses in between.
            print(error, file=sys.stderr)
            if error.is_fatal or error.category != error.category.REJECTED:
                sys.exit(1)
