"""Finds organization policies in Terraform's JSON syntax (`*.tf.json`).

Source: https://developer.hashicorp.com/terraform/language/syntax/json (2026-09)
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from guardrails.files.policies.found import Documents, Locate
from guardrails.files.policies.making import Source, add_part
from guardrails.files.policies.parts import Part
from guardrails.files.policies.sorting import TYPES, other_policy
from guardrails.model.source import Pointer

RESOURCES = ("aws_organizations_policy", "awscc_organizations_policy")
NO_POLICIES = "a Terraform file without organization policies"
_BLOCKS = {"resource", "data", "locals", "module", "variable", "output", "provider", "terraform"}


def is_configuration(value: object) -> bool:
    """Whether a decoded value is a Terraform configuration."""
    if not isinstance(value, Mapping) or not value or not set(value) <= {*_BLOCKS, "//"}:
        return False
    return any(isinstance(value.get(block), Mapping | list) for block in ("resource", "data", "module", "terraform"))


def read_configuration(documents: Documents, value: object, source: Source, locate: Locate) -> None:
    """Add the policies of a configuration to what its file holds."""
    documents.other = NO_POLICIES
    for type in RESOURCES:
        for name, body, at in _blocks(value, ("resource", type)):
            said = body.get("type", "SERVICE_CONTROL_POLICY")
            content = body.get("content")
            if other_policy(said):
                documents.other = f"{other_policy(said)} of Terraform"
            elif isinstance(content, str) and content.lstrip().startswith("{"):
                known = TYPES.get(said) if isinstance(said, str) else None
                text = content.replace("$${", "${").replace("%%{", "%{")
                add_part(documents, Part(text, (*at, "content"), name, known), source, locate)
            else:
                expression = content[:80] if isinstance(content, str) else "something that is no text"
                documents.unreadable.append(f"content of {type}.{name} is built from {expression}: render it first")


def _blocks(value: object, path: tuple[str, ...]) -> Iterator[tuple[str, Mapping[str, object], Pointer]]:
    """Yield name, body and place of each block; everywhere in this syntax a list may stand for several."""

    def below(value: object, rest: tuple[str, ...], at: Pointer) -> Iterator[tuple[object, Pointer]]:
        if isinstance(value, list):
            for place, one in enumerate(value):
                yield from below(one, rest, (*at, place))
        elif not rest:
            yield value, at
        elif isinstance(value, Mapping) and rest[0] in value:
            yield from below(value[rest[0]], rest[1:], (*at, rest[0]))

    for named, at in below(value, path, ()):
        for name, body in named.items() if isinstance(named, Mapping) else ():
            for one, place in below(body, (), (*at, name)):
                if isinstance(one, Mapping):
                    yield name, one, place
