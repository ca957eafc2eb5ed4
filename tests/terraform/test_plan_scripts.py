"""What makes the plans: prior states from their short form, and a text without the machine or the hour."""

from __future__ import annotations

import importlib
import json
import sys
from pathlib import Path
from typing import Any

import pytest

sys.path.append(str(Path(__file__).parents[2] / "scripts"))
building: Any = importlib.import_module("build_plans")
sources: Any = importlib.import_module("plan_sources")
texts: Any = importlib.import_module("plan_text")

PLAN = {"format_version": "1.2", "timestamp": "2026-11-21T19:01:06Z", "resource_changes": [{"address": "a"}]}


def state_of(tmp_path: Path, text: str) -> dict[str, Any]:
    file = tmp_path / "prior-state.yaml"
    file.write_text(text, "utf-8")
    found: dict[str, Any] = sources.prior_state(file)
    return found


def test_instances_of_a_resource_stand_together(tmp_path: Path) -> None:
    state = state_of(
        tmp_path,
        """
resources:
  - {address: 'module.a["x.y"].module.b[0].aws_sqs_queue.this["k"]', attributes: {id: one}}
  - {address: 'module.a["x.y"].module.b[0].aws_sqs_queue.this["l"]', attributes: {id: two}, schema: 2}
  - {address: terraform_data.release, attributes: {id: three}, status: tainted}
""",
    )
    queue, release = state["resources"]
    assert (queue["module"], queue["type"], queue["name"]) == ('module.a["x.y"].module.b[0]', "aws_sqs_queue", "this")
    assert [(one["index_key"], one["schema_version"]) for one in queue["instances"]] == [("k", 0), ("l", 2)]
    assert "module" not in release and release["instances"][0]["status"] == "tainted"
    assert "builtin" in release["provider"] and state["version"] == 4


@pytest.mark.parametrize("address", ["aws_sqs_queue", "module.a", "a.b.c.d", "aws_sqs_queue.x[0"])
def test_what_is_no_address_is_refused(tmp_path: Path, address: str) -> None:
    with pytest.raises(ValueError):
        state_of(tmp_path, json.dumps({"resources": [{"address": address, "attributes": {}}]}))


def test_a_text_leaves_the_hour_out_and_sorts_what_has_no_order() -> None:
    rows = [{"resource": "b", "attribute": []}, {"resource": "a", "attribute": []}]
    one = texts.plan_text({**PLAN, "relevant_attributes": rows})
    other = texts.plan_text({**PLAN, "timestamp": "2027-01-01T00:00:00Z", "relevant_attributes": rows[::-1]})
    assert one == other and "timestamp" not in json.loads(one)
    assert json.loads(one)["resource_changes"] == PLAN["resource_changes"]


def test_a_text_orders_the_calls_of_a_module() -> None:
    """Terraform notes the modules inside a module in any order."""

    def plan(first: str, second: str) -> dict[str, Any]:
        inner = [{"address": f"module.a.module.b[{place}]"} for place in (first, second)]
        return {"planned_values": {"root_module": {"child_modules": [{"address": "module.a", "child_modules": inner}]}}}

    assert texts.plan_text(plan("1", "0")) == texts.plan_text(plan("0", "1"))


def test_a_text_with_something_of_the_machine_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(texts.MachineFound):
        texts.plan_text({**PLAN, "variables": {"home": {"value": f"{Path.home()}/.aws"}}})
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "canary-of-the-shell")
    with pytest.raises(texts.MachineFound, match="canary"):
        texts.plan_text({**PLAN, "variables": {"key": {"value": "canary-of-the-shell"}}})


def test_a_root_that_nobody_has_is_refused() -> None:
    with pytest.raises(SystemExit, match="no such root: nowhere"):
        building.main(["--only", "nowhere"])


def test_without_a_provider_nothing_is_planned(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("GUARDRAILS_TERRAFORM_PLUGINS", str(tmp_path))
    assert building.main(["--only", "clean"]) == 2
    assert capsys.readouterr().err.startswith("error: ")


def test_an_edited_root_has_another_digest(tmp_path: Path) -> None:
    (tmp_path / "main.tf").write_text("# one\n", "utf-8")
    before = sources.Source("x", tmp_path).digest
    (tmp_path / "main.tf").write_text("# two\n", "utf-8")
    assert sources.Source("x", tmp_path).digest != before
