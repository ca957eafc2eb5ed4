"""Templates: what can be read with its placeholders, and what cannot before they are filled in."""

from __future__ import annotations

from pathlib import Path

import pytest

from guardrails.files.policies.templates import placeholders_outside_strings
from tests.unit.files.policies.build import CHECKED, NOT_A_POLICY, TEXT, UNREADABLE, read

FORMS = ["{{ x }}", "${X}", "[X]", "<X>", "%%X%%", "${jsonencode(var.actions)}", "{{ x | tojson }}", "<%= x %>"]


@pytest.mark.parametrize("name", ["a.json", "a.json.tpl", "a.tpl", "a.tftpl", "a.json.j2", "a.template", "a.txt"])
@pytest.mark.parametrize("form", FORMS)
def test_a_placeholder_in_place_of_a_value_is_the_one_finding(tmp_path: Path, name: str, form: str) -> None:
    one = read(tmp_path, TEXT.replace('"s3:DeleteBucket"', form), name)
    assert (one.status, one.policies) == (UNREADABLE, ())
    (finding,) = one.findings
    assert (finding.rule, finding.token) == ("LINT-027", form)
    assert finding.location.span is not None
    assert (finding.location.span.line, finding.location.file) == (7, name)
    assert form in one.reason


@pytest.mark.parametrize("form", FORMS)
def test_a_placeholder_inside_of_a_string_leaves_a_document(tmp_path: Path, form: str) -> None:
    one = read(tmp_path, TEXT.replace("s3:DeleteBucket", form.replace('"', "")), "a.json.tpl")
    assert (one.status, one.findings) == (CHECKED, ())
    assert one.policies[0].name == "a"


def test_all_placeholders_of_a_template_are_one_finding(tmp_path: Path) -> None:
    text = "{% for x in y %}\n" + TEXT.replace('"*"', "{{ a }}").replace('"A"', "{{ b }}") + "{% endfor %}\n"
    (finding,) = read(tmp_path, text, "a.json.j2").findings
    assert "`{% for x in y %}`, `{{ b }}`, `{{ a }}`, `{% endfor %}` must be filled in" in finding.message
    assert [words for _, words in finding.related] == ["{{ b }}", "{{ a }}", "{% endfor %}"]


def test_an_expression_with_quotes_that_ends_its_string(tmp_path: Path) -> None:
    text = TEXT.replace("s3:DeleteBucket", '${join("\\", \\"", var.actions)}')
    one = read(tmp_path, text, "a.tftpl")
    assert one.status is UNREADABLE
    assert [finding.rule for finding in one.findings] == ["LINT-027"]


def test_a_text_that_breaks_off_is_not_blamed_on_placeholders_inside_of_strings(tmp_path: Path) -> None:
    one = read(tmp_path, TEXT.replace("s3:DeleteBucket", "{{action}}")[:-10], "a.json")
    assert (one.status, one.findings) == (UNREADABLE, ())
    assert one.policies, "LINT-001 speaks of it"


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("{{ define }}\nserver { listen {{ port }}; }\n", "nginx.conf.j2"),
        ("#!/bin/sh\necho ${X}\n", "user_data.sh.tpl"),
        ("{{- if .Values.on }}\nkind: Pod\n{{- end }}\n", "pod.yaml"),
        ("{ port = {{ port }} }", "a.tpl"),
    ],
)
def test_templates_of_other_things_are_no_policies(tmp_path: Path, text: str, name: str) -> None:
    one = read(tmp_path, text, name)
    assert (one.status, one.reason) == (NOT_A_POLICY, f"{name} has no Statement")


def test_yaml_with_placeholders_in_place_of_values(tmp_path: Path) -> None:
    for text in ("Statement:\n- Effect: Deny\n  Action: {{ actions }}\n", "Statement: %%X%%\n"):
        one = read(tmp_path, text, "a.yaml")
        assert one.status is UNREADABLE
        assert [finding.rule for finding in one.findings] == ["LINT-027"]


@pytest.mark.parametrize("text", ["[true]", '"{{x}}"', '"a": "${x}"', "[1, 2]", '["a"]', '"[X]" : [null]'])
def test_json_has_no_placeholders_outside_of_strings(text: str) -> None:
    assert placeholders_outside_strings(text) == []
