"""The worker loads what the wanted checks need, and that is every check that stock Checkov has under their ids."""

from __future__ import annotations

import json
import subprocess
from typing import Any, Final

import pytest

from guardrails.runners.checkov import WORKER
from tests.rules.fixtures import CHECKS, REPOSITORY, checkov_python

LOAD: Final = """
import importlib, importlib.util, json, sys

worker, checks, settings, wanted = json.loads(sys.argv[1])
spec = importlib.util.spec_from_file_location("worker", worker + "/__init__.py", submodule_search_locations=[worker])
sys.modules["worker"] = importlib.util.module_from_spec(spec)
session, stock, graphs = (importlib.import_module(f"worker.{one}") for one in ("session", "stock", "graphs"))
if wanted is None:
    importlib.import_module("worker.deferring").defer_checkov()
    wanted = [id for id in stock.files() if "_AWS_" in id]


def known(graph):
    return sorted({(one.id, type(one).__qualname__) for one in (*stock.registered(), *graph) if one.id in wanted})


made = session.Session([checks], wanted, settings, True)
told = {"wanted": wanted, "modules": sorted(sys.modules), "first": known(made._wanted.graph)}
stock.load_all()
print(json.dumps({**told, "all": known(graphs.load_all())}))
"""


def loaded(wanted: list[str] | None) -> dict[str, Any]:
    """What a worker for these ids (None: all of Checkov's own for AWS) has loaded, and what there is in all."""
    told = json.dumps([str(WORKER), str(CHECKS), str(REPOSITORY / "rules" / "settings.json"), wanted])
    run = subprocess.run(
        [checkov_python(), "-c", LOAD, told], capture_output=True, text=True, timeout=120, cwd=REPOSITORY
    )
    assert run.returncode == 0, run.stderr[-3000:]
    found: dict[str, Any] = json.loads(run.stdout)
    return found


@pytest.fixture(scope="module")
def aws() -> dict[str, Any]:
    return loaded(None)


def test_every_check_of_a_wanted_id_is_loaded(aws: dict[str, Any]) -> None:
    assert len(aws["first"]) > 400
    assert aws["first"] == [one for one in aws["all"] if not one[0].startswith("CKV_LZ_")]
    assert {one for one, _ in aws["first"]} == set(aws["wanted"])


def test_nothing_of_other_clouds_is_loaded(aws: dict[str, Any]) -> None:
    others = ("checkov.terraform.checks.resource.azure.", "checkov.terraform.checks.resource.gcp.")
    assert not [one for one in aws["modules"] if one.startswith(others)]


def test_our_checks_alone_need_little_of_checkov() -> None:
    modules = set(loaded(["CKV_LZ_005"])["modules"])
    assert not modules & {"networkx", "numpy", "rustworkx.rustworkx", "policy_sentry", "checkov.terraform.plan_runner"}
    assert not [
        one for one in modules if one.startswith(("botocore.", "aiohttp.", "checkov.terraform.checks.resource.aws."))
    ]
