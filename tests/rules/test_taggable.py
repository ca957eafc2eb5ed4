"""The types that take tags are those of the provider's schema today."""

from __future__ import annotations

import importlib
import sys
from pathlib import Path
from typing import Any

from tests.rules.fixtures import REPOSITORY
from tests.terraform.conftest import plugins as plugins  # CI needs Terraform, a desk may lack it

sys.path.append(str(REPOSITORY / "scripts"))
building: Any = importlib.import_module("build_taggable")


def test_the_types_that_take_tags_are_those_of_the_provider(plugins: Path) -> None:
    types = building.taggable()
    version = building.aws_provider(plugins).version
    assert building.FILE.read_text("utf-8") == building.text_of(types, version), "run scripts/build_taggable.py"
    assert {"aws_instance", "aws_autoscaling_group"} <= set(types) and "aws_route" not in types
