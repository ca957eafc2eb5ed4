"""What tests with a real Terraform share: the plugin folder, a running provider, scratch copies."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from guardrails.rehearsal.errors import TerraformError
from guardrails.rehearsal.installation import plugin_folder, terraform_binary
from guardrails.rehearsal.provider import shared_provider

REPOSITORY = Path(__file__).parents[2]


@pytest.fixture(scope="session")
def plugins() -> Path:
    """The folder of unpacked providers. Without Terraform, CI fails; at a desk the test is skipped, and says why."""
    try:
        terraform_binary()
        return plugin_folder()
    except TerraformError as problem:
        if os.environ.get("CI"):
            pytest.fail(f"CI runs real Terraform: {problem}", pytrace=False)
        pytest.skip(str(problem))


@pytest.fixture(scope="session")
def attached(plugins: Path) -> Iterator[str]:
    """One running provider for validate, show and mocked tests: the value of TF_REATTACH_PROVIDERS."""
    with shared_provider(plugins) as value:
        yield value
