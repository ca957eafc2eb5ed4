"""Which files are CloudFormation templates, by what they say of themselves."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

ENDINGS: Final = (".yaml", ".yml", ".json", ".template", ".cfn", ".cloudformation")
LARGEST: Final = 1_048_576
"""Bytes of a template that CloudFormation takes from S3, 1 MB:
https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cloudformation-limits.html (2026-09)."""

_PLAN: Final = re.compile(r'\s*\{\s*"format_version"')
_VERSION: Final = re.compile(r"""^[ \t]*\{?[ \t]*["']?AWSTemplateFormatVersion["']?[ \t]*:""", re.MULTILINE)
_RESOURCES: Final = re.compile(r"""^\s*\{?\s*["']?Resources["']?\s*:""", re.MULTILINE)
_TYPE: Final = re.compile(r"""\bType["']?\s*:\s*["']?(AWS|Custom)::\w""")


def is_template(path: Path) -> bool:
    """Whether a file says of itself that it is a CloudFormation template; False for one that cannot be read."""
    if path.suffix.lower() not in ENDINGS:
        return False
    try:
        if not path.is_file() or path.stat().st_size > LARGEST:
            return False
        text = path.read_bytes().decode("utf-8", "replace")
    except OSError:
        return False
    if _PLAN.match(text) or ("AWSTemplateFormatVersion" not in text and "Resources" not in text):
        return False
    if text.lstrip().startswith("{"):
        try:
            return _says_so(json.loads(text))
        except (ValueError, RecursionError):
            pass  # flow style of YAML, or JSON that is cut short or too deep: cfn-lint says what is wrong with it
    return bool(_VERSION.search(text) or (_RESOURCES.search(text) and _TYPE.search(text)))


def _says_so(told: Any) -> bool:
    resources = told.get("Resources") if isinstance(told, dict) else None
    if not isinstance(told, dict) or "AWSTemplateFormatVersion" in told:
        return isinstance(told, dict)
    every = resources.values() if isinstance(resources, dict) else ()
    return any(isinstance(one, dict) and _TYPE.match(f"Type: {one.get('Type')}") for one in every)


def parted(paths: Sequence[Path]) -> tuple[tuple[Path, ...], tuple[Path, ...]]:
    """Return the plans and the templates among the files of a run; standard input is a plan."""
    templates = tuple(one for one in paths if str(one) != "-" and is_template(one))
    return tuple(one for one in paths if one not in templates), templates
