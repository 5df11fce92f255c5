"""The context object of a handler, with the attributes of AWS's own Python runtime."""

import json
import time
from functools import cached_property
from typing import Any, Dict, Optional, cast

from .client import Function
from .invocation import Invocation


def _object(text: Optional[str]) -> Optional[Dict[str, Any]]:
    """A JSON object that came with the event; whatever else came is as if nothing had come."""
    try:
        value: Any = json.loads(text) if text else None
    except (ValueError, RecursionError):
        return None
    return cast(Dict[str, Any], value) if isinstance(value, dict) else None


class CognitoIdentity:
    """The Amazon Cognito identity that called the function.

    Attributes:
        cognito_identity_id: Its id, or None.
        cognito_identity_pool_id: The id of its pool, or None.
    """

    def __init__(self, fields: Dict[str, Any]) -> None:
        self.cognito_identity_id: Optional[str] = fields.get("cognitoIdentityId")
        self.cognito_identity_pool_id: Optional[str] = fields.get("cognitoIdentityPoolId")


class ClientApplication:
    """The application that called the function through the AWS Mobile SDK; its attributes are None where they did not come."""

    def __init__(self, fields: Dict[str, Any]) -> None:
        self.installation_id: Optional[str] = fields.get("installation_id")
        self.app_title: Optional[str] = fields.get("app_title")
        self.app_version_name: Optional[str] = fields.get("app_version_name")
        self.app_version_code: Optional[str] = fields.get("app_version_code")
        self.app_package_name: Optional[str] = fields.get("app_package_name")


class ClientContext:
    """The client context.

    Attributes:
        client: The calling application, or None.
        custom: The values that it chose, or None.
        env: The values that describe its device and locale, or None.
    """

    def __init__(self, fields: Dict[str, Any]) -> None:
        client: Any = fields.get("client")
        self.client = ClientApplication(cast(Dict[str, Any], client)) if isinstance(client, dict) else None
        self.custom: Optional[Dict[str, Any]] = fields.get("custom")
        self.env: Optional[Dict[str, Any]] = fields.get("env")


class Context:
    """What a handler is told besides the event (AWS Lambda Developer Guide, "Using the Lambda context object", Python).

    Attributes:
        aws_request_id: The request id.
        invoked_function_arn: The ARN by which the function was invoked, or None.
        function_name: The function's name, or None; and so on.
        function_version: Its version: $LATEST or a number.
        memory_limit_in_mb: Its memory in MB, as text, as in AWS's runtime.
        log_group_name: Its CloudWatch log group.
        log_stream_name: Its CloudWatch log stream.
        tenant_id: The tenant of a tenant-isolated function, or None.
        trace_id: The X-Ray trace header, or None. AWS's own runtime has it in the environment alone, where events that are
            handled side by side would overwrite it.
    """

    def __init__(self, invocation: Invocation, function: Function) -> None:
        facts = invocation._said()
        self.aws_request_id = facts.request_id
        self.invoked_function_arn = facts.invoked_function_arn
        self.function_name = function.name
        self.function_version = function.version
        memory_mb = function.memory_mb
        self.memory_limit_in_mb = None if memory_mb is None else str(memory_mb)
        self.log_group_name = function.log_group
        self.log_stream_name = function.log_stream
        self.tenant_id = facts.tenant_id
        self.trace_id = facts.trace_id
        self._facts = facts
        self._deadline_ms = facts.deadline_ms

    # Made when they are looked at: most handlers look at neither.

    @cached_property
    def identity(self) -> CognitoIdentity:
        """The Cognito identity; its attributes are None where there is none."""
        return CognitoIdentity(_object(self._facts.cognito_identity) or {})

    @cached_property
    def client_context(self) -> Optional[ClientContext]:
        """The client context, or None."""
        said = _object(self._facts.client_context)
        return None if said is None else ClientContext(said)

    def get_remaining_time_in_millis(self) -> int:
        """Milliseconds until the deadline, never below 0; 0 where the service sent none. Any thread, at any time."""
        if self._deadline_ms is None:
            return 0
        return max(0, self._deadline_ms - int(time.time() * 1000))

    def log(self, message: Any) -> None:
        """Writes a message to standard output, which is the function's log."""
        print(message, end="", flush=True)

    def __repr__(self) -> str:
        return f"Context(aws_request_id={self.aws_request_id!r}, function_name={self.function_name!r})"
