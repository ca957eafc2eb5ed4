"""Policy documents for the benchmark of `check`: statements of the reference organization, mixed by chance."""

from __future__ import annotations

import json
import random
from datetime import date
from pathlib import Path
from typing import Any

from guardrails.files.project import load_project


def write(folder: Path, count: int) -> int:
    """Write so many documents of two to six statements each, always the same ones, and return their size in bytes."""
    chance = random.Random(2026)
    finals = load_project(None, date(2026, 11, 21)).finals.values()
    statements = [statement for final in finals for statement in final["Statement"]]
    size = 0
    for number in range(count):
        chosen = [_varied(one, chance) for one in chance.sample(statements, chance.randint(2, 6))]
        for at, statement in enumerate(chosen):
            statement["Sid"] = f"Statement{at}"
        text = json.dumps({"Version": "2012-10-17", "Statement": chosen}, indent=2) + "\n"
        (folder / f"policy-{number:03}.json").write_text(text, encoding="utf-8")
        size += len(text)
    return size


def _varied(statement: dict[str, Any], chance: random.Random) -> dict[str, Any]:
    """The statement with some of its actions and an exempt role of its own, so that no two are equal."""
    varied = dict(statement)
    if isinstance(varied.get("Action"), list):
        actions = varied["Action"]
        varied["Action"] = sorted(chance.sample(actions, chance.randint(1, len(actions))))
    role = f"arn:aws:iam::{chance.randrange(10**11, 10**12)}:role/guardrails/pipeline-{chance.randrange(1000)}"
    block = dict(varied.get("Condition", {}))
    block["ArnNotLike"] = {**block.get("ArnNotLike", {}), "aws:PrincipalArn": [role]}
    varied["Condition"] = block
    return varied
