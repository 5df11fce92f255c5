"""Echo: the life of a custom runtime in Python: open, next, respond, close. Every event is answered with itself."""

import sys

from lambdaclient import ApiError, Category, Client

with Client() as client:
    while True:
        try:
            with client.next() as invocation:
                invocation.respond(invocation.payload)
        except ApiError as error:
            # A refused answer (too large, too late) is lost, and the next event may be served. The function run of this
            # package also waits until a service that went away comes back.
            if error.category != Category.REJECTED or error.is_fatal:
                raise
            print(error, file=sys.stderr)
