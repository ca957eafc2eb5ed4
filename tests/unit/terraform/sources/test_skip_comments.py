"""Skip comments for Checkov: within blocks of resources and modules, as Checkov finds them, and nowhere else."""

from __future__ import annotations

from pathlib import Path

import pytest

from guardrails.terraform.sources.places import SkipComment, Sources
from guardrails.terraform.sources.reader import read_sources

MAIN = """\
# checkov:skip=CKV_AWS_1:above a block it says nothing
resource "aws_s3_bucket" "a" {
  # checkov:skip=CKV_AWS_18:logged by the distribution
  bucket = "a" # checkov:skip=CKV_AWS_19,CKV2_AWS_6
  versioning {
    /* bridgecrew:skip=CKV_AWS_21:deep: inside */
  }
}

data "aws_iam_policy_document" "d" {
  //checkov:skip= CKV_AWS_111:read only
}

module "box" {
  # checkov:skip=CKV_AWS_20:all of it
  source = "../box"
}

locals {
  # checkov:skip=CKV_AWS_99:of no resource
  a = 1
}
"""
BOX = 'resource "aws_s3_bucket" "b" {\n  # checkov:skip=CKV_AWS_145:keys of AWS will do\n}\n'


@pytest.fixture
def sources(tmp_path: Path) -> Sources:
    """A root that calls a module."""
    for name, text in (("root", MAIN), ("box", BOX)):
        (tmp_path / name).mkdir()
        (tmp_path / name / "main.tf").write_text(text, "utf-8")
    (tmp_path / ".git").mkdir()
    return read_sources(tmp_path / "root")


def of(sources: Sources, check: str) -> SkipComment:
    """The comment that skips a check."""
    (found,) = (one for one in sources.skips() if check in one.checks)
    return found


def test_comments_are_found_within_blocks_alone(sources: Sources) -> None:
    assert [(one.address, one.checks, one.reason) for one in sources.skips()] == [
        ("aws_s3_bucket.a", ("CKV_AWS_18",), "logged by the distribution"),
        ("aws_s3_bucket.a", ("CKV_AWS_19", "CKV2_AWS_6"), ""),
        ("aws_s3_bucket.a", ("CKV_AWS_21",), "deep: inside"),
        ("data.aws_iam_policy_document.d", ("CKV_AWS_111",), "read only"),
        ("module.box", ("CKV_AWS_20",), "all of it"),
        ("module.box.aws_s3_bucket.b", ("CKV_AWS_145",), "keys of AWS will do"),
    ]


def test_a_comment_speaks_of_its_block_or_of_all_that_its_module_holds(sources: Sources) -> None:
    own, module = of(sources, "CKV_AWS_18"), of(sources, "CKV_AWS_20")
    assert own.covers("aws_s3_bucket.a")
    assert not own.covers("aws_s3_bucket.ab")
    assert module.covers("module.box.aws_s3_bucket.b")
    assert module.covers("module.box.module.inner.aws_s3_bucket.c")
    assert not module.covers("module.boxes.aws_s3_bucket.b")


def test_a_comment_knows_its_line(sources: Sources) -> None:
    place = of(sources, "CKV_AWS_19").location
    assert (place.file, place.span.line if place.span else 0) == ("root/main.tf", 4)


def test_a_resource_whose_type_ends_like_a_module_is_none(tmp_path: Path) -> None:
    (tmp_path / "main.tf").write_text('resource "x_module" "a" {\n # checkov:skip=CKV_AWS_1:why\n}\n', "utf-8")
    (one,) = read_sources(tmp_path).skips()
    assert not one.module
    assert one.covers("x_module.a")
