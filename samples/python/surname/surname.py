"""Surname: an event with a first name is answered with a surname, and anybody but John gets an error.

It shows a failure of the function itself: the class of an exception is the error's type, as the caller will see it.
"""

from typing import Any, Dict

from lambdaclient import Context


class InvalidNameError(Exception):
    pass


def handler(event: Dict[str, Any], context: Context) -> Dict[str, Any]:
    if event.get("name") != "John":
        raise InvalidNameError("Invalid first name")
    return {"surname": "Doe"}
