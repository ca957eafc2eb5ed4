"""State keys fit a pattern, are unique, and name the environment of their account.

## What it does

- `state.keys` are patterns: `{module}`, `{account}`, `{env}`, `{product}`, `{team}`, `{stage}`, `{region}` and
  `{partition}` stand for (part of) what is between two slashes. A pattern with another word, without any word, with
  more than three between two slashes, beginning with `/` or standing twice is reported.
- `state_keys` of an account are keys. Each has to fit a pattern and the 1,024 bytes of S3, no two accounts may have the
  same one (one bucket holds them all), and what stands at `{env}` and `{account}` must be the account's own environment
  and name.

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
- https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-keys.html (2026-09)
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
_WORD = r"\{([^{}]*)\}"

LONGEST_KEY = 1024
"""Bytes that S3 takes for a key; it also bounds the work of matching one."""

_MOST_WORDS = 3
"""Words between two slashes; more could be told apart in too many ways."""


def check(project: Project, today: date) -> Iterator[Finding]:
    """Yield what is wrong with the patterns, then with the keys of each account."""
    raw = project.organization.state.get("keys")
    patterns = [text for text in raw if isinstance(text, str)] if isinstance(raw, list) else []
    problems = [_pattern_problem(pattern, patterns[:at]) for at, pattern in enumerate(patterns)]
    for at, (pattern, problem) in enumerate(zip(patterns, problems, strict=True)):
        if problem:
            help = f"use {', '.join(f'{{{word}}}' for word in WORDS)}"
            yield codes.finding(RULE, f"the pattern {pattern} {problem}", project.at(("state", "keys", at)), help)
    sound = [_compiled(pattern) for pattern, problem in zip(patterns, problems, strict=True) if not problem]
    seen: dict[str, str] = {}
    for account in existing(project)[1:]:
        keys = () if account.template else entry(project, account).get("state_keys") or ()
        for at, key in enumerate(keys):
            pointer = (*account.pointer, "state_keys", at)
            yield from _key(project, account, key, pointer, sound, len(sound) == len(patterns))
            if key in seen:
                message = f"{key} of {account.name} is also a state of {seen[key]}; one would overwrite the other"
                yield codes.finding(RULE, message, project.at(pointer), "use another key")
            seen.setdefault(key, account.name)


def _pattern_problem(pattern: str, before: list[str]) -> str:
    words, rest = re.findall(_WORD, pattern), re.sub(_WORD, "", pattern)
    unknown = [word for word in words if word not in WORDS]
    if unknown:
        return f"has the unknown word {{{unknown[0]}}}"
    if "{" in rest or "}" in rest:
        return "has a lone brace"
    if not words:
        return "has no {word}, so it is one key for everybody"
    if pattern.startswith("/"):
        return "begins with a slash, which Terraform refuses"
    if any(part.count("{") > _MOST_WORDS for part in pattern.split("/")):
        return f"has more than {_MOST_WORDS} words between two slashes"
    return "stands twice" if pattern in before else ""


def _compiled(pattern: str) -> re.Pattern[str]:
    """Return the pattern as a regular expression with one group for each word; a word that repeats must be the same."""
    parts: list[str] = []
    seen: set[str] = set()
    end = 0
    for match in re.finditer(_WORD, pattern):
        parts.append(re.escape(pattern[end : match.start()]))
        word, end = match[1], match.end()
        parts.append(f"(?P={word})" if word in seen else f"(?P<{word}>[^/]+)")
        seen.add(word)
    return re.compile("".join(parts) + re.escape(pattern[end:]))


def _key(
    project: Project, account: Account, key: str, pointer: Pointer, patterns: list[re.Pattern[str]], all_sound: bool
) -> Iterator[Finding]:
    """Yield what is wrong with one key; that it fits no pattern only where every pattern could be read."""
    if len(key.encode()) > LONGEST_KEY:
        message = f"a state key of {account.name} has {len(key.encode()):,} bytes; S3 takes {LONGEST_KEY:,}"
        yield codes.finding(RULE, message, project.at(pointer), "shorten it")
        return
    matches = [match for pattern in patterns if (match := pattern.fullmatch(key))]
    if not matches:
        if not all_sound:
            return
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
