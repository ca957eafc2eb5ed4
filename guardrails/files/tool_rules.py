"""The rules that Checkov and cfn-lint run: ours, the stock ones that the baseline keeps, and why others are left out.

They come from `rules/rules.json`, which `scripts/build_rules.py` writes from the check files and `rules/baseline.yaml`:
neither tool is needed to read it, and no YAML and no check is parsed where time counts. The pages of our rules are the
docstrings of their files.
"""

from __future__ import annotations

import ast
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any, Final

from guardrails.files.project import library
from guardrails.files.rule_files import CFN_LINT, CHECKOV, WrongRule, row_of
from guardrails.model.finding import Confidence, Rule, Severity

FILE: Final = "rules.json"
VERSION: Final = 1
STOCK_SLUG: Final = "stock-checks"
"""The page of `docs/rules/` that all stock checks stand on."""

SEVERITIES: Final[Mapping[str, Severity]] = {
    "CRITICAL": Severity.ERROR,
    "HIGH": Severity.ERROR,
    "MEDIUM": Severity.WARNING,
    "LOW": Severity.NOTE,
    "ERROR": Severity.ERROR,
    "WARNING": Severity.WARNING,
    "INFORMATIONAL": Severity.NOTE,
}
"""The severities of Checkov and of cfn-lint, and what a finding of ours has for each."""


@dataclass(frozen=True, slots=True)
class About:
    """What else is known of a rule: `level` is the tool's severity, `file` its file below the folder of the rules.

    `help` says how to mend a finding. `graph`: Checkov needs its graph for it, which costs time. `note` says why a
    stock check has this severity, where that is not plain.
    """

    title: str
    level: str
    tool: str
    file: str = ""
    pillar: str = ""
    help: str = ""
    graph: bool = False
    note: str = ""


@dataclass(frozen=True, slots=True)
class Skip:
    """A stock check that is left out, why, and what looks instead; empty conditions hold everywhere.

    `environment` and `account` are the target's, `address` is a pattern of addresses in which only `*` means something
    (any text), and `absent` names types of resources: the check is left out where the input has none of them.
    """

    id: str
    reason: str
    title: str = ""
    instead: tuple[str, ...] = ()
    environment: str = ""
    account: str = ""
    address: str = ""
    absent: tuple[str, ...] = ()

    @property
    def always(self) -> bool:
        """Whether it holds everywhere."""
        return not (self.environment or self.account or self.address or self.absent)

    def whole(self, environment: str, account: str, types: frozenset[str] | None) -> bool:
        """Whether the check need not run at all for this target. `types`: those in the input; None: not known."""
        if self.address or self.environment not in ("", environment) or self.account not in ("", account):
            return False
        return not self.absent or (types is not None and types.isdisjoint(self.absent))

    def covers(self, environment: str, account: str, address: str) -> bool:
        """Whether a finding at an address is left out by this skip, for the target of that environment and account."""
        if self.environment not in ("", environment) or self.account not in ("", account):
            return False
        return bool(self.address) and _pattern(self.address).fullmatch(address) is not None


@cache
def _pattern(glob: str) -> re.Pattern[str]:
    return re.compile(".*".join(re.escape(part) for part in glob.split("*")), re.DOTALL)


@dataclass(frozen=True, slots=True)
class ToolRules:
    """All of them by id. `folder` holds the rules; `stock` has what the baseline keeps, at some targets or at all."""

    folder: Path
    rules: Mapping[str, Rule]
    stock: Mapping[str, Rule]
    skips: tuple[Skip, ...]
    about: Mapping[str, About]

    def page_of(self, rule_id: str) -> str | None:
        """Return the page of a rule as Markdown that begins with its summary; None for an id that is unknown here."""
        own = self.rules.get(rule_id)
        if own is None:
            return stock_page(self, rule_id)
        text = (self.folder / self.about[rule_id].file).read_text("utf-8")
        return page_in(text)


def page_in(text: str) -> str:
    """Return the page in the text of a check's file: its docstring, which is not run to be read."""
    return (ast.get_docstring(ast.parse(text)) or "") + "\n"


def rules_folder() -> Path:
    """Return the folder of the rules that ship with the product: in the installed package, else in the checkout."""
    return library().parent / "rules"


@cache
def tool_rules(folder: Path | None = None) -> ToolRules:
    """Return the rules of a folder, or of the one that ships with the product.

    Raises OSError or ValueError when its `rules.json` cannot be used: no answer can rest on half of the rules.
    """
    where = folder or rules_folder()
    told = json.loads((where / FILE).read_bytes())
    if told.get("version") != VERSION:
        raise ValueError(f"{where / FILE}: not of version {VERSION}; `make docs` writes it")
    every = {row["id"]: row for row in told["rules"]}
    rules = {id: _rule(row) for id, row in every.items()}
    return ToolRules(
        folder=where,
        rules={id: rule for id, rule in rules.items() if not every[id]["stock"]},
        stock={id: rule for id, rule in rules.items() if every[id]["stock"]},
        skips=tuple(_skip(row) for row in told["skips"]),
        about={id: _about(row) for id, row in every.items()},
    )


def with_own(known: ToolRules, folder: Path) -> ToolRules:
    """Return the rules with those of a project in `folder`: of its table, and of check files that say it themselves.

    Ours stay among them, whatever the project's table leaves out; its stock checks and what it skips go before ours.
    Raises OSError, ValueError or WrongRule for a table or a file that cannot be used.
    """
    if (folder / FILE).is_file():
        told = tool_rules(folder)
        rules, about = {**known.rules, **told.rules}, {**known.about, **told.about}
        known = replace(known, rules=rules, about=about, stock=told.stock, skips=told.skips)
    rows = [
        row
        for tool, name in ((CHECKOV, "checkov"), (CFN_LINT, "cfn_lint"))
        for file in sorted((folder / name).glob("*.py"))
        if (row := row_of(tool, file, str(file.absolute()))) is not None
    ]
    wrong = next((row for row in rows if row["severity"] not in SEVERITIES), None)
    if wrong:
        raise WrongRule(f"{wrong['file']}: no severity {wrong['severity']!r}; {', '.join(SEVERITIES)} are")
    rules = {**known.rules, **{row["id"]: _rule(row) for row in rows}}
    return replace(known, rules=rules, about={**known.about, **{row["id"]: _about(row) for row in rows}})


def _rule(row: Mapping[str, Any]) -> Rule:
    severity = SEVERITIES[row["severity"]]
    if row["stock"]:
        return Rule(row["id"], STOCK_SLUG, row["title"], severity, (), Confidence.MEDIUM)
    return Rule(row["id"], row["slug"], row["summary"], severity, tuple(row["rows"]))


def _about(row: Mapping[str, Any]) -> About:
    if row["stock"]:
        return About(row["title"], row["severity"], CHECKOV, graph=row.get("graph", False), note=row.get("note", ""))
    return About(row["title"], row["severity"], row["tool"], row["file"], row["pillar"], row["help"])


def _skip(row: Mapping[str, Any]) -> Skip:
    where = row["where"]
    return Skip(
        id=row["id"],
        reason=row["reason"],
        title=row.get("title", ""),
        instead=tuple(row.get("instead", ())),
        environment=where.get("environment", ""),
        account=where.get("account", ""),
        address=where.get("address", ""),
        absent=tuple(where.get("absent", ())),
    )


def left_out(known: ToolRules, rule_id: str) -> Rule | None:
    """Return a stock check that the baseline leaves out everywhere, as a note; None for any other id."""
    found = next((one for one in known.skips if one.id == rule_id and one.always), None)
    return Rule(found.id, STOCK_SLUG, found.title, Severity.NOTE, (), Confidence.MEDIUM) if found else None


def stock_page(known: ToolRules, rule_id: str) -> str | None:
    """Return what we decided of a stock check, and why, as Markdown; None for one that the baseline does not name."""
    skips = [one for one in known.skips if one.id == rule_id]
    about = known.about.get(rule_id)
    if about is None and not skips:
        return None
    title = about.title if about else skips[0].title
    parts = [f"{title}.".replace("..", "."), "## What it does", f"A stock check of Checkov: {title}."]
    kept = (
        f"It runs, and its findings are of severity {SEVERITIES[about.level].value} ({about.level})." if about else ""
    )
    decided = [kept, about.note if about else "", *(_decision(one) for one in skips)]
    parts += ["## What we decided", "\n\n".join(filter(None, decided))]
    parts += ["## Sources", "- rules/baseline.yaml\n- https://www.checkov.io/5.Policy%20Index/terraform.html (2026-11)"]
    return "\n\n".join(parts) + "\n"


def _decision(skip: Skip) -> str:
    conditions = {
        "in the environment": skip.environment,
        "in the account": skip.account,
        "at": f"`{skip.address}`" if skip.address else "",
        "where there is none of": ", ".join(skip.absent),
    }
    where = " ".join(f"{word} {value}" for word, value in conditions.items() if value)
    instead = f" Instead: {', '.join(skip.instead)}." if skip.instead else ""
    return f"It is left out{f' {where}' if where else ''}: {skip.reason}.{instead}"
