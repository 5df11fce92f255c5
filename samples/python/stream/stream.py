"""Stream: a generator's pieces are sent as they are made, so 200 MB need no more memory than one piece.

The event {"pieces": 12, "pieceBytes": 1} says how many and how large, and failAfter after how many to fail. What was sent stays
sent: a failure follows it, and the function's caller sees both.
"""

from typing import Any, Dict, Iterator

from lambdaclient import Context


class OutOfPieces(Exception):
    pass


def handler(event: Dict[str, Any], context: Context) -> Iterator[bytes]:
    piece = b"." * event["pieceBytes"]
    for number in range(event["pieces"]):
        if number == event.get("failAfter"):
            raise OutOfPieces(f"No piece is left after {number}")
        yield piece
