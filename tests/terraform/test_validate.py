"""Terraform itself on every module, example and root: fmt, validate, and the modules' own tests."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import yaml

from guardrails.rehearsal.errors import TerraformError
from guardrails.rehearsal.installation import terraform_binary
from guardrails.rehearsal.scratch import scratch_copy
from guardrails.rehearsal.terraform import Run, Terraform
from tests.terraform.module_reading import EXAMPLES, MODULES, REPOSITORY, ROOTS, TERRAFORM, declared, name_of
from tests.terraform.side_by_side import SideBySide

# Reading the provider's schema is most of the work; collecting garbage less often halves it.
LAZY = {"GOGC": "400"}
TFVARS = "guardrails.auto.tfvars.json"


@dataclass(frozen=True, slots=True)
class Copy:
    """A scratch copy of `terraform/`, the running provider, and the work that goes on in it."""

    terraform: Path
    attached: str
    work: SideBySide

    def validated(self, folder: Path) -> Run:
        """What `terraform validate` says of an example or root.

        One run over all of them costs a fifth of a run each. When it finds anything wrong, each folder gets its own.
        """
        together = self.work.result("validate all", self.validating_all())
        return together if together.ok else self.work.result(f"validate {folder}", self.validating(folder))

    def tested(self, module: Path) -> Run:
        """What `terraform test` says of a module."""
        return self.work.result(f"test {module}", self.testing(module))

    def validating(self, folder: Path) -> Callable[[], Run]:
        """The work of validating a folder."""
        return lambda: self._there(folder).validate()

    def validating_all(self) -> Callable[[], Run]:
        """The work of validating a root that calls every example and every live root as a module."""
        folder = self.terraform / "all"

        def work() -> Run:
            folder.mkdir(exist_ok=True)
            (folder / "main.tf.json").write_text(json.dumps(calling([*ROOTS, *EXAMPLES])), "utf-8")
            there = Terraform(folder, reattach=self.attached, more=LAZY)
            try:
                there.get()
            except TerraformError as problem:
                return Run(("get",), 1, text=str(problem))
            return there.validate()

        return work

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
            made.work.announce("validate all", made.validating_all())
        elif item.path == Path(__file__) and chosen and "module" in chosen.params:
            made.work.announce(f"test {chosen.params['module']}", made.testing(chosen.params["module"]))
    yield made
    made.work.close()


def calling(folders: Sequence[Path]) -> dict[str, Any]:
    """A root, in JSON, that calls folders as modules, with the values of their tfvars files."""
    values = yaml.safe_load((Path(__file__).parent / "live-values.yaml").read_text("utf-8"))
    files, modules = {}, {}
    for folder in folders:
        name = name_of(folder)
        call = {"source": f"../{name}", **(values.get(folder.name, {}) if folder in ROOTS else {})}
        if (folder / TFVARS).is_file():
            files[name] = f'${{jsondecode(file("../{name}/{TFVARS}"))}}'
            known = json.loads((folder / TFVARS).read_text("utf-8"))
            call |= {
                one: f'${{local.values["{name}"]["{one}"]}}' for one in declared(folder, "variable") if one in known
            }
        modules[name.replace("/", "_")] = call
    return {"locals": {"values": files}, "module": modules}


def test_everything_is_formatted(plugins: Path) -> None:
    places = [str(TERRAFORM), *(str(REPOSITORY / "tests" / "terraform" / name) for name in ("fixtures", "recording"))]
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
