"""State keys fit a pattern, are unique, and name the environment of their account.

## What it does

- `state.keys` are patterns: `{module}`, `{account}`, `{env}`, `{product}`, `{team}`, `{stage}`, `{region}` and
  `{partition}` stand for one part between slashes. A pattern with another word, without any word, beginning with `/`
  or standing twice is reported.
- `state_keys` of an account are keys. Each has to fit a pattern, no two accounts may have the same one (one bucket
  holds them all), and what stands at `{env}` and `{account}` must be the account's own environment and name.

## Why it matters

Two roots with one key overwrite each other's state: the next apply deletes what the other one built. A key that says
prod and belongs to dev gets the rights and the reviews of the wrong environment.

## Example

```yaml
organization:
  state: {account: Dev, bucket: example-terraform-state, keys: ["{module}/{account}/{env}/terraform.tfstate"]}
  root: {ous: [{name: Workloads, accounts: [{name: Dev, state_keys: [networking/dev/prod/terraform.tfstate]}]}]}
```

## Use instead

```yaml
organization:
  state: {account: Dev, bucket: example-terraform-state, keys: ["{module}/{account}/{env}/terraform.tfstate"]}
  root: {ous: [{name: Workloads, accounts: [{name: Dev, state_keys: [networking/dev/dev/terraform.tfstate]}]}]}
```

## How to fix

Correct the key, then move the state with `terraform init -migrate-state`. Add a pattern if the key is right.

## Sources

- https://developer.hashicorp.com/terraform/language/backend/s3 (2026-09)
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from guardrails.files import codes
from guardrails.files.loaded import Project
from guardrails.files.rules.entries import entry, existing
from guardrails.model.finding import Finding, Rule, Severity
from guardrails.model.organization.tree import Account
from guardrails.model.source import Pointer

RULE = Rule(
    "ORG-018",
    "state-keys",
    "State keys fit a pattern, are unique, and name the environment of their account.",
    Severity.ERROR,
    ("A54", "E19", "E21"),
)

WORDS = ("module", "account", "env", "product", "team", "stage", "region", "partition")
_WORD = re.compile(r"\{([^{}]*)\}")


def check(project: Project, today: date) -> Iterator[Finding]:
    """Yield what is wrong with the patterns, then with the keys of each account."""
    raw = project.organization.state.get("keys")
    patterns = [text for text in raw if isinstance(text, str)] if isinstance(raw, list) else []
    for at, pattern in enumerate(patterns):
        problem = _pattern_problem(pattern, patterns[:at])
        if problem:
            help = f"use {', '.join(f'{{{word}}}' for word in WORDS)}"
            yield codes.finding(RULE, f"the pattern {pattern} {problem}", project.at(("state", "keys", at)), help)
    compiled = [_compiled(pattern) for pattern in patterns]
    seen: dict[str, str] = {}
    for account in existing(project)[1:]:
        keys = () if account.template else entry(project, account).get("state_keys") or ()
        for at, key in enumerate(keys):
            yield from _key(project, account, key, (*account.pointer, "state_keys", at), compiled)
            if key in seen:
                message = f"{key} of {account.name} is also a state of {seen[key]}; one would overwrite the other"
                yield codes.finding(RULE, message, project.at((*account.pointer, "state_keys", at)), "use another key")
            seen.setdefault(key, account.name)


def _pattern_problem(pattern: str, before: list[str]) -> str:
    words = _WORD.findall(pattern)
    unknown = [word for word in words if word not in WORDS]
    if unknown:
        return f"has the unknown word {{{unknown[0]}}}"
    if not words or "{" in _WORD.sub("", pattern) or "}" in _WORD.sub("", pattern):
        return "has no {word}, so it is one key for everybody" if not words else "has a lone brace"
    if pattern.startswith("/"):
        return "begins with a slash, which Terraform refuses"
    return "stands twice" if pattern in before else ""


def _compiled(pattern: str) -> re.Pattern[str]:
    """Return the pattern as a regular expression with one group for each word; a word that repeats must be the same."""
    parts, seen, end = [], set(), 0
    for match in _WORD.finditer(pattern):
        parts.append(re.escape(pattern[end : match.start()]))
        word, end = match[1], match.end()
        if not word.isidentifier():
            parts.append("[^/]+")
        elif word in seen:
            parts.append(f"(?P={word})")
        else:
            parts.append(f"(?P<{word}>[^/]+)")
            seen.add(word)
    return re.compile("".join(parts) + re.escape(pattern[end:]))


def _key(
    project: Project, account: Account, key: str, pointer: Pointer, patterns: list[re.Pattern[str]]
) -> Iterator[Finding]:
    matches = [match for pattern in patterns if (match := pattern.fullmatch(key))]
    if not matches:
        message = f"{key} of {account.name} fits no pattern of state.keys"
        yield codes.finding(RULE, message, project.at(pointer), "correct the key, or add its pattern")
        return
    wrong = [list(_wrong(match.groupdict(), account)) for match in matches]
    if all(wrong):
        said, meant = wrong[0][0]
        message = f"{key} is a state of {account.name}, yet it says {said}"
        yield codes.finding(RULE, message, project.at(pointer), f"write {meant} there")


def _wrong(found: dict[str, str], account: Account) -> Iterator[tuple[str, str]]:
    """Yield what a key says wrongly of its account, and what it should say."""
    env, name = found.get("env", account.env), found.get("account", account.name)
    if env != account.env:
        yield f"the environment {env}", account.env
    if _plain(name) != _plain(account.name) and name != account.id:
        yield f"the account {name}", _plain(account.name)


def _plain(name: str) -> str:
    return re.sub(r"[\s_-]+", "-", name.strip().lower())
