"""Which folders are roots, and which roots a changed folder belongs to."""

from __future__ import annotations

from pathlib import Path

import pytest

from guardrails.terraform.sources.roots import Folder, folder_at, roots_of, roots_that_reach

VPC = 'resource "aws_vpc" "main" {\n  cidr_block = "10.0.0.0/16"\n}\n'


def call(source: str) -> str:
    return f'module "{source.rpartition("/")[2]}" {{\n  source = "{source}"\n}}\n'


def written(folder: Path, **files: str) -> Folder:
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in files.items():
        (folder / f"{name}.tf").write_text(text, "utf-8")
    return folder_at(folder)


@pytest.fixture
def project(tmp_path: Path) -> dict[Path, Folder]:
    """dev and prod call network, which calls addresses; an example calls storage, and nobody calls alone."""
    texts = {
        "live/dev": 'terraform {\n  backend "s3" {}\n}\n' + call("../../modules/network"),
        "live/prod": call("../../modules/network") + call("hashicorp/subnets/cidr"),
        "modules/network": call("../addresses") + VPC,
        "modules/addresses": 'output "x" {\n  value = 1\n}\n',
        "modules/storage": VPC,
        "modules/storage/examples/small": call("../.."),
        "modules/alone": VPC,
    }
    (tmp_path / ".git").mkdir()
    return {(tmp_path / name): written(tmp_path / name, main=text) for name, text in texts.items()}


def names(folders: dict[Path, Folder], paths: tuple[Path, ...]) -> list[str]:
    top = next(path for path in folders if path.name == "dev").parents[1]
    return [path.relative_to(top).as_posix() for path in paths]


def test_roots_are_what_nobody_calls(project: dict[Path, Folder]) -> None:
    assert names(project, roots_of(project)) == [
        "live/dev",
        "live/prod",
        "modules/alone",
        "modules/storage/examples/small",
    ]


@pytest.mark.parametrize(
    ("changed", "roots"),
    [
        ("live/dev", ["live/dev"]),
        ("modules/addresses", ["live/dev", "live/prod"]),
        ("modules/storage", ["modules/storage/examples/small"]),
        ("modules/alone", ["modules/alone"]),
        ("elsewhere", []),
    ],
)
def test_roots_that_a_change_is_part_of(project: dict[Path, Folder], changed: str, roots: list[str]) -> None:
    top = next(path for path in project if path.name == "dev").parents[1]
    assert names(project, roots_that_reach(project, {top / changed})) == roots


def test_a_module_with_a_provider_of_its_own_is_a_root_although_it_is_called(project: dict[Path, Folder]) -> None:
    network = next(path for path in project if path.name == "network")
    project[network] = written(network, provider='provider "aws" {\n  region = "us-east-1"\n}\n')
    assert "modules/network" in names(project, roots_of(project))


def test_what_only_calls_itself_in_circles_is_looked_at(tmp_path: Path) -> None:
    folders = {
        tmp_path / name: written(tmp_path / name, main=call(f"../{to}")) for name, to in (("a", "b"), ("b", "a"))
    }
    assert roots_of(folders) == (tmp_path / "a",)
    itself = {tmp_path / "c": written(tmp_path / "c", main=call("../c"))}
    assert roots_of(itself) == (tmp_path / "c",)


@pytest.mark.parametrize(
    ("text", "holds"),
    [
        (VPC, True),
        ('data "aws_vpc" "main" {}\n', True),
        ('provider "aws" {}\n', True),
        (call("./x"), True),
        ("resource aws_vpc main { <<<", True),
        ("what is this\n", True),
        ('variable "x" {}\noutput "y" {\n  value = var.x\n}\n', False),
        ("# nothing here\n/* resource */\n", False),
        ("", False),
    ],
)
def test_what_a_scanner_has_to_look_at(tmp_path: Path, text: str, holds: bool) -> None:
    assert written(tmp_path, main=text).holds is holds


def test_calls_are_local_folders_and_what_cannot_be_read_is_said(tmp_path: Path) -> None:
    (tmp_path / "bad.tf").write_bytes(b"\xff\xfe\xfa")
    found = written(tmp_path, main=call("./inner/../inner") + call("git::https://example.com/x"))
    assert found.calls == (tmp_path / "inner",)
    assert found.problems == (f"{tmp_path.name}/bad.tf: is not UTF-8 and is not read",)
