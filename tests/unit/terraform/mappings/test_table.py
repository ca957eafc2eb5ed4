"""The two tables as a run reads them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

import guardrails.terraform
from guardrails.model.prediction import Caller, Certainty
from guardrails.terraform.mappings import table

DATA = Path(guardrails.terraform.__file__).parent / "data"


def types_in(file: str) -> list[str]:
    return list(json.loads((DATA / file).read_text("utf-8"))["types"])


def test_every_type_of_both_files_is_found() -> None:
    assert all(table.curated(one) is not None for one in types_in("mappings.json"))
    assert all(table.generated(one) is not None for one in types_in("generated.json"))


@pytest.mark.parametrize("name", ["aws_no_such_type", "", "aws_iam", '"', "types"])
def test_other_names_are_not_found(name: str) -> None:
    assert table.curated(name) is None
    assert table.generated(name) is None


def test_a_curated_row() -> None:
    found = table.curated("aws_eks_node_group")
    assert found is not None
    first = found.create[0]
    assert first.action == "eks:CreateNodegroup" and first.tags == "tags_all"
    assert first.passes == {"node_role_arn": "eks.amazonaws.com"}
    assert {row.caller for row in found.create} >= {Caller.PROVIDER, Caller.CHECK, Caller.SLR}
    assert any(row.condition == "launch_template" for row in found.create)


def test_confidence_becomes_certainty() -> None:
    rows = json.loads((DATA / "generated.json").read_text("utf-8"))["types"]
    for name, row in rows.items():
        found = table.generated(name)
        conf = row["create"].get("conf")
        assert found is not None
        if conf in ("A", "B", "C"):
            assert (
                found.create.certainty is {"A": Certainty.CERTAIN, "B": Certainty.LIKELY, "C": Certainty.POSSIBLE}[conf]
            )
        else:
            assert not found.create.action


def test_silent_steps() -> None:
    found = table.generated("aws_acm_certificate_validation")
    assert found is not None and found.delete.silent and not found.create.silent


def test_damage_is_said(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "mappings.json").write_text('{"types": {\n"aws_x": {"create":\n}}')
    monkeypatch.setattr(table, "_FOLDER", tmp_path)
    for each in (table._text, table.curated, table.generated):
        each.cache_clear()
    with pytest.raises(table.TableError, match=r"mappings\.json is damaged at aws_x"):
        table.curated("aws_x")
    with pytest.raises(table.TableError, match=r"generated\.json cannot be read"):
        table.generated("aws_x")
    for each in (table._text, table.curated, table.generated):
        each.cache_clear()
