"""The ids of what can be wrong with a file before any rule of the organization is asked."""

from __future__ import annotations

from guardrails.model.finding import Finding, Rule, Severity
from guardrails.model.source import Location

UNREADABLE = Rule("FILE-001", "readable-file", "A file that is named exists and can be read.", Severity.ERROR)
OUTSIDE = Rule("FILE-002", "inside-project", "A file lies inside the project, also behind links.", Severity.ERROR)
TOO_LARGE = Rule("FILE-003", "file-size", "A file is not larger than such a file can sensibly be.", Severity.ERROR)
ENCODING = Rule("FILE-004", "utf-8", "A file is UTF-8 text without a byte order mark.", Severity.ERROR)
STALE_RENDERED = Rule(
    "FILE-005", "rendered-current", "Rendered documents are those that the project's files give today.", Severity.ERROR
)
STALE_CATALOG = Rule("CAT-001", "catalog-current", "The AWS facts are not older than 180 days.", Severity.NOTE)
SYNTAX = Rule("YAML-001", "yaml-syntax", "A file is one YAML document.", Severity.ERROR)
DUPLICATE = Rule("YAML-002", "duplicate-key", "A key stands once in its mapping.", Severity.ERROR)
FEATURE = Rule(
    "YAML-003", "plain-yaml", "No anchors, aliases, tags, merge keys or keys that are not text.", Severity.ERROR
)
NESTING = Rule("YAML-004", "yaml-size", "Nesting and number of values stay within sense.", Severity.ERROR)
UNKNOWN_KEY = Rule("FORM-001", "unknown-key", "Only keys that mean something are used.", Severity.ERROR)
MISSING_KEY = Rule("FORM-002", "missing-key", "Keys that are needed are there.", Severity.ERROR)
WRONG_VALUE = Rule("FORM-003", "wrong-value", "A value has the type and range its key asks for.", Severity.ERROR)
REFERENCE = Rule("REF-001", "known-name", "A name that is used is defined.", Severity.ERROR)
PARAMETER = Rule("REF-002", "parameter", "Every parameter of a document has a value of the right form.", Severity.ERROR)
DOCUMENT = Rule(
    "ORG-009", "policy-documents", "Every policy document exists, is valid and fits its size.", Severity.ERROR
)

FILE_RULES: tuple[Rule, ...] = (
    UNREADABLE,
    OUTSIDE,
    TOO_LARGE,
    ENCODING,
    STALE_RENDERED,
    STALE_CATALOG,
    SYNTAX,
    DUPLICATE,
    FEATURE,
    NESTING,
    UNKNOWN_KEY,
    MISSING_KEY,
    WRONG_VALUE,
    REFERENCE,
    PARAMETER,
)


def finding(
    rule: Rule,
    message: str,
    location: Location,
    help: str = "",
    severity: Severity | None = None,
    *,
    token: str = "",
    data_date: str = "",
    related: tuple[tuple[Location, str], ...] = (),
) -> Finding:
    """Return the finding of a rule, with the rule's own severity unless another is given; the rest as in `Finding`."""
    given = severity or rule.severity
    return Finding(rule.id, given, message, location, help, token=token, data_date=data_date, related=related)
