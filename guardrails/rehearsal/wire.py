"""Decodes an HTTP request to AWS into the API call it is, with botocore's service models.

The service comes from the credential scope of the signature, the operation from `Action=` (query, ec2),
`X-Amz-Target` (json), or method and path (rest-json, rest-xml).
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any
from urllib.parse import parse_qsl, unquote

from guardrails.rehearsal.errors import RehearsalError
from guardrails.rehearsal.routes import Route, matched, routes
from guardrails.rehearsal.xml_input import read_xml

_SIGNATURE = re.compile(r"AWS4-HMAC-SHA256 +Credential=([^/, ]+)/\d{8}/([\w-]+)/([\w.-]+)/aws4_request")
MODELS: Mapping[str, tuple[str, ...]] = {
    "access-analyzer": ("accessanalyzer",),
    "apigateway": ("apigateway", "apigatewayv2"),
    "aps": ("amp",),
    "bedrock": ("bedrock", "bedrock-agent", "bedrock-runtime"),
    "dynamodb": ("dynamodb", "dynamodbstreams"),
    "elasticfilesystem": ("efs",),
    "elasticloadbalancing": ("elbv2", "elb"),
    "elasticmapreduce": ("emr",),
    "es": ("opensearch", "es"),
    "monitoring": ("cloudwatch",),
    "rds": ("rds", "neptune", "docdb"),
    "s3": ("s3control", "s3"),
    "servicecatalog": ("servicecatalog", "servicecatalog-appregistry"),
    "servicequotas": ("service-quotas",),
    "sso": ("sso-admin",),
    "states": ("stepfunctions",),
    "tagging": ("resourcegroupstaggingapi",),
}
"""Name in the credential scope -> botocore's models, in the order in which they are asked; others: the same name."""

_PREFIXES = {"monitoring": "cloudwatch", "tagging": "tag"}
"""Name in the credential scope -> prefix of IAM actions, where they differ."""


class WireError(RehearsalError):
    """A request is no call of AWS that the models know; the text says why."""


@dataclass(frozen=True, slots=True)
class HttpRequest:
    """An HTTP request as it came: `path` is percent-encoded and without the query; header names are lower case."""

    method: str
    path: str
    query: str
    headers: Mapping[str, str]
    body: bytes


@dataclass(frozen=True, slots=True)
class AwsCall:
    """One API call.

    Attributes:
        service: botocore's name of the service's model.
        prefix: the prefix of IAM actions and of the recording, for example `sso` for `sso-admin`.
        parameters: the input by botocore's member names; for query and ec2 flat, as sent (`Tag.1.Key`).
    """

    service: str
    prefix: str
    operation: str
    region: str
    access_key: str
    parameters: Mapping[str, Any] = field(default_factory=dict)

    @property
    def name(self) -> str:
        """The call as `service:Operation`."""
        return f"{self.prefix}:{self.operation}"


def signer(request: HttpRequest) -> str | None:
    """Return the access key that signed a request, or None when it is not signed."""
    match = _SIGNATURE.match(request.headers.get("authorization", ""))
    return match[1] if match else None


def decode(request: HttpRequest) -> AwsCall:
    """Return the call that a request is.

    Raises:
        WireError: no signature, an unknown service or operation, or a body that is not what its protocol says.
    """
    match = _SIGNATURE.match(request.headers.get("authorization", ""))
    if not match:
        raise WireError("no credential scope: the request is not signed with AWS Signature Version 4")
    access_key, region, scope = match.groups()
    for service in MODELS.get(scope, (scope,)):
        if found := _operation(service, request):
            operation, parameters = found
            return AwsCall(service, _PREFIXES.get(scope, scope), operation, region, access_key, parameters)
    raise WireError(f"{scope} has no operation for {request.method} {request.path}")


@cache
def model(service: str) -> Any:
    """Return botocore's model of a service; WireError when botocore knows no such service."""
    from botocore.exceptions import UnknownServiceError
    from botocore.loaders import Loader
    from botocore.model import ServiceModel

    try:
        return ServiceModel(Loader().load_service_model(service, "service-2"), service)
    except (UnknownServiceError, ValueError) as problem:
        raise WireError(f"no model of a service {service!r}") from problem


@cache
def _routes(service: str) -> tuple[Route, ...]:
    return routes(model(service))


def _operation(service: str, request: HttpRequest) -> tuple[str, dict[str, Any]] | None:
    """The operation's name and parameters, when this service's model has one for the request."""
    found = model(service)
    protocol = found.metadata["protocol"]
    if protocol in ("query", "ec2"):
        return _by_action(found, request)
    if protocol == "json":
        return _by_target(found, request)
    return _by_path(service, protocol, request)


def _by_action(found: Any, request: HttpRequest) -> tuple[str, dict[str, Any]] | None:
    text = request.body.decode("utf-8", "replace")
    sent = dict(parse_qsl(request.query, keep_blank_values=True) + parse_qsl(text, keep_blank_values=True))
    if sent.get("Version", found.api_version) != found.api_version or sent.get("Action") not in found.operation_names:
        return None
    return sent["Action"], {name: value for name, value in sent.items() if name not in ("Action", "Version")}


def _by_target(found: Any, request: HttpRequest) -> tuple[str, dict[str, Any]] | None:
    prefix, _, operation = request.headers.get("x-amz-target", "").rpartition(".")
    # CloudTrail's clients put a package before the prefix, in two spellings.
    mine = str(found.metadata.get("targetPrefix", "")).rpartition(".")[2]
    if operation not in found.operation_names or prefix.rpartition(".")[2] != mine:
        return None
    return operation, _json(request.body)


def _by_path(service: str, protocol: str, request: HttpRequest) -> tuple[str, dict[str, Any]] | None:
    query = dict(parse_qsl(request.query, keep_blank_values=True))
    hit = matched(_routes(service), request.method, request.path, query, request.headers)
    if not hit:
        return None
    route, labels = hit
    parameters: dict[str, Any] = {name: unquote(value) for name, value in labels.items()}
    operation = model(service).operation_model(route.operation)
    shape = operation.input_shape
    if shape is None:
        return route.operation, parameters
    body = _json(request.body) if protocol == "rest-json" and shape.serialization.get("payload") is None else {}
    payload = shape.serialization.get("payload")
    if payload and shape.members[payload].type_name == "structure" and request.body.strip():
        parameters[payload] = _payload(shape.members[payload], protocol, request.body)
    for name, member in shape.members.items():
        place, wire = member.serialization.get("location"), member.serialization.get("name", name)
        if place == "querystring" and wire in query:
            several = [value for key, value in parse_qsl(request.query, keep_blank_values=True) if key == wire]
            parameters[name] = several if member.type_name == "list" else query[wire]
        elif place == "header" and wire.lower() in request.headers:
            parameters[name] = request.headers[wire.lower()]
        elif place is None and name != payload and wire in body:
            parameters[name] = _by_shape(member, body[wire])
    return route.operation, parameters


def _payload(shape: Any, protocol: str, body: bytes) -> Any:
    """The one member that is the whole body."""
    if protocol == "rest-json":
        return _by_shape(shape, _json(body))
    try:
        return read_xml(shape, body)
    except ValueError as problem:
        raise WireError(f"the body is no XML of its operation: {problem}") from None


def _by_shape(shape: Any, value: Any) -> Any:
    """A JSON value with the model's member names in place of those on the wire; what does not fit stays as it is."""
    if shape.type_name == "structure" and isinstance(value, dict):
        wires = {name: one.serialization.get("name", name) for name, one in shape.members.items()}
        return {name: _by_shape(shape.members[name], value[wire]) for name, wire in wires.items() if wire in value}
    if shape.type_name == "list" and isinstance(value, list):
        return [_by_shape(shape.member, one) for one in value]
    if shape.type_name == "map" and isinstance(value, dict):
        return {name: _by_shape(shape.value, one) for name, one in value.items()}
    return value


def _json(body: bytes) -> dict[str, Any]:
    if not body.strip():
        return {}
    try:
        sent = json.loads(body)
    except (ValueError, RecursionError) as problem:
        raise WireError(f"the body is no JSON: {problem}") from None
    if not isinstance(sent, dict):
        raise WireError("the body is JSON, but no object")
    return sent
