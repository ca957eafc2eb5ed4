"""Starting Checkov, handing plans to it, and taking its answers; those that are known from before are not asked again.

The worker starts before anything else is done, since its imports take longer than most plans. It gets each plan as
soon as that is read, and works while we do.
"""

from __future__ import annotations

import hashlib
import json
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from types import TracebackType
from typing import TYPE_CHECKING, Any, Final, Protocol

from guardrails.commands.outcomes import Misused, Undecided
from guardrails.commands.scanning.selection import rule_folders
from guardrails.files.rule_settings import settings_text
from guardrails.files.tool_rules import tool_rules, with_own
from guardrails.model.scan import Scan, ScanFailed

if TYPE_CHECKING:
    from guardrails.commands.scanning.options import ScanOptions
    from guardrails.files.loaded import Project
    from guardrails.model.plan.plan import Plan
    from guardrails.runners.cache import Cache

_CHECKS: Final = "checkov"
"""The folder of Checkov's checks below `rules/`."""


class Worker(Protocol):
    """What runs Checkov: `runners.checkov.Checkov`."""

    def submit_plan(self, name: str, document: bytes, account: str, unknown: Any) -> None:
        """Hand over a plan, without waiting."""

    def submit_sources(self, name: str, folder: Path, account: str) -> None:
        """Hand over a folder of sources, without waiting."""

    def result(self, name: str) -> Scan:
        """Wait for the answer. Raises ScanFailed."""

    def __enter__(self) -> Worker:
        """Return itself."""

    def __exit__(self, *raised: Any) -> None:
        """End the process."""


def worker_for(python: Path, folders: Sequence[Path], settings: Path, checks: Sequence[str]) -> Worker:
    """Start Checkov. Raises ScanFailed where the interpreter cannot be started."""
    from guardrails.runners.checkov import Checkov  # a command that asks nobody does not pay for it

    return Checkov(python, folders, settings, checks, described=described_in(folders))


def described_in(folders: Sequence[Path]) -> frozenset[str]:
    """Return the ids that check files may have where a project has its own: ours, and those that its table describes.

    Empty where only our own folder is given.
    """
    if len(folders) == 1:
        return frozenset()
    return frozenset(with_own(tool_rules(), folders[-1].parent).rules)


@dataclass(slots=True)
class Scanning:
    """Checkov at work during one run of a command; leave its context to end it."""

    worker: Worker
    cache: Cache | None
    basis: tuple[bytes, ...]
    """Everything but the input that an answer depends on; empty: nothing is kept."""
    _folder: TemporaryDirectory[str]
    _keys: dict[str, str] = field(default_factory=dict)
    _known: dict[str, Scan] = field(default_factory=dict)

    def __enter__(self) -> Scanning:
        """Return itself."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """End the worker and remove its settings."""
        self.worker.__exit__(kind, error, trace)
        self._folder.cleanup()

    def submit(self, name: str, plan: Plan, account: str) -> None:
        """Hand over a plan for an account (its name, or empty), unless its answer is known. `name` is for `result`."""
        from guardrails.terraform.redacted import late_attributes, plan_document

        document = json.dumps(plan_document(plan), ensure_ascii=False, separators=(",", ":")).encode()
        late = plan.once(late_attributes)
        if not self._is_known(name, "plan", document, json.dumps(late), account):
            _or_end(lambda: self.worker.submit_plan(name, document, account, late))

    def submit_sources(self, name: str, folder: Path, account: str, content: bytes | None) -> None:
        """Hand over a folder of sources, unless its answer is known.

        `content` is all that an answer depends on; None where Checkov may read more than we do: then nothing is kept.
        """
        if content is None or not self._is_known(name, "sources", str(folder), content, account):
            _or_end(lambda: self.worker.submit_sources(name, folder, account))

    def _is_known(self, name: str, *input: bytes | str) -> bool:
        """Whether the answer about an input is known from before; else it is to be kept once it is there."""
        if self.cache is None or not self.basis:
            return False
        from guardrails.runners.cache import key_of

        self._keys[name] = key = key_of(*self.basis, *input)
        found = self.cache.get(key)
        if found is not None:
            self._known[name] = found
        return found is not None

    def result(self, name: str) -> Scan:
        """Return what Checkov says of an input. Raises Undecided where it does not answer, Misused where it cannot."""
        if name not in self._known:
            scan = _or_end(lambda: self.worker.result(name))
            self._known[name] = scan
            if self.cache is not None and name in self._keys:
                self.cache.put(self._keys[name], scan)
        return self._known[name]


def _or_end(act: Callable[[], Any]) -> Any:
    try:
        return act()
    except ScanFailed as failed:
        raise (Misused if failed.usage else Undecided)(str(failed)) from None


def start(project: Project, options: ScanOptions, checks: Sequence[str]) -> Scanning:
    """Start Checkov for these checks; returns at once. Raises Misused where no interpreter has it."""
    from guardrails.runners.cache import user_cache
    from guardrails.runners.checkov import find_python

    python: Path = _or_end(lambda: find_python(options.checkov_python))
    text = settings_text(project)
    folders = rule_folders(project, _CHECKS)
    written = TemporaryDirectory(prefix="guardrails-", ignore_cleanup_errors=True)
    settings = Path(written.name, "settings.json")
    settings.write_text(text, "utf-8")
    try:
        worker = _or_end(lambda: worker_for(python, folders, settings, checks))
    except (Misused, Undecided):
        written.cleanup()
        raise
    cache = user_cache()
    basis = _basis(python, folders, text, checks) if cache is not None else ()
    return Scanning(worker, cache, basis, written)


def _basis(python: Path, folders: Sequence[Path], settings: str, checks: Sequence[str]) -> tuple[bytes, ...]:
    """Return what answers depend on beside the input; nothing where the version of Checkov cannot be told."""
    from guardrails import __version__, runners

    version = installed_version(python)
    if not version:
        return ()
    worker = Path(runners.__file__).parent / "checkov_worker"
    return (
        b"checkov",
        version.encode(),
        __version__.encode(),
        _content(worker),
        *(_content(folder) for folder in folders),
        settings.encode(),
        "\n".join(checks).encode(),
        "\n".join(sorted(described_in(folders))).encode(),
    )


def _content(folder: Path) -> bytes:
    digest = hashlib.sha256()
    for file in sorted(one for one in folder.rglob("*") if one.suffix in (".py", ".yaml", ".yml", ".json")):
        data = file.read_bytes()
        digest.update(f"{file.relative_to(folder).as_posix()}\0{len(data)}\0".encode())
        digest.update(data)
    return digest.digest()


def installed_version(python: Path) -> str:
    """Return the version of Checkov in an interpreter's environment without running it; empty where it is not there.

    Other packages there count little: what Checkov says of Terraform is decided in its own code and in ours.
    """
    if str(python) == sys.executable:
        from importlib.metadata import PackageNotFoundError, version

        try:
            return version("checkov")
        except PackageNotFoundError:
            return ""
    home = python.absolute().parent.parent
    folders = (*home.glob("lib/python3*/site-packages"), home / "Lib" / "site-packages")
    found = [one.name for folder in folders for one in folder.glob("checkov-*.dist-info")]
    return found[0].removeprefix("checkov-").removesuffix(".dist-info") if len(found) == 1 else ""
