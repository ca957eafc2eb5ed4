"""Terraform and its providers are found, or their absence is said in one line."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from guardrails.rehearsal import installation
from guardrails.rehearsal.environment import access_key_of, account_of, environment
from guardrails.rehearsal.errors import TerraformError
from guardrails.rehearsal.installation import (
    PLUGINS_VARIABLE,
    aws_provider,
    cli_configuration,
    plugin_folder,
    providers_in,
    terraform_binary,
)
from guardrails.rehearsal.terraform import Run, Terraform


def put_provider(folder: Path, version: str, name: str = "hashicorp/aws") -> Path:
    program = folder / "registry.terraform.io" / name / version / "linux_amd64" / f"terraform-provider-x_v{version}"
    program.parent.mkdir(parents=True)
    program.write_text("#!/bin/sh\n", "utf-8")
    program.chmod(0o755)
    return program


@pytest.fixture
def no_cache() -> None:
    terraform_binary.cache_clear()


def fake_terraform(folder: Path, text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    (folder / "terraform").write_text(f"#!/bin/sh\n{text}\n", "utf-8")
    (folder / "terraform").chmod(0o755)
    monkeypatch.setenv("PATH", str(folder))


def test_the_newest_usable_release_is_taken(tmp_path: Path) -> None:
    for version in ("5.99.1", "5.100.0", "5.101.2", "6.0.0"):
        put_provider(tmp_path, version)
    put_provider(tmp_path, "0.9.0", "hashicorp/random")
    assert [(one.name, one.version) for one in providers_in(tmp_path)] == [
        ("hashicorp/aws", "5.101.2"),
        ("hashicorp/random", "0.9.0"),
    ]
    assert f'"hashicorp/aws" = "{aws_provider(tmp_path).program.parent}"' in cli_configuration(tmp_path)


def test_a_named_folder_without_the_provider_is_an_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    put_provider(tmp_path, "6.2.0")
    monkeypatch.setenv(PLUGINS_VARIABLE, str(tmp_path))
    with pytest.raises(TerraformError, match=f"{PLUGINS_VARIABLE} names"):
        plugin_folder()
    with pytest.raises(TerraformError, match="holds no unpacked"):
        aws_provider(tmp_path)


def test_a_named_folder_with_the_provider_is_taken(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    put_provider(tmp_path, "5.100.0")
    monkeypatch.setenv(PLUGINS_VARIABLE, str(tmp_path))
    assert plugin_folder() == tmp_path


@pytest.mark.usefixtures("no_cache")
def test_without_terraform_that_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(TerraformError, match="terraform is not on PATH"):
        terraform_binary()


OLD = {
    "too old": ('echo \'{"terraform_version": "1.10.5"}\'', "is Terraform 1.10.5: 1.11 or newer is needed"),
    "no version": ("echo hello", "does not say its version"),
    "fails": ("exit 3", "does not say its version"),
}


@pytest.mark.usefixtures("no_cache")
@pytest.mark.parametrize(("text", "said"), OLD.values(), ids=OLD)
def test_an_unusable_terraform_is_said(text: str, said: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    fake_terraform(tmp_path, text, monkeypatch)
    with pytest.raises(TerraformError, match=said):
        terraform_binary()


def test_nothing_of_the_users_environment_gets_through(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in (
        "AWS_PROFILE",
        "AWS_CA_BUNDLE",
        "TF_VAR_x",
        "TF_LOG",
        "HTTPS_PROXY",
        "http_proxy",
        "TF_REATTACH_PROVIDERS",
    ):
        monkeypatch.setenv(name, "leak")
    variables = environment(Path("rc"), account="111111111111")
    assert "leak" not in variables.values()
    assert variables["AWS_ACCESS_KEY_ID"] == "AKIA111111111111MOCK"
    assert variables["CHECKPOINT_DISABLE"] == "1" and variables["AWS_CONFIG_FILE"] == os.devnull
    assert "AWS_ENDPOINT_URL" not in variables and "HTTP_PROXY" not in variables


def test_keys_stand_for_accounts() -> None:
    assert account_of(access_key_of("222222222222")) == "222222222222"
    assert account_of("AKIAIOSFODNN7EXAMPLE") is None


def test_terraforms_own_words_are_the_message() -> None:
    position = {"filename": "main.tf", "start": {"line": 3}}
    wrong = {"severity": "error", "summary": "Bad", "detail": "very", "range": position, "address": "aws_x.y"}
    run = Run(("plan",), 1, ({"diagnostic": wrong}, {"diagnostic": wrong}, {"diagnostic": {"severity": "warning"}}))
    assert run.message == "main.tf:3: Bad: very (aws_x.y)"
    assert Run(("plan",), 1, text="no JSON\n").message == "no JSON"
    assert Run(("plan",), 1).message == "exit code 1, no message"


@pytest.mark.parametrize(("command", "code", "ok"), [("plan", 2, True), ("apply", 2, False), ("apply", 0, True)])
def test_a_plan_with_changes_is_no_failure(command: str, code: int, ok: bool) -> None:
    assert Run((command,), code).ok is ok


@pytest.mark.usefixtures("no_cache")
def test_a_command_that_hangs_is_ended_with_all_it_started(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    put_provider(tmp_path, "5.100.0")
    fake_terraform(
        tmp_path,
        'if [ "$1" = version ]; then echo \'{"terraform_version": "1.11.4"}\'; else /bin/sleep 60 & wait; fi',
        monkeypatch,
    )
    monkeypatch.setenv(PLUGINS_VARIABLE, str(tmp_path))
    with pytest.raises(TerraformError, match=r"terraform get did not end within 0\.5 s"):
        Terraform(tmp_path, timeout=0.5).get()
    terraform_binary.cache_clear()


def test_simulate_does_not_load_the_rehearsal() -> None:
    program = (
        "import sys\nfrom guardrails.cli import main\n"
        "import atexit\natexit.register(lambda: print([m for m in sys.modules if 'rehearsal' in m], file=sys.stderr))\n"
        "sys.argv = ['guardrails', 'simulate', 'ec2:RunInstances']\nmain()\n"
    )
    run = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, timeout=60)
    assert run.stderr.rstrip().endswith("[]"), run.stderr
    assert installation.OLDEST == (1, 11)
