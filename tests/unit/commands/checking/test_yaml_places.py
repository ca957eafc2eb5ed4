"""Lines of findings about the organization file and about scenarios."""

from __future__ import annotations

from pathlib import Path

from guardrails.commands.checking.yaml_places import with_places
from guardrails.model.source import show_pointer
from tests.unit.lint.project import findings_of, load, project_from, workloads


def test_findings_about_yaml_files_get_their_lines(tmp_path: Path) -> None:
    deny = {"Effect": "Deny", "Action": "s3:ListAllMyBuckets", "Resource": "*"}
    fragment = {"root": {"scps": ["FullAWSAccess", "guard"], "ous": [workloads("guard")]}}
    rows = [{"request": "s3:ListAllMyBuckets", "expect": "allow"}]
    project_from(tmp_path, fragment, {"guard": deny}, {"guard": rows})
    found = {one.rule: one for one in with_places(load(tmp_path), findings_of(tmp_path))}
    repeated = found["LINT-026"].location
    assert show_pointer(repeated.pointer) == "/root/ous/0/scps/1"
    lines = (tmp_path / "scps" / "organization.yaml").read_text("utf-8").splitlines()
    assert repeated.span is not None and '"guard"' in lines[repeated.span.line - 1]
    ((example, _),) = found["LINT-024"].related
    assert example.file == "scps/tests/guard.yaml" and example.span is not None
