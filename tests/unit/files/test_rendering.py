"""Rendering: minified text, sizes, and packing that changes nothing but the number of policies."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from hypothesis import example, given
from hypothesis import strategies as st

from guardrails.files.rendering import merge, minified, packed, packed_nodes, rendered, size_of, sizes
from guardrails.model.policy.document import PolicyType
from tests.unit.files.build import good


def document(*sids: str, version: str = "2012-10-17") -> dict[str, Any]:
    return {
        "Version": version,
        "Statement": [{"Sid": sid, "Effect": "Deny", "Action": f"s3:{sid}", "Resource": "*"} for sid in sids],
    }


def test_the_rendered_text_is_the_final_document_without_spaces(tmp_path: Path) -> None:
    project = good(tmp_path)
    text = rendered(project)["guard"]
    assert json.loads(text) == project.finals["guard"] and ": " not in text and "\n" not in text
    assert [one.slug for one in sizes(project)] == ["guard"]


def test_size_counts_whichever_is_more() -> None:
    size = size_of("x", PolicyType.SCP, "é" * 5000)
    assert (size.characters, size.utf8_bytes, size.counted) == (5000, 10000, 10000)
    assert size.fits and not size.fits_legacy
    assert not size_of("x", PolicyType.RCP, "a" * 10241).fits


def test_what_fits_stays_as_it_is() -> None:
    documents = {"a": document("A"), "b": document("B")}
    packs = packed(documents, 1000, 2)
    assert packs and [(one.name, one.document) for one in packs] == list(documents.items())


def test_documents_are_merged_into_the_slots_or_not_at_all() -> None:
    documents = {name: document(name.upper()) for name in "abcd"}
    packs = packed(documents, 1000, 1)
    assert packs and [one.slugs for one in packs] == [("a", "b", "c", "d")]
    assert packed(documents, len(minified(documents["a"])), 3) is None
    assert packed(documents, 10, 9) is None
    assert packed(documents, 1000, 0) is None


def test_equal_sids_become_different() -> None:
    merged = merge({"one-a": document("S"), "two-b": document("S"), "three": document("TwoBS")})
    assert merged and [one["Sid"] for one in merged["Statement"]] == ["S", "TwoBS", "ThreeTwoBS"]


def test_versions_are_never_mixed() -> None:
    assert merge({"a": document("A"), "b": document("B", version="2008-10-17")}) is None
    assert packed({"a": document("A"), "b": document("B", version="2008-10-17")}, 1000, 1) is None


SIDS = st.lists(st.sampled_from("ABCD"), min_size=1, unique=True)
SLUGS = st.text("abc-", min_size=1, max_size=4)


@given(st.dictionaries(SLUGS, SIDS, min_size=1, max_size=8), st.integers(150, 900), st.integers(1, 8))
@example({"a": list("AB"), "b": list("ABCD"), "aa": list("ABCD")}, 634, 1)  # which Sids get longer hangs on the order
def test_packing_keeps_every_statement_once(sids: dict[str, list[str]], limit: int, slots: int) -> None:
    documents = {slug: document(*names) for slug, names in sids.items()}
    packs = packed(documents, limit, slots)
    if packs is None:
        return
    assert len(packs) <= max(slots, 1)
    assert sorted(slug for one in packs for slug in one.slugs) == sorted(documents)
    actions = sorted(row["Action"] for one in packs for row in one.document["Statement"])
    assert actions == sorted(row["Action"] for one in documents.values() for row in one["Statement"])
    for one in packs:
        names = [row["Sid"] for row in one.document["Statement"]]
        assert len(minified(one.document)) <= limit and len(names) == len(set(names))


def test_full_access_keeps_its_slot_and_its_document(tmp_path: Path) -> None:
    packs = packed_nodes(good(tmp_path))
    assert list(packs) == ["Workloads"]
    assert packs["Workloads"] and [one.name for one in packs["Workloads"]] == ["guard"]
