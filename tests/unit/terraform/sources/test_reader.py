"""What is read of folders, comments and files that are not as they should be."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guardrails.model.plan.change import Change, Verb
from guardrails.terraform.sources import folders
from guardrails.terraform.sources.places import Sources
from guardrails.terraform.sources.reader import read_sources
from guardrails.terraform.sources.references import references_in
from guardrails.terraform.sources.scanning import body

MAIN = """\
locals {
  name = "x-${var.env}" # of the bucket
  ids  = { for k, s in aws_subnet.private : k => s.id if s.tags["a"] != var.skip["b"].c }
  text = <<-EOT
    } "unbalanced ${upper(local.name)}
  EOT
}

# About something else.

/* many
   lines */
# guardrails:waive PG-001 until=2026-12-31 owner=ml reason="a \\"good\\" one"
resource "aws_s3_bucket" "a" {
  // guardrails:waive PG-002 until=2026-12-31 owner=ml reason="inside"
  bucket = "a}"
  # guardrails:waive PG-003 too deep inside to be one
}

# guardrails:waive PG-004 a blank line below

resource "aws_s3_bucket" "b" { bucket = "b" } # guardrails:waive PG-005 behind another
resource "aws_s3_bucket" "c" {
  bucket = module.box.id
}

module "box" {
  source = "../box"
}

module "far" {
  source  = "example/vpc/aws"
  version = "1.0"
}
"""
BOX = '# guardrails:waive PG-006 reason="x"\ndata "aws_caller_identity" "me" {}\noutput "id" { value = "a" }\n'


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    for name in (".git", "root", "box"):
        (tmp_path / name).mkdir()
    (tmp_path / "root/main.tf").write_text(MAIN)
    (tmp_path / "box/main.tf").write_text(BOX)
    return tmp_path


@pytest.fixture
def sources(repository: Path) -> Sources:
    return read_sources(repository / "root")


def change(address: str, mode: str = "managed") -> Change:
    module, _, rest = address.rpartition("aws_")
    module = module.removesuffix("data.").rstrip(".")
    type, name = f"aws_{rest}".split(".")
    return Change(address, type, name, Verb.CREATE, 0, mode, module)


def test_locals_and_what_they_refer_to(sources: Sources) -> None:
    assert sources.problems == ()
    assert sources.locals_of(()) == {
        "name": ("var.env",),
        "ids": ("aws_subnet.private", 'var.skip["b"].c'),
        "text": ("local.name",),
    }
    assert sources.locals_of(("box",)) == {} == sources.locals_of(("nowhere",))


def test_waivers_stand_right_above_a_resource_or_first_in_it(sources: Sources) -> None:
    assert [
        (one.address, one.text[17:23], one.location.span.line) for one in sources.waivers() if one.location.span
    ] == [
        ("aws_s3_bucket.a", "PG-001", 13),
        ("aws_s3_bucket.a", "PG-002", 15),
        ("module.box.data.aws_caller_identity.me", "PG-006", 1),
    ]
    assert sources.waivers()[0].text == 'guardrails:waive PG-001 until=2026-12-31 owner=ml reason="a \\"good\\" one"'


def test_places(sources: Sources) -> None:
    here = sources.place_of(change("aws_s3_bucket.a"))
    assert here is not None and str(here.location) == "root/main.tf:14:1" and here.calls == ()
    inner = sources.place_of(change("module.box.data.aws_caller_identity.me", "data"))
    assert inner is not None and str(inner.location) == "box/main.tf:2:1"
    assert [str(one) for one in inner.calls] == ["root/main.tf:27:1"]
    far = sources.place_of(change('module.far["a"].module.deep.aws_vpc.this'))
    assert far is not None and str(far.location) == "root/main.tf:31:1" and far.calls == ()
    for gone in ("aws_s3_bucket.gone", "module.gone.aws_s3_bucket.a", "module.box.aws_caller_identity.me"):
        assert sources.place_of(change(gone)) is None


def test_paths_are_shown_below_what_the_root_is_shown_as(repository: Path) -> None:
    assert set(read_sources(repository / "root", "infra/root").texts) == {"infra/root/main.tf", "infra/box/main.tf"}


def test_links_out_of_the_repository_are_not_followed(
    repository: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    outside = tmp_path_factory.mktemp("outside")
    (outside / "secret.tf").write_text('resource "aws_vpc" "secret" {}')
    (outside / "deeper").mkdir()
    (outside / "deeper/secret.tf").write_text('resource "aws_vpc" "secret" {}')
    (repository / "root/link.tf").symlink_to(outside / "secret.tf")
    (repository / "root/folder").symlink_to(outside)
    up = "../" * len(outside.parts)
    (repository / "root/calls.tf").write_text(
        f'module "a" {{\n source = "./folder"\n}}\nmodule "b" {{\n source = "{up}{str(outside)[1:]}/deeper"\n}}'
    )
    found = read_sources(repository / "root")
    assert not any("secret" in text for text in found.texts.values())
    assert [one.partition(": is ")[2] for one in found.problems] == [
        "a link out of the repository and is not read",
        "outside of the repository and is not read",
        "outside of the repository and is not read",
    ]


def test_files_that_cannot_be_read_are_problems(repository: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(folders, "LARGEST_FILE", 5_000)
    (repository / "root/large.tf").write_text("#" * 5_001)
    (repository / "root/binary.tf").write_bytes(b"\xff\xfe\x00")
    (repository / "root/folder.tf").mkdir()
    (repository / "root/gone.tf").symlink_to(repository / "root/nowhere")
    os.mkfifo(repository / "root/pipe.tf")
    found = read_sources(repository / "root")
    assert [one.split(":")[0] for one in found.problems] == [
        f"root/{name}.tf" for name in ("binary", "folder", "gone", "large", "pipe")
    ]
    assert "root/main.tf" in found.texts


def test_no_folder_and_a_module_that_calls_itself(repository: Path) -> None:
    assert len(read_sources(repository / "nowhere").problems) == 1
    (repository / "box/self.tf").write_text('module "again" {\n  source = "../box"\n}\n')
    found = read_sources(repository / "root")
    assert found.problems == ("module.box.module.again: calls itself, or is too deep",)


def test_text_that_is_nested_too_deep_is_a_problem(repository: Path) -> None:
    (repository / "box/deep.tf").write_text("locals {\n  a = " + '"${' * 5_000 + "}\n")
    found = read_sources(repository / "root")
    assert found.problems == ("box: is nested too deep and is not read",)
    assert found.place_of(change("aws_s3_bucket.a")) is not None


def test_too_many_files(repository: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(folders, "MOST_FILES", 1)
    found = read_sources(repository / "root")
    assert len(found.texts) == 1 and len(found.problems) == 1


def test_overrides_come_last_and_hidden_files_not_at_all(repository: Path) -> None:
    (repository / "root/a_override.tf").write_text('locals {\n  name = var.other\n}\nresource "aws_s3_bucket" "a" {}\n')
    (repository / "root/.hidden.tf").write_text("locals {\n  name = var.hidden\n}\n")
    found = read_sources(repository / "root")
    assert found.locals_of(())["name"] == ("var.other",)
    here = found.place_of(change("aws_s3_bucket.a"))
    assert here is not None and here.location.file == "root/main.tf"


def test_json(repository: Path) -> None:
    (repository / "root/more.tf.json").write_text(
        '{"resource": {"aws_vpc": {"main": {"//": "guardrails:waive PG-009 why",\n"cidr_block": "${local.cidr}"}}},'
        "\n"
        '"locals": {"cidr": "${var.cidr}", "all": ["${aws_vpc.main.id}", 1]},\n"module": {"inner": {"source": "./in"}}}'
    )
    (repository / "root/broken.tf.json").write_text("{")
    (repository / "root/in").mkdir()
    (repository / "root/in/a.tf").write_text('resource "aws_vpc" "b" {}')
    found = read_sources(repository / "root")
    assert found.locals_of(())["cidr"] == ("var.cidr",)
    assert found.locals_of(())["all"] == ("aws_vpc.main.id",)
    assert [one.address for one in found.waivers() if "PG-009" in one.text] == ["aws_vpc.main"]
    vpc, inner = found.place_of(change("aws_vpc.main")), found.place_of(change("module.inner.aws_vpc.b"))
    assert vpc is not None and str(vpc.location).startswith("root/more.tf.json:1:")
    assert inner is not None and [str(one) for one in inner.calls] == ["root/more.tf.json:4:12"]


@pytest.mark.parametrize(
    ("expression", "names"),
    [
        ('"${aws_s3_bucket.a.id}-${each.key}"', ("aws_s3_bucket.a.id", "each.key")),
        ("aws_s3_bucket.fe[each.key].id", ("aws_s3_bucket.fe", "each.key")),
        ('aws_subnet.x["a"].id', ('aws_subnet.x["a"].id',)),
        ("aws_subnet.x[*].id", ("aws_subnet.x",)),
        ("aws_subnet.x.*.id", ("aws_subnet.x",)),
        ("aws_subnet.x.0.id", ("aws_subnet.x[0].id",)),
        ("module.mc[1].id", ("module.mc[1].id",)),
        ("provider::aws::arn_parse(var.arn).account", ("var.arn",)),
        ("{ a = var.b, (local.k) = 1, c : data.aws_x.y.z }", ("var.b", "local.k", "data.aws_x.y.z")),
        ('var.a ? "$${no.ref}" : null', ("var.a",)),
        ('"%{ for s in var.list }${s.name}%{ endfor }"', ("var.list",)),
        ('jsonencode({ "a" = [for x in local.y : x.z] })', ("local.y",)),
        ("# local.no\nlocal.yes", ("local.yes",)),
        ('"plain"', ()),
        ("1.5", ()),
    ],
)
def test_names_in_an_expression(expression: str, names: tuple[str, ...]) -> None:
    assert references_in(expression) == names


@given(st.text(alphabet='ab."${}[]()=#/*\n\\<-E %for in', max_size=60))
def test_no_text_is_too_much(text: str) -> None:
    found = body(text)
    assert all(0 <= one.start <= one.header <= one.inside and one.end <= len(text) for one in found.blocks)
    assert all(isinstance(name, str) for name in references_in(text))
