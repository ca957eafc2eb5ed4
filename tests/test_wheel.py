"""The wheel alone is enough: installed into an empty environment, run from an empty folder, it answers."""

from __future__ import annotations

import subprocess
import sys
import venv
import zipfile
from pathlib import Path

import pytest

PROJECT = Path(__file__).parents[1]


def run(*command: str | Path, cwd: Path, code: int = 0) -> subprocess.CompletedProcess[str]:
    done = subprocess.run([str(part) for part in command], cwd=cwd, capture_output=True, text=True, timeout=600)
    assert done.returncode == code, f"{done.args} ended with {done.returncode}\n{done.stdout}\n{done.stderr}"
    return done


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("dist")
    run(sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", folder, PROJECT, cwd=PROJECT)
    (built,) = folder.glob("*.whl")
    return built


def test_the_wheel_carries_policies_rules_reports_and_licence(wheel: Path) -> None:
    names = zipfile.ZipFile(wheel).namelist()
    for wanted in (
        "scps/organization.yaml",
        "scps/gpu-cap.json",
        "rules/README.md",
        "reports/README.md",
        "reports/gate.html.j2",
        "reports/gate-parts.html.j2",
        "reports/gate.css",
    ):
        assert f"guardrails/bundled/{wanted}" in names
    for wanted in (
        "terraform/data/mappings.json",
        "terraform/data/generated.json",
        "renderers/schemas/gate.schema.json",
        "renderers/schemas/prove.schema.json",
        "renderers/schemas/requests.schema.json",
        "files/schemas/waivers.schema.json",
    ):
        assert f"guardrails/{wanted}" in names
    rules = [path for path in (PROJECT / "rules").rglob("*") if path.is_file() and "__pycache__" not in path.parts]
    assert {f"guardrails/bundled/{path.relative_to(PROJECT).as_posix()}" for path in rules} <= set(names)
    assert any(name.startswith("guardrails/bundled/scps/tests/") for name in names)
    assert any(name.startswith("guardrails/bundled/scps/examples/") for name in names)
    assert "guardrails/py.typed" in names
    assert any(name.endswith("/LICENSE") for name in names)
    assert not [name for name in names if "__pycache__" in name or name.startswith("tests/")]


def test_it_answers_from_an_empty_folder(wheel: Path, tmp_path: Path) -> None:
    environment, elsewhere = tmp_path / "environment", tmp_path / "elsewhere"
    elsewhere.mkdir()
    venv.create(environment, with_pip=True)
    pip = (environment / "bin" / "python", "-m", "pip", "--disable-pip-version-check", "--quiet")
    run(*pip, "install", "-c", PROJECT / "constraints.txt", wheel, cwd=elsewhere)
    answer = run(environment / "bin" / "guardrails", "simulate", "ec2:RunInstances", "p3.16xlarge", cwd=elsewhere)
    assert "gpu-cap" in answer.stdout
    assert "Dev" in answer.stdout
    assert "bundled" in answer.stdout + answer.stderr
    page = run(environment / "bin" / "guardrails", "explain", "LINT-011", cwd=elsewhere)
    assert page.stdout.startswith("# LINT-011 absent-key")
    assert "## How to fix" in page.stdout
    for rule, said in (("CKV_LZ_005", "## Use instead"), ("E9105", "## Use instead"), ("CKV_AWS_338", "left out")):
        assert said in run(environment / "bin" / "guardrails", "explain", rule, cwd=elsewhere).stdout
    checked = run(
        environment / "bin" / "guardrails", "check", PROJECT / "scps" / "region-lock.json", cwd=elsewhere, code=1
    )
    assert "LINT-027" in checked.stdout  # outside of its project the document is a template
    assert not list(elsewhere.iterdir()), "a question leaves no file behind"
    gates(environment / "bin" / "guardrails", elsewhere)


def gates(guardrails: Path, elsewhere: Path) -> None:
    """Judge a plan with the organization of a project, and without one, and write every report."""
    plan = PROJECT / "tests" / "terraform" / "plans" / "accelerator-instance.json"
    formats = ("text", "json", "sarif", "junit", "github", "gitlab", "markdown", "html")
    outputs = [f"--output={name}={elsewhere / name}" for name in formats]
    asked = (guardrails, "gate", plan, "--account", "Dev", "--as", "role/Developer")
    judged = run(*asked, "--root", PROJECT, *outputs, cwd=elsewhere, code=1)
    assert "gpu-cap#CapRunInstances" in judged.stdout
    for name in formats:
        assert "PG-016" in (elsewhere / name).read_text("utf-8"), name
    page = (elsewhere / "html").read_text("utf-8")
    assert page.startswith("<!doctype html>") and "<style>" in page
    example = run(*asked, cwd=elsewhere, code=1)
    assert "no organization file" in example.stdout
    requests = run(guardrails, "requests", plan, "--format", "json", cwd=elsewhere)
    assert '"ec2:RunInstances"' in requests.stdout
    assert run(guardrails, "explain", "PG-005", cwd=elsewhere).stdout.startswith("# PG-005 protected-objects")
