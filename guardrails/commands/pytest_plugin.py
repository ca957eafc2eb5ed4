"""Pytest plugin: scenario and case files as tests, for those who ask for it.

Nothing is collected, and nothing of ours is imported, unless the project's pytest configuration says which files:

    [tool.pytest.ini_options]
    guardrails_files = ["scps/tests/*.yaml"]

Patterns are relative to pytest's root folder. A file named after a policy also gets the test `statements`, which fails
when a statement of that policy is decisive in none of the file's scenarios.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from fnmatch import fnmatchcase
from pathlib import Path

import pytest

OPTION = "guardrails_files"


def pytest_addoption(parser: pytest.Parser) -> None:
    """Declare the option that switches the plugin on."""
    parser.addini(OPTION, "guardrails scenario and case files to collect (glob patterns)", type="args", default=[])


def pytest_collect_file(file_path: Path, parent: pytest.Collector) -> pytest.Collector | None:
    """Return a collector for a file that one of the patterns names, else None."""
    patterns = parent.config.getini(OPTION)
    if not patterns or file_path.suffix not in (".yaml", ".yml"):
        return None
    root = parent.config.rootpath
    name = file_path.relative_to(root).as_posix() if file_path.is_relative_to(root) else file_path.as_posix()
    if not any(fnmatchcase(name, pattern) for pattern in patterns):
        return None
    collector: pytest.Collector = ScenarioFile.from_parent(parent, path=file_path)
    return collector


class ScenarioFile(pytest.File):
    """One scenario or case file. It is run while it is collected: that takes milliseconds, and tells its tests."""

    def collect(self) -> Iterator[pytest.Item]:
        """Yield one test for each scenario; raises CollectError for a file that cannot be read."""
        from guardrails.commands.trials import Run, coverage

        now = datetime.now(UTC)
        run = Run(now.date(), now)
        run.file(
            self.path, self.config.rootpath if self.path.is_relative_to(self.config.rootpath) else self.path.parent
        )
        if run.problems or not run.trials:
            raise self.CollectError("\n".join(run.problems) or f"{self.path}: no scenario")
        for at, trial in enumerate(run.trials):
            yield ScenarioItem.from_parent(self, name=trial.id or f"{at}: {trial.name}", failures=trial.failures)
        own = {slug: project for slug, project in run.tested.items() if slug == self.path.stem}
        for one in coverage(run, own):
            gaps = tuple(f"statement {name} is decisive in no scenario" for name in one.never_decisive)
            yield ScenarioItem.from_parent(self, name="statements", failures=gaps)


class ScenarioItem(pytest.Item):
    """One scenario, with what was found when it ran."""

    def __init__(self, *, failures: tuple[str, ...], **options: object) -> None:
        super().__init__(**options)  # type: ignore[arg-type]
        self.failures = failures

    def runtest(self) -> None:
        """Fail when the scenario did."""
        if self.failures:
            raise ScenarioFailed("\n".join(self.failures))

    def repr_failure(self, excinfo: pytest.ExceptionInfo[BaseException], style: object = None) -> str:
        """Return the lines of the failure; the place in our code says nothing."""
        return str(excinfo.value)

    def reportinfo(self) -> tuple[Path, int, str]:
        """Return where the test stands."""
        return self.path, 0, self.name


class ScenarioFailed(Exception):
    """A scenario whose answer is not the one expected."""
