"""Terraform itself on every module, example and root: fmt, validate, and the modules' own tests."""

from __future__ import annotations

import subprocess
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from guardrails.rehearsal.installation import terraform_binary
from guardrails.rehearsal.scratch import scratch_copy
from guardrails.rehearsal.terraform import Run, Terraform
from tests.terraform.module_reading import EXAMPLES, MODULES, REPOSITORY, ROOTS, TERRAFORM, name_of
from tests.terraform.side_by_side import SideBySide

# Reading the provider's schema is most of the work; collecting garbage less often halves it.
LAZY = {"GOGC": "400"}


@dataclass(frozen=True, slots=True)
class Copy:
    """A scratch copy of `terraform/`, the running provider, and the work that goes on in it."""

    terraform: Path
    attached: str
    work: SideBySide

    def validated(self, folder: Path) -> Run:
        """What `terraform validate` says of an example or root."""
        return self.work.result(f"validate {folder}", self.validating(folder))

    def tested(self, module: Path) -> Run:
        """What `terraform test` says of a module."""
        return self.work.result(f"test {module}", self.testing(module))

    def validating(self, folder: Path) -> Callable[[], Run]:
        """The work of validating a folder."""
        return lambda: self._there(folder).validate()

    def testing(self, module: Path) -> Callable[[], Run]:
        """The work of testing a module."""
        return lambda: self._there(module).test()

    def _there(self, folder: Path) -> Terraform:
        there = Terraform(self.terraform / folder.relative_to(TERRAFORM), reattach=self.attached, more=LAZY)
        there.get()
        return there


@pytest.fixture(scope="module")
def copy(attached: str, tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest) -> Iterator[Copy]:
    """The copy in which the chosen cases of this file run, two at a time."""
    root = scratch_copy(TERRAFORM / "modules", tmp_path_factory.mktemp("all")).parent
    made = Copy(root, attached, SideBySide())
    for item in request.session.items:
        chosen = getattr(item, "callspec", None)
        if item.path == Path(__file__) and chosen and "folder" in chosen.params:
            made.work.announce(f"validate {chosen.params['folder']}", made.validating(chosen.params["folder"]))
        elif item.path == Path(__file__) and chosen and "module" in chosen.params:
            made.work.announce(f"test {chosen.params['module']}", made.testing(chosen.params["module"]))
    yield made
    made.work.close()


def test_everything_is_formatted(plugins: Path) -> None:
    places = [str(TERRAFORM), str(REPOSITORY / "tests" / "terraform" / "fixtures")]
    for place in places:
        run = subprocess.run(
            [str(terraform_binary()), "fmt", "-check", "-diff", "-recursive", place],
            capture_output=True,
            text=True,
            timeout=120,
        )
        assert run.returncode == 0, f"terraform fmt -recursive {place}\n{run.stdout}{run.stderr}"


@pytest.mark.parametrize("folder", [*ROOTS, *EXAMPLES], ids=name_of)
def test_validate(copy: Copy, folder: Path) -> None:
    run = copy.validated(folder)
    assert run.ok, run.message


@pytest.mark.parametrize("module", MODULES, ids=name_of)
def test_the_tests_of_a_module_pass(copy: Copy, module: Path) -> None:
    run = copy.tested(module)
    (summary,) = (event["test_summary"] for event in run.events if event.get("type") == "test_summary")
    assert run.ok and summary["status"] == "pass", run.message
    assert summary["passed"] >= 3, "too few runs"
    assert not summary["skipped"]
