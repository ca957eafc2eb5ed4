"""What is wrong with a policy document: a problem, its stable code, and the table of all codes."""

from __future__ import annotations

from dataclasses import dataclass

from guardrails.model.finding import Severity
from guardrails.model.source import Location


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing wrong with a document: `code` is stable, `message` says what was found, `help` how to mend it.

    A document with a problem of severity `ERROR` is not used at all; one with warnings is.
    """

    code: str
    message: str
    location: Location
    help: str = ""
    severity: Severity = Severity.ERROR

    def __str__(self) -> str:
        return f"{self.location}: {self.message} [{self.code}]"


CODES = {
    # the text
    "too-long": "the text is longer than any policy can be",
    "utf-16": "the text is UTF-16",
    "not-utf-8": "the text is not UTF-8",
    "byte-order-mark": "the text begins with a byte order mark",
    "empty": "there is no text",
    "not-json": "the text is not JSON",
    "comment": "JSON has no comments",
    "trailing-comma": "a comma before a closing bracket",
    "trailing-text": "something follows the document",
    "smart-quote": "typographic quotes",
    "single-quote": "single quotes",
    "duplicate-key": "a name stands twice in one object",
    "not-finite": "NaN or an infinity",
    "too-deep": "nested deeper than any policy is",
    "bad-character": "half of a surrogate pair",
    "too-many-problems": "only the first problems are listed",
    # the document
    "not-an-object": "the document is not a JSON object",
    "unknown-element": "an element the policy language does not have",
    "missing-element": "an element that every policy needs is missing",
    "wrong-type": "an element holds the wrong kind of value",
    "empty-list": "a list that must hold something is empty",
    "bad-version": "`Version` is not a version of the policy language, or not one allowed here",
    "missing-version": "there is no `Version`",
    "old-version": "`Version` is the old one",
    # the statement
    "bad-effect": "`Effect` is neither `Allow` nor `Deny`",
    "bad-sid": "`Sid` holds a character it may not hold",
    "duplicate-sid": "two statements have the same `Sid`",
    "both-action-and-notaction": "`Action` and `NotAction` in one statement",
    "both-resource-and-notresource": "`Resource` and `NotResource` in one statement",
    "both-principal-and-notprincipal": "`Principal` and `NotPrincipal` in one statement",
    "bad-action": "not an action pattern",
    "bad-resource": "not a resource pattern",
    "bad-principal": "not a principal",
    "missing-resource": "neither `Resource` nor `NotResource`",
    # the condition
    "bad-operator": "no such condition operator",
    "bad-operator-case": "a condition operator in unusual spelling",
    "bad-condition-key": "not a condition key",
    "null-if-exists": "`Null` with `IfExists`",
    "null-with-set-operator": "`Null` with a set operator",
    "bad-null-value": "`Null` compares with something other than true or false",
    "duplicate-condition": "one operator and key stand twice, in different case",
    "empty-condition": "a condition without any row",
    # what the type of the policy forbids or needs
    "principal-in-scp": "an SCP names a principal",
    "principal-in-identity-policy": "an identity policy, boundary or session policy names a principal",
    "principal-required": "a resource policy or RCP names no principal",
    "id-in-scp": "an SCP or RCP has an `Id`",
    "id-in-identity-policy": "an identity policy, boundary or session policy has an `Id`",
    "rcp-allow": "an RCP that allows",
    "rcp-principal": 'an RCP whose `Principal` is not `"*"`',
    "rcp-not-principal": "an RCP with `NotPrincipal`",
    "rcp-not-action": "an RCP with `NotAction`",
    "rcp-bare-star": "an RCP whose action names no service",
}
"""Every code and what it means. A code is never reused for something else."""

WARNINGS = frozenset(
    {"missing-version", "old-version", "bad-operator-case", "empty-condition", "id-in-scp"},
)
"""The codes that leave a document usable; every other code is an error."""
