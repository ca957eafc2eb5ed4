"""`guardrails check` against files that mean it no good: it ends, with the right exit code, and harms nothing."""

from __future__ import annotations

import json
import os
import shutil
import socket
import time
from pathlib import Path
from typing import Any

import pytest

from guardrails.cli import run
from guardrails.commands.checking import mending
from guardrails.commands.outputs import write
from guardrails.lint.fixes.fixing import apply_fixes
from tests.unit.permissions import closed

SCPS = Path(__file__).parents[3] / "scps"
OUTPUTS = ("sarif", "json", "junit", "github", "gitlab", "markdown", "text")
EVIL = (
    "\x1b[31mRED\x1b]0;title\x07\r\n::error file=x::owned\n##[error]x <script>alert(1)</script> |`x`| \u202e\u200b ]]>"
)


def policy(**parts: object) -> str:
    statement = {"Sid": "A", "Effect": "Deny", "Action": "s3:DeleteBucket", "Resource": "*", **parts}
    return json.dumps({"Version": "2012-10-17", "Statement": [statement]})


SOUND = policy()
MISTYPED = policy(Action="ec2:StopInstance")


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder within another, which tests may look for what was written outside."""
    inner = tmp_path / "inner"
    inner.mkdir()
    monkeypatch.chdir(inner)
    return inner


@pytest.fixture
def project(folder: Path) -> Path:
    shutil.copytree(SCPS, folder / "scps", ignore=shutil.ignore_patterns("examples", "lint.yaml"))
    return folder


def check(capsys: pytest.CaptureFixture[str], *words: str | Path) -> tuple[int, str]:
    """Run `check` and return its exit code and all that it printed; a defect of ours is no answer."""
    capsys.readouterr()
    code = run(["check", *map(str, words)])
    said = capsys.readouterr()
    assert "internal error" not in said.err, said.err
    assert "Traceback" not in said.err
    return code, said.out + said.err


def loop(path: Path) -> None:
    path.symlink_to(path.name)


def nowhere(path: Path) -> None:
    path.symlink_to("nowhere")


def outward(path: Path) -> None:
    path.symlink_to("/etc/passwd")


def unix_socket(path: Path) -> None:
    with socket.socket(socket.AF_UNIX) as one:
        one.bind(path.name)


SPECIAL = [loop, nowhere, outward, unix_socket, os.mkfifo]
"""What a name can be but a file; each is called in the folder of the path."""


@pytest.mark.parametrize("make", SPECIAL)
@pytest.mark.parametrize("named", [True, False])
def test_what_is_no_file_is_unreadable(
    folder: Path, capsys: pytest.CaptureFixture[str], make: Any, named: bool
) -> None:
    (folder / "sound.json").write_text(SOUND)
    make(folder / "x.json")
    code, said = check(capsys, *(["x.json"] if named else []))
    assert (code, "unreadable: x.json: " in said) == (3, True)


@pytest.mark.parametrize("make", [loop, nowhere, outward])
def test_a_bad_link_in_a_project_is_unreadable(project: Path, capsys: pytest.CaptureFixture[str], make: Any) -> None:
    make(project / "scps" / "x.json")
    assert check(capsys)[0] == 3
    assert check(capsys, "scps/x.json")[0] == 3
    assert check(capsys, "scps/x.json", "scps/gpu-cap.json")[0] == 3


@pytest.mark.parametrize("path", ["a" * 5000 + ".json", "/dev/null", "/dev/zero", "-", "x\udcff.json"])
def test_paths_that_lead_to_no_policy_are_unreadable(
    folder: Path, capsys: pytest.CaptureFixture[str], path: str
) -> None:
    assert check(capsys, "--", path)[0] == 3


TEXTS = {
    "truncated": SOUND[:-4],
    "no bytes": "",
    "nul": SOUND + "\0\0",
    "deep lists": '{"Version":"2012-10-17","Statement":' + "[" * 100_000 + "]" * 100_000 + "}",
    "deep objects": '{"a":' * 50_000 + "1" + "}" * 50_000,
    "unclosed": "[" * 200_000,
}


@pytest.mark.parametrize("text", TEXTS.values(), ids=list(TEXTS))
def test_texts_that_cannot_be_read(folder: Path, capsys: pytest.CaptureFixture[str], text: str) -> None:
    (folder / "sound.json").write_text(SOUND)
    (folder / "x.json").write_text(text)
    assert check(capsys)[0] == 3


def test_a_huge_file_is_not_taken_for_harmless(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "x.json").write_text(SOUND[:-2] + " " * 30_000_000 + SOUND[-2:])
    start = time.process_time()
    assert check(capsys)[0] == 3
    assert time.process_time() - start < 2


@pytest.mark.parametrize("start", ["statement {\n", 'resource "aws_organizations_policy" "x" {\n  content = var.x\n'])
def test_a_huge_terraform_file_is_not_taken_for_harmless(
    folder: Path, capsys: pytest.CaptureFixture[str], start: str
) -> None:
    (folder / "x.tf").write_text("# x\n" * 500_000 + start + "}\n")
    (folder / "sound.json").write_text(SOUND)
    assert check(capsys)[0] == 3


NINE = "[" + ",".join(["x"] * 9) + "]"
BOMB = f"a: &a {NINE}\n" + "".join(
    f"{b}: &{b} [{','.join(['*' + a] * 9)}]\n" for a, b in zip("abcdefgh", "bcdefghi", strict=True)
)


@pytest.mark.parametrize("text", [BOMB + "Statement: *i\n", "Statement: " + "[" * 20_000 + "]" * 20_000])
def test_yaml_bombs(project: Path, capsys: pytest.CaptureFixture[str], text: str) -> None:
    bare = project.parent / "bare"
    bare.mkdir()
    (bare / "x.yaml").write_text(text)
    assert check(capsys, bare / "x.yaml")[0] == 3
    (project / "scps/tests/gpu-cap.yaml").write_text(text)
    assert check(capsys)[0] in (1, 2)
    (project / "scps/lint.yaml").write_text(text)
    assert check(capsys)[0] == 2
    (project / "scps/lint.yaml").unlink()
    (project / "scps/organization.yaml").write_text(text)
    assert check(capsys)[0] == 2


@pytest.mark.parametrize("name", ["scps/lint.yaml", "scps/organization.yaml"])
@pytest.mark.parametrize("make", [*SPECIAL, Path.mkdir])
def test_configuration_that_is_no_file(
    project: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, make: Any, name: str
) -> None:
    path = project / name
    path.unlink(missing_ok=True)
    with monkeypatch.context() as patched:
        patched.chdir(path.parent)
        make(path)
    assert check(capsys)[0] == 2


@pytest.mark.parametrize("text", ["", "- 1", "null", "\x01", "suppressions: 7", "suppressions:\n- {rule: [LINT-007]}"])
def test_wrong_suppressions_are_wrong_configuration(
    folder: Path, capsys: pytest.CaptureFixture[str], text: str
) -> None:
    (folder / "sound.json").write_text(SOUND)
    (folder / "lint.yaml").write_text(text)
    assert check(capsys)[0] == 2


def test_an_organization_file_at_the_top_is_a_project(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (project / "scps/organization.yaml").rename(project / "organization.yaml")
    code, said = check(capsys)
    assert (code, "17 files checked" in said) == (0, True)
    (project / "organization.yaml").write_text("kind: Organization\nfoo: 1\n")
    assert check(capsys)[0] == 2
    (project / "organization.yaml").write_text("Organization:\n  Root: {}\n")  # another tool's
    assert "no organization file here" in check(capsys)[1]


@pytest.mark.parametrize("argument", ["../../../../etc/passwd", "/etc/passwd", "../secret.json"])
def test_terraform_reads_nothing_outside(folder: Path, capsys: pytest.CaptureFixture[str], argument: str) -> None:
    (folder.parent / "secret.json").write_text(policy(Sid="SECRET", Action="s3:Nope"))
    (folder / "x.tf").write_text(f'resource "aws_organizations_policy" "x" {{\n  content = file("{argument}")\n}}\n')
    code, said = check(capsys)
    assert code == 3
    assert "SECRET" not in said and "s3:Nope" not in said and "root:x" not in said


@pytest.mark.parametrize("file", ["../secret.json", "/etc/passwd", "scps/../../secret.json"])
def test_a_policy_outside_of_the_project_is_refused(
    project: Path, capsys: pytest.CaptureFixture[str], file: str
) -> None:
    (project.parent / "secret.json").write_text(policy(Sid="SECRET", Action="s3:Nope"))
    organization = project / "scps/organization.yaml"
    organization.write_text(organization.read_text().replace("scps/quarantine.json", file))
    code, said = check(capsys)
    assert code in (1, 2)
    assert "SECRET" not in said


STARS = "*a" * 200
SLOW: list[dict[str, object]] = [
    {"Action": f"ec2:{STARS}b"},
    {"Action": [f"*{one}*" for one in "abcdefghijklmnopqrstuvwxyz"] * 10},
    {"Action": "s3:*", "Resource": [f"arn:aws:s3:::{STARS}", f"arn:{STARS}:s3:*:*:{STARS}"]},
    {"Action": "ec2:RunInstances", "Condition": {"StringNotLike": {"ec2:InstanceType": [f"{STARS}c", "a" * 5000]}}},
    {"Action": "*", "Condition": {"ArnNotLike": {"aws:PrincipalArn": f"arn:aws:iam::*:role/{STARS}"}}},
    {"Resource": "arn:aws:s3:::" + "${" * 5000},
    {"Resource": "arn:aws:s3:::" + "{{" * 3000 + "<" * 3000 + "[" * 3000 + "%%" * 3000},
    {"Action": [f"s3:A{at}" for at in range(50_000)]},
    {"Action": ["s3:*", "ec2:*", "iam:*"], "Resource": [f"arn:aws:s3:::b{at}/*" for at in range(8000)]},
    {"Condition": {"NumericLessThan": {"s3:max-keys": ["1e999999999", "9" * 10_000]}}},
]


@pytest.mark.parametrize("parts", SLOW)
def test_no_pattern_is_slow(folder: Path, capsys: pytest.CaptureFixture[str], parts: dict[str, object]) -> None:
    (folder / "x.json").write_text(policy(**parts))
    start = time.process_time()
    assert check(capsys)[0] in (0, 1)
    assert time.process_time() - start < 2


EVERY = {"Effect": "Deny", "Action": ["ec2:*", "s3:*", "*:*"], "Resource": "*"}
MANY: list[dict[str, Any]] = [
    {"Effect": "Deny", "Action": "s3:Nope{at}", "Resource": "*"},
    {"Effect": "Allow", "Action": ["s{at}:*", "ec2:*"], "Resource": "*"},
    {**EVERY, "Condition": {"StringNotEquals": {"ec2:InstanceType": "t{at}.micro"}}},
    {**EVERY, "Condition": {"ArnNotLike": {"aws:PrincipalArn": "arn:aws:iam::*:role/x{at}*"}}},
    {"Effect": "Deny", "Action": "guardduty:DeleteDetector", "Resource": ["arn:aws:s3:::{at}/*", "*{at}"]},
]


@pytest.mark.parametrize("row", MANY)
@pytest.mark.parametrize("count", [200, 3000])
def test_thousands_of_statements(
    folder: Path, capsys: pytest.CaptureFixture[str], row: dict[str, Any], count: int
) -> None:
    """As many as five quotas hold are compared; beyond that, nothing but the form is looked at, and that is said."""
    rows = [{"Sid": f"A{at}", **json.loads(json.dumps(row).replace("{at}", str(at)))} for at in range(count)]
    (folder / "x.json").write_text(json.dumps({"Version": "2012-10-17", "Statement": rows}))
    start = time.process_time()
    code, said = check(capsys, "--format", "json")
    assert (code, "LINT-003" in said) == (1, True)
    assert ("only its form was checked" in said) == (count == 3000)
    assert time.process_time() - start < 5


def test_nothing_in_a_policy_or_its_name_gives_orders(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "a\n::error::x,y:z%0A\x1b[31m.json").write_text(policy(Action="s3:Nope"))
    (folder / "b.json").write_text(policy(Sid=EVIL, Action=f"s3:{EVIL}", Condition={"StringEquals": {EVIL: EVIL}}))
    (folder / "c.json").write_text(policy(Sid="\ud800", Action="\udc00"))
    code, said = check(capsys, *(f"--output={name}=../{name}" for name in OUTPUTS))
    assert code == 1
    for text in (said, *((folder.parent / name).read_bytes().decode() for name in OUTPUTS)):
        assert not set(text) & {"\x1b", "\x07", "\r", "\u202e", "\u200b"}
    assert "<script>" not in (folder.parent / "markdown").read_text() + (folder.parent / "junit").read_text()
    for line in [*said.splitlines(), *(folder.parent / "github").read_text().splitlines()]:
        assert "##[error]" not in line
        assert not line.startswith("::error file=x::")


def test_no_report_is_written_over_what_it_is_about(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (project / "link").symlink_to("scps/gpu-cap.json")
    named = ["scps/organization.yaml", "scps/gpu-cap.json", "scps/tests/gpu-cap.yaml", "link"]
    before = [(project / name).read_bytes() for name in named]
    for name in named:
        assert check(capsys, "--output", f"markdown={name}.md", "--output", f"sarif={name}")[0] == 2
    assert [(project / name).read_bytes() for name in named] == before
    assert check(capsys, "--output", "sarif=scps")[0] == 2
    assert check(capsys, "--output", "sarif=one", "--output", "junit=./one")[0] == 2
    assert check(capsys, "--output", "sarif=new.sarif")[0] == 0


def test_fixes_stay_within_the_folder(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    outside = folder.parent / "outside"
    outside.mkdir()
    (outside / "x.json").write_text(MISTYPED)
    (folder / "link.json").symlink_to("../outside/x.json")
    (folder / "sub").symlink_to("../outside")
    for words in ((), ("link.json",), ("sub",), ("sub/x.json",)):
        assert check(capsys, "--fix", *words)[0] == 3
    assert (outside / "x.json").read_text() == MISTYPED


def test_a_fix_keeps_line_ends_mode_and_links(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = folder / "real.json"
    file.write_bytes(json.dumps(json.loads(MISTYPED), indent=2).replace("\n", "\r\n").encode())
    file.chmod(0o640)
    (folder / "link.json").symlink_to("real.json")
    before = file.read_bytes()
    assert check(capsys, "--fix")[0] == 0
    assert file.read_bytes() == before.replace(b"StopInstance", b"StopInstances")
    assert file.stat().st_mode & 0o777 == 0o640
    assert (folder / "link.json").is_symlink()


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16"])
def test_a_fix_recodes_nothing(folder: Path, capsys: pytest.CaptureFixture[str], encoding: str) -> None:
    file = folder / "x.json"
    file.write_bytes(MISTYPED.encode(encoding))
    before = file.read_bytes()
    code, said = check(capsys, "--fix")
    assert (code, file.read_bytes()) == (1, before)
    assert "save the file as UTF-8" in said


def test_a_fix_does_not_undo_what_was_written_meanwhile(
    folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    file = folder / "x.json"
    file.write_text(MISTYPED)

    def slow(text: str, wanted: Any) -> Any:
        write(file, SOUND)
        return apply_fixes(text, wanted)

    monkeypatch.setattr(mending, "apply_fixes", slow)
    code, said = check(capsys, "--fix")
    assert (code, file.read_text()) == (2, SOUND)
    assert "changed meanwhile" in said


@pytest.mark.parametrize(
    ("name", "code"),
    [("scps/organization.yaml", 2), ("scps/lint.yaml", 2), ("scps/gpu-cap.json", 3), ("scps/tests", 1)],
)
def test_what_may_not_be_read_never_passes(
    project: Path, capsys: pytest.CaptureFixture[str], name: str, code: int
) -> None:
    (project / "scps/lint.yaml").write_text("suppressions: []\n")
    with closed(project / name):
        assert check(capsys)[0] == code


def test_a_project_folder_that_may_not_be_read_never_passes(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with closed(project / "scps"):
        assert check(capsys)[0] in (2, 3)  # who may not even see the organization file is told that there is no policy


def test_scenarios_that_cannot_be_listed_are_said(
    project: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    listed = Path.iterdir

    def refused(path: Path) -> Any:
        if path.name == "tests":
            raise PermissionError(13, "Permission denied")
        return listed(path)

    monkeypatch.setattr(Path, "iterdir", refused)
    code, said = check(capsys)
    assert code == 1
    assert "scps/tests cannot be listed: Permission denied" in said
