"""Finds organization policies in CloudFormation templates and what is shaped like them: org-formation, Pulumi's YAML.

Intrinsic functions become placeholders, except `AWS::Partition`, which is read as `aws`: what is wrong with a policy
there is wrong with it in China, too.

Sources:
https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-organizations-policy.html (2026-09),
https://github.com/org-formation/org-formation-cli/blob/master/docs/organization-resources.md (2026-09),
https://www.pulumi.com/registry/packages/aws/api-docs/organizations/policy/ (2026-09)
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping

from guardrails.files.policies.found import Documents, Locate
from guardrails.files.policies.making import Source, add_part
from guardrails.files.policies.parts import Part
from guardrails.files.policies.remote import remote_finding
from guardrails.files.policies.sorting import TYPES, other_policy
from guardrails.model.policy.document import PolicyType
from guardrails.model.policy.json_text import MAX_LENGTH
from guardrails.model.source import Location, Pointer

_POLICIES = {
    "AWS::Organizations::Policy": ("Properties", "Content", "Type"),
    "OC::ORG::ServiceControlPolicy": ("Properties", "PolicyDocument", "PolicyType"),
    "OC::ORG::Policy": ("Properties", "PolicyDocument", "PolicyType"),
    "aws:organizations:Policy": ("properties", "content", "type"),
    "aws:organizations/policy:Policy": ("properties", "content", "type"),
}
"""Type of a resource -> the names of its properties, of the document in them and of the policy's type."""

MENTIONS_POLICY = re.compile("|".join(map(re.escape, _POLICIES)))
_SECTIONS: tuple[tuple[str, ...], ...] = (("Resources",), ("Organization",), ("resources",), ())
_LITERAL = re.compile(r"\$\{!([^}]*)\}")
_FUNCTION = re.compile(r"[Ff]n::\w+|Ref|Condition")
NO_POLICIES = "a CloudFormation template without organization policies"


def is_template(value: object) -> bool:
    """Whether a decoded value is a CloudFormation template."""
    if not isinstance(value, Mapping):
        return False
    if "AWSTemplateFormatVersion" in value:
        return True
    resources = value.get("Resources")
    if isinstance(resources, Mapping) and any("::" in _type_of(one) for one in resources.values()):
        return True
    return any(True for _ in _resources(value))


def _type_of(resource: object) -> str:
    said = (resource.get("Type") or resource.get("type")) if isinstance(resource, Mapping) else None
    return said if isinstance(said, str) else ""


def _resources(template: Mapping[str, object]) -> Iterator[tuple[Pointer, Mapping[str, object]]]:
    """Yield the resources of a template that are policies, with the place of each."""
    for section in _SECTIONS:
        resources = template.get(section[0]) if section else template
        for name, resource in resources.items() if isinstance(resources, Mapping) else ():
            if isinstance(resource, Mapping) and _type_of(resource) in _POLICIES:
                yield (*section, name), resource


def read_template(documents: Documents, template: object, source: Source, locate: Locate) -> None:
    """Add the SCPs and RCPs of a template to what its file holds."""
    documents.other = NO_POLICIES
    for at, resource in _resources(template) if isinstance(template, Mapping) else ():
        _read_resource(documents, at, resource, source, locate)


def _read_resource(
    documents: Documents, at: Pointer, resource: Mapping[str, object], source: Source, locate: Locate
) -> None:
    name = str(at[-1])
    within, inside, kind = _POLICIES[_type_of(resource)]
    properties = resource.get(within)
    if not isinstance(properties, Mapping) or inside not in properties:
        documents.unreadable.append(f"{name} has no {inside}")
        return
    said = properties.get(kind)
    if other_policy(said):
        documents.other = f"{other_policy(said)} of a CloudFormation template"
        return
    content, prefix = properties[inside], (*at, within, inside)
    included = _includes(content, prefix)
    for place, address in included:
        found = locate([place])[place]
        documents.findings.append(remote_finding(Location(found.file, (), found.span), name, address))
    value = plain(content)
    if not included and (isinstance(value, Mapping) or (isinstance(value, str) and value.lstrip().startswith("{"))):
        type = TYPES.get(said) if isinstance(said, str) else PolicyType.SCP if said is None else None
        add_part(documents, Part(value, prefix, name, type), source, locate)
        return
    reason = "an include of CloudFormation" if included else _function_of(content)
    documents.unreadable.append(f"content of {name} is built from {reason}: render it first")


def _function_of(value: object) -> str:
    name, argument = next(iter(value.items())) if isinstance(value, Mapping) and value else ("text", value)
    return f"{name} {argument}"[:80] if isinstance(argument, str) else str(name)


def _includes(value: object, at: Pointer, depth: int = 20) -> list[tuple[Pointer, str]]:
    """Return where the macro `AWS::Include` takes text from, with the place of each."""
    if depth and isinstance(value, Mapping):
        macro = value.get("Fn::Transform")
        if isinstance(macro, Mapping) and macro.get("Name") == "AWS::Include":
            parameters = macro.get("Parameters")
            address = parameters.get("Location") if isinstance(parameters, Mapping) else None
            return [((*at, "Fn::Transform"), str(plain(address)))]
        return [one for key, each in value.items() for one in _includes(each, (*at, str(key)), depth - 1)]
    if depth and isinstance(value, list):
        return [one for place, each in enumerate(value) for one in _includes(each, (*at, place), depth - 1)]
    return []


def plain(value: object) -> object:
    """Return a value in which each function of CloudFormation is what it gives, or a placeholder: `${Parameter}`.

    Source: https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference.html
    (2026-09)
    """
    return _Functions().plain(value)


class _Functions:
    """Works functions out until their texts are longer than any policy: aliases may repeat one text without end."""

    def __init__(self) -> None:
        self._left = MAX_LENGTH

    def plain(self, value: object) -> object:
        if isinstance(value, list):
            return [self.plain(one) for one in value]
        if not isinstance(value, Mapping):
            return value
        if len(value) == 1:
            name, argument = next(iter(value.items()))
            is_function = isinstance(name, str) and _FUNCTION.fullmatch(name) is not None
            if is_function and (name != "Condition" or isinstance(argument, str)):
                return self._result(name, argument)
        return {key: self.plain(one) for key, one in value.items()}

    def _result(self, name: str, argument: object) -> object:
        if name == "Fn::Sub":
            return self._substituted(argument)
        if name in ("Fn::ToJsonString", "fn::toJSON"):
            return json.dumps(self.plain(argument), default=lambda number: getattr(number, "text", ""))
        if name == "Fn::Join" and isinstance(argument, list) and len(argument) == 2 and isinstance(argument[1], list):
            parts = [str(self.plain(one)) for one in argument[1]]
            length = sum(map(len, parts)) + len(str(argument[0])) * len(parts)
            return str(argument[0]).join(parts) if self._allows(length) else "${Fn::Join}"
        if name == "Fn::GetAtt":
            return "${" + (".".join(map(str, argument)) if isinstance(argument, list) else str(argument)) + "}"
        if name == "Ref" and argument == "AWS::Partition":
            return "aws"
        return "${" + (str(argument) if isinstance(argument, str) and name == "Ref" else name) + "}"

    def _substituted(self, argument: object) -> object:
        known: Mapping[str, object] = {}
        text = argument
        if isinstance(argument, list) and len(argument) == 2 and isinstance(argument[1], Mapping):
            text, known = argument[0], argument[1]
        if not isinstance(text, str):
            return "${Fn::Sub}"
        for key, each in known.items():
            filled, name = self.plain(each), "${" + key + "}"
            if isinstance(filled, str) and self._allows(len(text) + len(filled) * text.count(name)):
                text = text.replace(name, filled)
        return _LITERAL.sub(r"${\1}", text.replace("${AWS::Partition}", "aws"))

    def _allows(self, length: int) -> bool:
        self._left -= length
        return self._left >= 0
