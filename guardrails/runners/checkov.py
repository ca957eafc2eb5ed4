"""Checkov: one warm worker for any number of plans and folders, in whatever environment Checkov is installed."""

from __future__ import annotations

import importlib.util
import json
import shutil
import sys
from collections.abc import Collection, Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import Any, Final

from guardrails.model.scan import Answer, Record, Scan, ScanFailed
from guardrails.runners.process import Worker, flags

TOOL: Final = "Checkov"
WORKER: Final = Path(__file__).with_name("checkov_worker")
HOW_TO_GET_IT: Final = (
    "Checkov is not installed beside guardrails. Install it with `pip install 'guardrails-aws[checkov]'`, or name an "
    "interpreter that has it with --checkov-python, or go without its rules with --no-checkov."
)


def find_python(given: Path | None) -> Path:
    """Return the interpreter to run Checkov with: the given one, else this one where Checkov can be imported.

    Raises:
        ScanFailed: (usage) neither is there; says how to install it.
    """
    if given is not None:
        return Path(shutil.which(given) or given)
    spec = importlib.util.find_spec("checkov")
    if spec is None or spec.origin is None:
        raise ScanFailed(HOW_TO_GET_IT, usage=True)
    return Path(sys.executable)


class Checkov:
    """A worker that has loaded the checks once and scans what it is given, in order; use it in a `with`."""

    def __init__(
        self,
        python: Path,
        folders: Sequence[Path],
        settings: Path,
        checks: Sequence[str],
        *,
        timeout: float = 600,
        shortcuts: bool = True,
        described: Collection[str] = (),
    ) -> None:
        """Start the worker and return at once; what is wrong with the request is told by the first `result`.

        Args:
            python: the interpreter that has Checkov.
            folders: folders of check files; a file of the same name in a later one replaces the earlier one.
            settings: the organization's settings file.
            checks: the exact ids that are to run, ours and Checkov's own.
            timeout: seconds for one input.
            shortcuts: False runs Checkov as it is, as an untested version is run.
            described: the ids that the files may have; a file with another one is refused. Empty: none is.

        Raises:
            ScanFailed: (usage) no check is asked for, or the interpreter cannot be started.
        """
        if not checks:
            raise ScanFailed("no check is selected for Checkov; a scan without checks finds nothing", usage=True)
        self._checks, self._python, self._hello = tuple(checks), python, False
        self._version, self._scans = "", dict[str, Scan | ScanFailed]()
        self._broken: ScanFailed | None = None
        self._answer: dict[str, Any] | None = None
        self._worker = Worker([python.absolute(), *flags(python), WORKER], tool=TOOL, timeout=timeout)
        start = {
            "folders": [str(one.resolve()) for one in folders],
            "checks": list(checks),
            "settings": str(settings.resolve()),
            "shortcuts": shortcuts,
            "described": sorted(described),
        }
        self._worker.say({"start": start})

    @property
    def version(self) -> str:
        """Checkov's version; empty before the first result."""
        return self._version

    def submit_plan(self, name: str, document: bytes, account: str, unknown: Mapping[str, Sequence[str]]) -> None:
        """Send the JSON of a plan; returns at once.

        Args:
            name: what `result` asks for; each input has another.
            document: `terraform show -json`, without what is sensitive.
            account: name or id of the account that it is for; empty where nobody says.
            unknown: address -> attributes that are configured and known only after apply.
        """
        late = {address: list(names) for address, names in unknown.items()}
        self._worker.say({"plan": name, "account": account, "unknown": late, "size": len(document)}, document)

    def submit_sources(self, name: str, folder: Path, account: str, variables: Sequence[Path] = ()) -> None:
        """Have the worker read a folder of Terraform code; returns at once.

        `variables` are the files of values that Terraform is run with (`-var-file`).
        """
        files = [str(one.resolve()) for one in variables]
        where = str(folder.resolve())
        self._worker.say({"sources": name, "folder": where, "account": account, "variables": files})

    def result(self, name: str) -> Scan:
        """Wait for an input and return what the checks say of it.

        Raises:
            ScanFailed: there is no whole answer; (usage) the checks cannot be run as asked.
        """
        while name not in self._scans:
            if self._broken is not None:
                raise self._broken
            self._take()
        found = self._scans[name]
        if isinstance(found, ScanFailed):
            raise found
        return found

    def _take(self) -> None:
        """Read one message of the worker."""
        try:
            message = self._worker.message()
            if message is None:
                raise self._silent()
            self._heard(message)
        except ScanFailed as failed:
            self._broken = failed
        except (KeyError, TypeError, ValueError):
            self._broken = ScanFailed(f"{TOOL}: its worker gave an answer that cannot be read")

    def _heard(self, message: Mapping[str, Any]) -> None:
        if "hello" in message:
            self._hello = True
        elif not self._hello:
            raise self._silent()
        elif "ready" in message:
            self._version = str(message["ready"]["version"])
        elif "failed" in message:
            self._failed(message)
        elif "scan" in message:
            self._answer = dict(message)
        else:
            self._end(message)

    def _failed(self, message: Mapping[str, Any]) -> None:
        text = str(message["failed"])
        if "has no Checkov" in text:
            text = f"{self._python}: {text}. {HOW_TO_GET_IT}"
        failed = ScanFailed(f"{TOOL}: {text}", usage=message["usage"] is True)
        if message["name"] is None:
            raise failed
        self._scans[message["name"]] = failed

    def _end(self, message: Mapping[str, Any]) -> None:
        """Take an answer once the line after it says that it was whole."""
        answer, self._answer = self._answer, None
        name, records = message["end"], message["records"]
        if answer is None or answer["scan"] != name or len(answer["records"]) != records:
            raise ScanFailed(f"{TOOL}: its worker gave an answer that is not whole")
        self._scans[name] = self._scan(answer)

    def _scan(self, answer: Mapping[str, Any]) -> Scan:
        looked = {check: int(answer["looked"].get(check, 0)) for check in self._checks}
        records = tuple(_record(*one) for one in answer["records"])
        notes = tuple(str(one) for one in answer["notes"])
        return Scan(TOOL, self._version, records, looked, int(answer["resources"]), notes)

    def _silent(self) -> ScanFailed:
        if not self._hello:
            self._worker.end()
            return ScanFailed(f"{TOOL}: {self._python} is no Python interpreter that can run it", usage=True)
        return ScanFailed(f"{TOOL}: its worker {self._worker.ended()} before it had answered")

    def __enter__(self) -> Checkov:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._worker.end()


def _record(
    check: str, address: str, answer: str, keys: list[str], message: str, file: str, line: int, end: int, comment: str
) -> Record:
    return Record(check, address, Answer(answer), tuple(keys), message, file, line, end, comment=comment)


def document_bytes(document: Mapping[str, Any]) -> bytes:
    """Return a plan's document as `submit_plan` takes it."""
    return json.dumps(document, separators=(",", ":")).encode()
