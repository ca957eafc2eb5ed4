"""Finds what a rehearsal needs on this machine: the `terraform` program and a folder of unpacked providers."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from guardrails.rehearsal.errors import TerraformError

OLDEST = (1, 11)
PLUGINS_VARIABLE = "GUARDRAILS_TERRAFORM_PLUGINS"
REGISTRY = "registry.terraform.io"
AWS = "hashicorp/aws"
AWS_VERSIONS = ((5, 100), (6, 0))
"""From (inclusive) and below: the modules are written for these releases of the AWS provider."""


@dataclass(frozen=True, slots=True)
class Provider:
    """One unpacked provider: its address without the registry's host, its version and its program."""

    name: str
    version: str
    program: Path


@cache
def terraform_binary() -> Path:
    """Return the `terraform` program on PATH; TerraformError when there is none of at least 1.11."""
    found = shutil.which("terraform")
    if not found:
        raise TerraformError("terraform is not on PATH: install Terraform 1.11 or newer")
    version = _version_of(found)
    if _numbers(version)[:2] < OLDEST:
        raise TerraformError(f"{found} is Terraform {version}: 1.11 or newer is needed")
    return Path(found)


def plugin_folder() -> Path:
    """Return the folder that holds `registry.terraform.io/hashicorp/aws/...` unpacked; TerraformError without one."""
    named = os.environ.get(PLUGINS_VARIABLE)
    places = [Path(named)] if named else list(_usual_places())
    for place in places:
        if any(provider.name == AWS for provider in providers_in(place)):
            return place
    where = f"{PLUGINS_VARIABLE} names {named}" if named else f"set {PLUGINS_VARIABLE}"
    raise TerraformError(f"no unpacked {AWS} provider of at least 5.100 and below 6 was found; {where}")


def providers_in(plugins: Path) -> tuple[Provider, ...]:
    """Return the newest usable release of each provider in a plugin folder, in order of name."""
    newest: dict[str, Provider] = {}
    for program in sorted(plugins.glob(f"{REGISTRY}/*/*/*/*/terraform-provider-*")):
        owner, kind, version = program.parts[-5:-2]
        one = Provider(f"{owner}/{kind}", version, program)
        if not _usable(one) or not os.access(program, os.X_OK):
            continue
        known = newest.get(one.name)
        if known is None or _numbers(known.version) < _numbers(version):
            newest[one.name] = one
    return tuple(newest[name] for name in sorted(newest))


def aws_provider(plugins: Path) -> Provider:
    """Return the AWS provider of a plugin folder; TerraformError when it holds none that is usable."""
    for one in providers_in(plugins):
        if one.name == AWS:
            return one
    raise TerraformError(f"{plugins} holds no unpacked {AWS} provider of at least 5.100 and below 6")


def cli_configuration(plugins: Path) -> str:
    """Return a CLI configuration that takes each provider from the plugin folder: no init, lock file or copy of it."""
    rows = "".join(f"    {_quoted(one.name)} = {_quoted(str(one.program.parent))}\n" for one in providers_in(plugins))
    return f"provider_installation {{\n  dev_overrides {{\n{rows}  }}\n}}\n"


def _usual_places() -> Iterator[Path]:
    yield Path.home() / ".terraform.d" / "plugins"
    yield Path("/usr/local/share/terraform/plugins")
    yield Path("/usr/share/terraform/plugins")
    yield from sorted(Path("/opt").glob("*"))


def _usable(one: Provider) -> bool:
    return one.name != AWS or AWS_VERSIONS[0] <= _numbers(one.version)[:2] < AWS_VERSIONS[1]


def _version_of(program: str) -> str:
    empty = {**os.environ, "TF_CLI_CONFIG_FILE": os.devnull, "CHECKPOINT_DISABLE": "1"}
    try:
        run = subprocess.run(
            [program, "version", "-json"], capture_output=True, text=True, env=empty, timeout=60, check=True
        )
        return str(json.loads(run.stdout)["terraform_version"])
    except (OSError, subprocess.SubprocessError, ValueError, KeyError) as problem:
        raise TerraformError(f"{program} does not say its version: {problem}") from problem


def _numbers(version: str) -> tuple[int, ...]:
    return tuple(int(part) for part in re.findall(r"\d+", version.partition("-")[0]))


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)
