"""The pages of the rules about `scps/lint.yaml`: they share their code, so they share a file."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from guardrails.files.suppressions import EXPIRED, SUPPRESSION_RULES, UNUSED
from guardrails.model.finding import Rule

ALL_RULES: Final[tuple[Rule, ...]] = SUPPRESSION_RULES

_ENTRY = """```yaml
documents:
  data-guard:
    Version: 2012-10-17
    {statement}
suppressions:
- rule: LINT-007
  file: scps/data-guard.json
  token: s3:DeleteBuckett
  owner: platform
  reason: reviewed, waits for the next release
  expires: {expires}
```"""
_MISSPELLED = 'Statement: {Sid: A, Effect: Deny, Action: "s3:DeleteBuckett", Resource: "*"}'
_CORRECT = 'Statement: {Sid: A, Effect: Deny, Action: "s3:DeleteBucket", Resource: "*"}'


_INSTEAD = _ENTRY.format(statement=_MISSPELLED, expires="2027-03-31")

_PAGES: Final[Mapping[str, str]] = {
    UNUSED.id: f"""{UNUSED.summary}

## What it does
Reports an entry of the suppressions that silences nothing: what it was written for is mended, or its file, `sid` or
`token` no longer fits. It is asked only when everything is checked, not when single files are named.

## Why it matters
An entry nobody needs waits for the next mistake of its kind, and silences that one unseen.

## Example
The name is correct by now, the entry is still there.

{_ENTRY.format(statement=_CORRECT, expires="2027-03-31")}

## Use instead
{_INSTEAD}

## How to fix
Remove the entry, or correct what it names. `--fix` never touches suppressions.

## Sources
- https://docs.astral.sh/ruff/rules/unused-noqa/ (2026-09): the same rule for comments
""",
    EXPIRED.id: f"""{EXPIRED.summary}

## What it does
Reports an entry of the suppressions whose day `expires` is over. The entry silences nothing any more: its finding
shows again beside this one.

## Why it matters
A suppression is a promise to come back. Its day is when somebody has to decide again.

## Example
{_ENTRY.format(statement=_MISSPELLED, expires="2026-03-31")}

## Use instead
{_INSTEAD}

## How to fix
Mend what the entry is about and remove it, or set a new day with a reason that holds now.
""",
}


def page_of(rule_id: str) -> str | None:
    """Return the page of a rule about suppressions as Markdown; None for any other."""
    return _PAGES.get(rule_id)
