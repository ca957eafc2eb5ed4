"""Writes answers and refusals in the form of each AWS protocol, by the shapes of botocore's models."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any
from uuid import uuid4
from xml.sax.saxutils import escape

Reply = tuple[int, list[tuple[str, str]], bytes]
"""HTTP status, headers and body."""


def answer(operation: Any, result: Mapping[str, Any]) -> Reply:
    """Return a successful reply.

    Args:
        operation: botocore's model of the operation.
        result: the output by botocore's member names; times as `datetime` with a zone.
    """
    protocol, shape = operation.service_model.metadata["protocol"], operation.output_shape
    status = operation.http.get("responseCode", 200)
    if protocol in ("json", "rest-json"):
        sent = _plain(shape, result, protocol == "rest-json") if shape else {}
        if shape and (payload := shape.serialization.get("payload")):
            sent = sent.get(payload, {})
        return _reply(status, _json_type(operation), json.dumps(sent).encode())
    inner = _xml(shape, result, protocol == "ec2") if shape else ""
    code, headers, body = _reply(status, "text/xml", _envelope(operation, protocol, inner).encode())
    return code, [*headers, *_headers(shape, result)], body


def refusal(operation: Any, code: str, message: str, status: int = 400) -> Reply:
    """Return an error reply in the protocol's own form."""
    protocol, request_id = operation.service_model.metadata["protocol"], str(uuid4())
    if protocol in ("json", "rest-json"):
        body = json.dumps({"__type": code, "message": message, "Message": message}).encode()
        code_, headers, body = _reply(status, _json_type(operation), body)
        return code_, [*headers, ("x-amzn-ErrorType", code)], body
    error = f"<Error><Code>{escape(code)}</Code><Message>{escape(message)}</Message></Error>"
    if protocol == "ec2":
        text = f"<Response><Errors>{error}</Errors><RequestID>{request_id}</RequestID></Response>"
    elif operation.service_model.service_name == "s3":
        text = error.replace("</Error>", f"<RequestId>{request_id}</RequestId></Error>")
    else:
        text = f"<ErrorResponse>{error}<RequestId>{request_id}</RequestId></ErrorResponse>"
    return _reply(status, "text/xml", text.encode())


def _headers(shape: Any, result: Mapping[str, Any]) -> list[tuple[str, str]]:
    """The members of an output that travel as headers."""
    return [
        (one.serialization["name"], str(result[name]))
        for name, one in (shape.members.items() if shape else ())
        if one.serialization.get("location") == "header" and result.get(name) is not None
    ]


def _reply(status: int, kind: str, body: bytes) -> Reply:
    headers = [("Content-Type", kind), ("Content-Length", str(len(body))), ("x-amzn-RequestId", str(uuid4()))]
    return status, headers, body


def _json_type(operation: Any) -> str:
    version = operation.service_model.metadata.get("jsonVersion")
    rest = operation.service_model.metadata["protocol"] == "rest-json"
    return "application/json" if rest or not version else f"application/x-amz-json-{version}"


def _plain(shape: Any, value: Any, rest: bool) -> Any:
    """A value as JSON."""
    if shape.type_name == "structure":
        return {
            (one.serialization.get("name", name) if rest else name): _plain(one, value[name], rest)
            for name, one in shape.members.items()
            if value.get(name) is not None
        }
    if shape.type_name == "list":
        return [_plain(shape.member, one, rest) for one in value]
    if shape.type_name == "map":
        return {name: _plain(shape.value, one, rest) for name, one in value.items()}
    if isinstance(value, datetime):
        return _iso(value) if shape.serialization.get("timestampFormat") == "iso8601" else value.timestamp()
    return value


def _xml(shape: Any, value: Any, ec2: bool) -> str:
    """A value as the inside of an XML element."""
    if shape.type_name == "structure":
        return "".join(
            _element(one.serialization.get("name", name), one, value[name], ec2)
            for name, one in shape.members.items()
            if value.get(name) is not None and one.serialization.get("location") is None
        )
    if shape.type_name == "list":
        item = shape.member.serialization.get("name", "item" if ec2 else "member")
        return "".join(f"<{item}>{_xml(shape.member, one, ec2)}</{item}>" for one in value)
    if isinstance(value, bool):
        return str(value).lower()
    return escape(_iso(value) if isinstance(value, datetime) else str(value))


def _element(name: str, shape: Any, value: Any, ec2: bool) -> str:
    if shape.type_name == "list" and shape.serialization.get("flattened"):
        return "".join(f"<{name}>{_xml(shape.member, one, ec2)}</{name}>" for one in value)
    return f"<{name}>{_xml(shape, value, ec2)}</{name}>"


def _envelope(operation: Any, protocol: str, inner: str) -> str:
    space = operation.service_model.metadata.get("xmlNamespace") or ""
    named = f' xmlns="{space}"' if isinstance(space, str) and space else ""
    name, request_id = operation.name, uuid4()
    if protocol == "ec2":
        space = f"http://ec2.amazonaws.com/doc/{operation.service_model.api_version}/"
        return f'<{name}Response xmlns="{space}"><requestId>{request_id}</requestId>{inner}</{name}Response>'
    if protocol == "query":
        wrapper = operation.output_shape.serialization.get("resultWrapper", f"{name}Result") if inner else ""
        inner = f"<{wrapper}>{inner}</{wrapper}>" if wrapper else ""
        meta = f"<ResponseMetadata><RequestId>{request_id}</RequestId></ResponseMetadata>"
        return f"<{name}Response{named}>{inner}{meta}</{name}Response>"
    if operation.output_shape and operation.output_shape.serialization.get("payload"):
        return inner
    outer = operation.output_shape.name if operation.output_shape else name
    return f"<{outer}{named}>{inner}</{outer}>"


def _iso(value: datetime) -> str:
    return value.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
