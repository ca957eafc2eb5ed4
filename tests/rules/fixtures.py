"""The fixtures of the Checkov checks: a folder for each check, in it roots of Terraform and the plans made of them.

A root is the folder itself, or each folder in it that holds a `main.tf` (`prod/main.tf`): some rules ask different
things of different accounts. `# account: Prod` in the first line of `main.tf` says for which account the root is;
without it nobody says. Names tell what the check has to answer: blocks `pass_...`, `fail_...`, `unknown_...`; what is
called otherwise is around them and the check must not speak of it. Beside `main.tf` stand `plan.json`, which
`scripts/build_rule_plans.py` makes with the real provider, and `plan.made-from`, the digest of what it was made from.
"""

from __future__ import annotations

import os
import re
from dataclasses import dataclass
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).resolve().parents[2]
CHECKS = REPOSITORY / "rules" / "checkov"
FIXTURES = REPOSITORY / "tests" / "rules" / "checkov"
NO_CHECK = (
    "guardrail_settings",
    "guardrail_values",
    "guardrail_graph",
    "guardrail_policies",
    "guardrail_permission_sets",
    "guardrail_check",
    "guardrail_network",
    "guardrail_access",
    "guardrail_tags",
    "guardrail_taggable",
    "guardrail_ingress",
    "guardrail_buckets",
    "guardrail_accounts",
)
"""Files of the folder that hold no check."""

_ACCOUNT = re.compile(r"# account: (\w+)")


@dataclass(frozen=True, slots=True)
class Root:
    """One root: the slug of its check, its folder, and the account it is for."""

    slug: str
    folder: Path

    @property
    def name(self) -> str:
        """How a test calls it."""
        return self.folder.relative_to(FIXTURES).as_posix()

    @property
    def account(self) -> str:
        """The account's name; empty where the root does not say."""
        told = _ACCOUNT.match((self.folder / "main.tf").read_text("utf-8"))
        return told[1] if told else ""

    @property
    def plan(self) -> Path:
        """The plan made of it."""
        return self.folder / "plan.json"


def roots(slug: str = "") -> tuple[Root, ...]:
    """Return all roots, or those of one check, in order of name."""
    folders = sorted(file.parent for file in FIXTURES.rglob("main.tf"))
    every = (Root(folder.relative_to(FIXTURES).parts[0], folder) for folder in folders)
    return tuple(one for one in every if slug in ("", one.slug))


def slugs() -> tuple[str, ...]:
    """Return the slug of every check, from its file."""
    files = (file.stem for file in sorted(CHECKS.glob("guardrail_*.py")) if file.stem not in NO_CHECK)
    return tuple(one.removeprefix("guardrail_").replace("_", "-") for one in files)


def checkov_python() -> Path:
    """Return the interpreter that has Checkov; without one, CI fails, and at a desk the test is skipped."""
    told = os.environ.get("GUARDRAILS_CHECKOV_PYTHON")
    found = Path(told) if told else REPOSITORY / ".venv-checkov" / "bin" / "python"
    if not found.is_file():
        message = f"{found}: no interpreter with Checkov; `make checkov` installs it"
        if os.environ.get("CI"):
            pytest.fail(message, pytrace=False)
        pytest.skip(message)
    return found
