"""Fixing, on any document in any layout: the result is the changed document, and the rest of the text stays."""

from __future__ import annotations

import json
from typing import Any

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from guardrails.lint.fixes.fixing import apply_fixes, edited
from guardrails.lint.fixes.json_layout import Layout
from guardrails.lint.fixes.json_values import same
from guardrails.model.finding import Edit, Fix
from guardrails.model.source import Pointer

NAMES = st.sampled_from(["a", "b", "Statement", "é", 'q"', "Version"])
SCALARS = st.one_of(st.booleans(), st.integers(), st.text('ab{}[],:"\\/*#\n é', max_size=6), st.just(1.5))
VALUES = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(NAMES, inner, max_size=4),
    max_leaves=12,
)
PLAIN_GAPS = st.sampled_from(["", " ", "\n", "\n  ", "\r\n\t", "  "])
GAPS = st.one_of(PLAIN_GAPS, PLAIN_GAPS, st.sampled_from([" // c\n", "/* , ] */", "\n# }\n  "]))


def written(draw: st.DrawFn, value: Any, gaps: st.SearchStrategy[str]) -> str:
    def gap() -> str:
        return draw(gaps)

    if isinstance(value, dict):
        rows = [f"{gap()}{json.dumps(n)}{gap()}:{gap()}{written(draw, v, gaps)}{gap()}" for n, v in value.items()]
        return "{" + (",".join(rows) or gap()) + "}"
    if isinstance(value, list):
        return "[" + (",".join(f"{gap()}{written(draw, one, gaps)}{gap()}" for one in value) or gap()) + "]"
    return json.dumps(value)


def pointers(value: Any, start: Pointer = ()) -> list[Pointer]:
    rows = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [start, *(place for part, inner in rows for place in pointers(inner, (*start, part)))]


def value_at(value: Any, pointer: Pointer) -> Any:
    for part in pointer:
        value = value[part]
    return value


@st.composite
def cases(draw: st.DrawFn, gaps: st.SearchStrategy[str] = PLAIN_GAPS) -> tuple[str, Any, list[Edit]]:
    value = draw(VALUES)
    edits: list[Edit] = []
    for _ in range(draw(st.integers(1, 4))):
        pointer = draw(st.sampled_from(pointers(value)))
        old = value_at(value, pointer)
        kind = draw(st.sampled_from(["replace", "remove", "add"]))
        if kind == "replace":
            edits.append(Edit(pointer, old, draw(VALUES)))
        elif kind == "remove" and pointer:
            edits.append(Edit(pointer, old, None))
        elif isinstance(old, list):
            edits.append(Edit((*pointer, len(old)), None, draw(VALUES)))
        elif isinstance(old, dict):
            edits.append(Edit((*pointer, draw(NAMES)), None, draw(VALUES)))
    assume(edits)
    return written(draw, value, gaps) + draw(PLAIN_GAPS), value, edits


def shifted(value: Any, pointer: Pointer, removed: set[Pointer]) -> Pointer:
    """Return where something stands after items of lists before it are gone."""
    result: Pointer = ()
    for n, part in enumerate(pointer):
        if isinstance(part, int):
            part -= sum((*pointer[:n], before) in removed for before in range(part))
        result = (*result, part)
    return result


def check(text: str, value: Any, edits: list[Edit]) -> tuple[Fix, ...]:
    result = apply_fixes(text, [Fix("one", (edit,)) for edit in edits])
    done = [fix.edits[0] for fix in result.applied]
    unlike = [why for _, why in result.skipped if "would not be" in why]
    assert not unlike
    unique = [edit for n, edit in enumerate(done) if edit not in done[:n]]
    before, after = Layout(text), Layout(result.text)
    assert same(after.value, edited(value, unique))
    assert after.comments == before.comments
    removed = {edit.pointer for edit in unique if edit.new is None}
    touched = [edit.pointer for edit in unique]
    for pointer in pointers(value):
        if not any(pointer[: len(one)] == one or one[: len(pointer)] == pointer for one in touched):
            new = shifted(value, pointer, removed)
            assert text[slice(*before.span(pointer))] == result.text[slice(*after.span(new))]
    return result.applied


@given(cases())
@settings(max_examples=150, deadline=None)
def test_the_result_is_the_changed_document_and_the_rest_stays(case: tuple[str, Any, list[Edit]]) -> None:
    text, value, edits = case
    applied = check(text, value, edits)
    fits = [edit for edit in edits[:1] if edit.old != edit.new and not _present(value, edit)]
    assert len(applied) >= len(fits), "the first edit must be applied"


@given(cases(GAPS))
@settings(max_examples=150, deadline=None)
def test_comments_anywhere_are_never_lost(case: tuple[str, Any, list[Edit]]) -> None:
    check(*case)


def _present(value: Any, edit: Edit) -> bool:
    return edit.old is None and edit.pointer in pointers(value)
