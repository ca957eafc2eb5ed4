"""cfn-lint: one warm worker for any number of templates, in whatever environment cfn-lint is installed."""

from __future__ import annotations

import importlib.util
import shutil
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import Any, Final

from guardrails.model.scan import Answer, Record, Scan, ScanFailed
from guardrails.runners.process import Worker, flags

TOOL: Final = "cfn-lint"
WORKER: Final = Path(__file__).with_name("cfn_lint_worker")
HOW_TO_GET_IT: Final = (
    "cfn-lint is not installed beside guardrails. Install it with `pip install 'guardrails-aws[cfn]'`, or name an "
    "interpreter that has it with --cfn-lint-python, or go without it with --no-cfn-lint."
)


def find_python(given: Path | None) -> Path:
    """Return the interpreter to run cfn-lint with: the given one, else this one where cfn-lint can be imported.

    Raises:
        ScanFailed: (usage) neither is there; says how to install it.
    """
    if given is not None:
        return Path(shutil.which(given) or given)
    spec = importlib.util.find_spec("cfnlint")
    if spec is None or spec.origin is None:
        raise ScanFailed(HOW_TO_GET_IT, usage=True)
    return Path(sys.executable)


class CfnLint:
    """A worker that has loaded the rules once and reads templates, in order; use it in a `with`."""

    def __init__(
        self, python: Path, folders: Sequence[Path], settings: Path, rules: Sequence[str], *, timeout: float = 300
    ) -> None:
        """Start the worker and return at once; what is wrong with the request is told by the first `result`.

        Args:
            python: the interpreter that has cfn-lint.
            folders: folders of rule files; a file of the same name in a later one replaces the earlier one.
            settings: the organization's settings file.
            rules: ids that have to be among the loaded rules; cfn-lint's own rules always run.
            timeout: seconds for one template.

        Raises:
            ScanFailed: (usage) the interpreter cannot be started.
        """
        self._python, self._hello, self._version = python, False, ""
        self._scans = dict[str, Scan | ScanFailed]()
        self._broken: ScanFailed | None = None
        self._answer: Mapping[str, Any] | None = None
        self._worker = Worker([python.absolute(), *flags(python), WORKER], tool=TOOL, timeout=timeout)
        where = [str(one.resolve()) for one in folders]
        self._worker.say({"start": {"folders": where, "rules": list(rules), "settings": str(settings.resolve())}})

    @property
    def version(self) -> str:
        """cfn-lint's version; empty before the first result."""
        return self._version

    def submit(self, name: str, text: bytes, account: str = "") -> None:
        """Send a template; returns at once.

        Args:
            name: what `result` asks for; each template has another.
            text: YAML or JSON, in UTF-8.
            account: name or id of the account that it is for; empty where nobody says.
        """
        self._worker.say({"template": name, "account": account, "size": len(text)}, text)

    def result(self, name: str) -> Scan:
        """Wait for a template and return what the rules say of it.

        Addresses are `Resources.<logical id>`, or the first two steps of whatever else of the template it is about.

        Raises:
            ScanFailed: there is no whole answer; (usage) the rules cannot be run as asked.
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
            self._answer = message
        else:
            self._end(message)

    def _failed(self, message: Mapping[str, Any]) -> None:
        text, name = str(message["failed"]), message["name"]
        if "has no cfn-lint" in text:
            text = f"{self._python}: {text}. {HOW_TO_GET_IT}"
        failed = ScanFailed(f"{TOOL}: {text}" if name is None else text, usage=message["usage"] is True)
        if name is None:
            raise failed
        self._scans[name] = failed

    def _end(self, message: Mapping[str, Any]) -> None:
        """Take an answer once the line after it says that it was whole."""
        answer, self._answer = self._answer, None
        if answer is None or answer["scan"] != message["end"] or len(answer["records"]) != message["records"]:
            raise ScanFailed(f"{TOOL}: its worker gave an answer that is not whole")
        records = tuple(_record(*one) for one in answer["records"])
        looked = {str(id): int(count) for id, count in answer["looked"].items()}
        notes = tuple(str(one) for one in answer["notes"])
        self._scans[message["end"]] = Scan(TOOL, self._version, records, looked, int(answer["resources"]), notes)

    def _silent(self) -> ScanFailed:
        if not self._hello:
            self._worker.end()
            return ScanFailed(f"{TOOL}: {self._python} is no Python interpreter that can run it", usage=True)
        return ScanFailed(f"{TOOL}: its worker {self._worker.ended()} before it had answered")

    def __enter__(self) -> CfnLint:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._worker.end()


def _record(
    check: str,
    address: str,
    answer: str,
    keys: list[str],
    message: str,
    line: int,
    end: int,
    column: int,
    comment: str,
) -> Record:
    return Record(check, address, Answer(answer), tuple(keys), message, "", line, end, column, comment)
