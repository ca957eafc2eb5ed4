"""Asking cfn-lint: starting it for the templates whose answer is not known, its records as findings.

A worker is started only where an answer is missing, and works while policies are linted and plans are judged.
"""

from __future__ import annotations

import hashlib
import re
import sys
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from types import TracebackType
from typing import TYPE_CHECKING, Any, Final, Protocol

from guardrails.commands.outcomes import Misused
from guardrails.commands.scanning.findings import Scanned
from guardrails.commands.scanning.recognizing import is_template
from guardrails.commands.scanning.selection import rule_folders
from guardrails.files.policies.walk import shown
from guardrails.files.rule_files import CFN_LINT
from guardrails.files.rule_settings import settings_text
from guardrails.files.tool_rules import ToolRules
from guardrails.model.finding import Confidence, Finding, Rule, Severity
from guardrails.model.gate_report import RuleRun
from guardrails.model.scan import Answer, Record, Scan, ScanFailed
from guardrails.model.source import Location, Span
from guardrails.terraform.reading.redaction import SECRET_NAME

if TYPE_CHECKING:
    from guardrails.commands.scanning.options import ScanOptions
    from guardrails.files.loaded import Project
    from guardrails.runners.cache import Cache

_FOLDER: Final = "cfn_lint"
_LEVELS: Final = {"E": Severity.ERROR, "W": Severity.WARNING, "I": Severity.NOTE}
_HELP: Final = "https://github.com/aws-cloudformation/cfn-lint/blob/main/docs/rules.md says what the rule wants"
_HIDDEN: Final = re.compile(r"NoEcho", re.IGNORECASE)
_SECTION: Final = re.compile(r"""["']?(Rules|Mappings|Conditions|Transform|Resources|Outputs|Hooks)["']?\s*:""")
"""A line with which another part of a template begins; no property of a parameter is called so."""
_PARAMETERS: Final = re.compile(r"""^["']?Parameters["']?\s*:""", re.MULTILINE)

_NAMED: Final = re.compile(r"""(?<!\w)(\w+)["']?\s*:\s+(?=\S)""")
_HUMP: Final = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")


@dataclass(frozen=True, slots=True)
class Template:
    """One template: how reports name its file, how waivers do (from the project's root), what is in it."""

    file: str
    known_as: str
    text: bytes

    def address(self, record: Record) -> str:
        """Return the address of a record: `blueprints/data.yaml:Resources.Lake`."""
        return f"{self.known_as}:{record.address}" if record.address else self.known_as

    @property
    def source(self) -> str:
        """The text that reports may show lines of: without what has the name of a secret, and without the parameters,
        where there is one that nobody may see."""
        text = "\n".join(map(_without_secret, self.text.decode("utf-8", "replace").split("\n")))
        return "\n".join(_shown_lines(text)) if _HIDDEN.search(text) else text


def _is_secret(name: str) -> bool:
    """Whether a name (`MasterUserPassword`) is that of a secret."""
    return SECRET_NAME.search(_HUMP.sub("_", name).lower()) is not None


def _without_secret(line: str) -> str:
    found = next((one for one in _NAMED.finditer(line) if _is_secret(one[1])), None)
    return f"{line[: found.end()]}(hidden)" if found else line


def _shown_lines(text: str) -> Iterator[str]:
    """Yield each line, or a word in its place: for those of the parameters, and for all where these cannot be told."""
    hidden = whole = text.lstrip().startswith("{") or not _PARAMETERS.search(text)
    for line in text.splitlines():
        hidden = whole or bool(_PARAMETERS.match(line)) or (hidden and not _SECTION.match(line))
        yield "(hidden)" if hidden else line


def template_in(path: Path, project: Project) -> Template:
    """Return the template in a file. Raises OSError."""
    root = Path.cwd() if project.bundled else project.root
    return Template(shown(path, Path.cwd()), shown(path, root), path.read_bytes())


class Worker(Protocol):
    """What runs cfn-lint: `runners.cfn_lint.CfnLint`."""

    def submit(self, name: str, text: bytes, account: str) -> None:
        """Hand over a template, without waiting."""

    def result(self, name: str) -> Scan:
        """Wait for the answer. Raises ScanFailed."""

    def __exit__(self, *raised: Any) -> None:
        """End the process."""


@dataclass(slots=True)
class Linting:
    """cfn-lint during one run of a command; leave its context to end it."""

    python: Path
    folders: tuple[Path, ...]
    settings: str
    ids: tuple[str, ...]
    cache: Cache | None = None
    _worker: Worker | None = None
    _folder: TemporaryDirectory[str] | None = None
    _known: dict[str, Scan] = field(default_factory=dict)
    _keys: dict[str, str] = field(default_factory=dict)
    _submitted: set[str] = field(default_factory=set)

    def submit(self, template: Template, account: str) -> None:
        """Hand over a template for an account (its name, or empty), once, unless its answer is known."""
        name = template.file
        if name in self._submitted:
            return
        self._submitted.add(name)
        if self.cache is not None:
            from guardrails.runners.cache import key_of

            self._keys[name] = key = key_of(*self._basis(), template.text, account)
            found = self.cache.get(key)
            if found is not None:
                self._known[name] = found
                return
        self._started().submit(name, template.text, account)

    def result(self, template: Template) -> Scan:
        """Return what cfn-lint says of a template. Raises ScanFailed for one that it cannot read, Misused."""
        name = template.file
        if name not in self._known:
            try:
                scan = self._started().result(name)
            except ScanFailed as failed:
                if failed.usage:
                    raise Misused(str(failed)) from None
                raise
            self._known[name] = scan
            if self.cache is not None:
                self.cache.put(self._keys[name], scan)
        return self._known[name]

    def _started(self) -> Worker:
        if self._worker is None:
            from guardrails.runners.cfn_lint import CfnLint

            self._folder = TemporaryDirectory(prefix="guardrails-", ignore_cleanup_errors=True)
            settings = Path(self._folder.name, "settings.json")
            settings.write_text(self.settings, "utf-8")
            try:
                self._worker = CfnLint(self.python, self.folders, settings, self.ids)
            except ScanFailed as failed:
                self._folder.cleanup()
                raise Misused(str(failed)) from None
        return self._worker

    def _basis(self) -> Iterator[bytes]:
        """Yield what answers depend on beside the template."""
        from importlib.metadata import version

        from guardrails import runners

        yield b"cfn-lint"
        yield version("cfn-lint").encode()
        yield self.settings.encode()
        folders = (Path(runners.__file__).parent / "cfn_lint_worker", *self.folders)
        shared = tuple(folder.parent / "checkov" / "guardrail_settings.py" for folder in self.folders)
        for file in (*(one for folder in folders for one in sorted(folder.glob("*.py"))), *shared):
            yield file.name.encode()
            yield hashlib.sha256(file.read_bytes()).digest() if file.is_file() else b""

    def __enter__(self) -> Linting:
        """Return itself."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """End the worker and remove its settings."""
        if self._worker is not None:
            self._worker.__exit__(kind, error, trace)
        if self._folder is not None:
            self._folder.cleanup()


def linting(project: Project, options: ScanOptions, tools: ToolRules) -> Linting:
    """Return cfn-lint, not yet started. Raises Misused where no interpreter has it."""
    from guardrails.runners.cache import user_cache
    from guardrails.runners.cfn_lint import find_python

    try:
        python = find_python(options.cfn_lint_python)
    except ScanFailed as failed:
        raise Misused(str(failed)) from None
    # Of another interpreter nobody knows which cfn-lint it has before it is started.
    cache = user_cache() if str(python) == sys.executable else None
    return Linting(python, rule_folders(project, _FOLDER), settings_text(project), cfn_lint_ids(tools), cache)


def cfn_lint_ids(tools: ToolRules) -> tuple[str, ...]:
    """Return the ids of our rules for templates."""
    return tuple(sorted(id for id in tools.rules if tools.about[id].tool == CFN_LINT))


def cfn_lint_rule(tools: ToolRules, id: str) -> Rule:
    """Return a rule by id: ours, or one of cfn-lint itself, whose letter is its severity."""
    stock = Rule(id, "cfn-lint", "A rule of cfn-lint itself.", _LEVELS.get(id[:1], Severity.ERROR))
    return tools.rules.get(id, stock)


def template_findings(
    scan: Scan, template: Template, tools: ToolRules, chosen: Callable[[str], bool], advisory: Collection[str] = ()
) -> Scanned:
    """Return what a scan found in a template, at the lines of the template.

    Args:
        chosen: whether a rule was asked for, by id.
        advisory: ids of rules that never close the gate.
    """
    found, skipped = list[Finding](), list[tuple[Finding, str]]()
    for record in scan.records:
        if record.answer is Answer.PASSED or not chosen(record.check):
            continue
        finding = _finding(record, template, tools)
        if record.answer is Answer.SKIPPED:
            skipped.append((finding, record.comment))
        else:
            found.append(finding)
    ours = {id: scan.looked.get(id, 0) for id in cfn_lint_ids(tools)}
    seen = ours | {one.rule: scan.resources for one in (*found, *(each for each, _ in skipped)) if one.rule not in ours}
    runs = (RuleRun(cfn_lint_rule(tools, id), count, (), id in advisory) for id, count in seen.items() if chosen(id))
    return Scanned(tuple(found), tuple(skipped), tuple(runs), scan.notes)


def _finding(record: Record, template: Template, tools: ToolRules) -> Finding:
    rule, about = cfn_lint_rule(tools, record.check), tools.about.get(record.check)
    span = Span(record.line, max(record.column, 1), record.line, max(record.column, 1) + 1) if record.line else None
    message = " ".join(record.message.split()).rstrip(".")
    if any(map(_is_secret, re.findall(r"\w+", ".".join(record.keys)))) and rule.id not in tools.rules:
        message = "what stands here is wrong; cfn-lint would repeat it, and it has the name of a secret"
    undecided = record.answer is Answer.UNKNOWN
    return Finding(
        rule.id,
        rule.severity,
        f"{about.title}: {message}" if about else message,
        Location(template.file, (), span),
        about.help if about else _HELP,
        Confidence.HIGH if about else rule.confidence,
        address=template.address(record),
        attribute=record.keys[0] if record.keys else "",
        undecided=undecided,
        hangs_on=record.keys if undecided else (),
    )


def templates_in(paths: Sequence[Path]) -> tuple[Path, ...]:
    """Return the templates among files and below folders, each once."""
    from guardrails.files.policies.walk import policy_files

    return tuple(file for file in policy_files(paths, Path.cwd()) if is_template(file))
