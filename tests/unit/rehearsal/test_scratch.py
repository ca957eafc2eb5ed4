"""Scratch copies: what is overridden, and that the original stays untouched."""

from __future__ import annotations

from pathlib import Path

import pytest

from guardrails.rehearsal.blocks import attribute, blocks, veiled
from guardrails.rehearsal.errors import RehearsalError
from guardrails.rehearsal.scratch import OVERRIDE, go_offline, go_rehearse, move_to_account, scratch_copy

TRICKY = """
# provider "aws" { alias = "comment" }
terraform { /* backend "gcs" {} */
  backend "s3" {
    key = "}"
  }
}

provider "aws" {
  region = "us-${var.x == "{" ? "east" : "west"}-1"
}

provider "aws" {
  alias  = "dr" # second
  region = var.dr
  assume_role {
    role_arn = "arn:${lower("}")}"
  }
}

provider "tls" {}

resource "aws_x" "y" {
  text = <<-EOT
    provider "aws" { alias = "heredoc" }
    }
  EOT
  lifecycle {
    prevent_destroy = true
  }
}

resource "aws_x" "free" { lifecycle { prevent_destroy = false } }
resource "aws_dynamodb_table" "lock" {
  deletion_protection_enabled = true
}
"""


@pytest.fixture
def root(tmp_path: Path) -> Path:
    (tmp_path / "main.tf").write_text(TRICKY, "utf-8")
    return tmp_path


def test_the_scan_sees_through_strings_heredocs_and_comments() -> None:
    heads = [(one.type, *one.labels) for one in blocks(TRICKY)]
    assert heads == [
        ("terraform",),
        ("provider", "aws"),
        ("provider", "aws"),
        ("provider", "tls"),
        ("resource", "aws_x", "y"),
        ("resource", "aws_x", "free"),
        ("resource", "aws_dynamodb_table", "lock"),
    ]
    assert len(veiled(TRICKY)) == len(TRICKY)


def test_attributes_are_of_the_block_itself() -> None:
    second = blocks(TRICKY)[2]
    assert attribute(TRICKY, second, "alias") == '"dr" # second'
    assert attribute(TRICKY, second, "role_arn") is None
    assert attribute(TRICKY, second, "region") == "var.dr"


@pytest.mark.parametrize("text", ['a "', "a {", "a <<EOT\n", 'x = "${', "/*", '"\\', "}{", "${{{"])
def test_broken_text_ends_the_scan_and_no_more(text: str) -> None:
    assert len(veiled(text)) == len(text)
    blocks(text)


def test_offline_each_alias_gets_its_override_and_the_backend_goes(root: Path) -> None:
    go_offline(root)
    written = (root / OVERRIDE).read_text("utf-8")
    assert [attribute(written, one, "alias") for one in blocks(written)] == [None, '"dr"']
    assert written.count("allowed_account_ids = null") == 2
    text = (root / "main.tf").read_text("utf-8")
    (terraform,) = (one for one in blocks(text) if one.type == "terraform")
    assert blocks(text, terraform.inside) == ()
    assert text.count("\n") == TRICKY.count("\n"), "messages of Terraform name the lines of the original"


def test_a_root_without_provider_blocks_gets_one(tmp_path: Path) -> None:
    (tmp_path / "main.tf").write_text('resource "aws_x" "y" {}\n', "utf-8")
    go_offline(tmp_path)
    assert (tmp_path / OVERRIDE).read_text("utf-8").startswith('provider "aws" {')


def test_rehearsing_lifts_what_keeps_resources_from_destroy_in_modules_too(tmp_path: Path) -> None:
    (tmp_path / "main.tf").write_text('module "a" {\n  source = "./a"\n}\n', "utf-8")
    (tmp_path / "a").mkdir()
    (tmp_path / "a" / "main.tf").write_text(TRICKY, "utf-8")
    go_rehearse(tmp_path, "111111111111")
    assert 'access_key = "AKIA111111111111MOCK"' in (tmp_path / OVERRIDE).read_text("utf-8").replace("  =", " =")
    lifted = (tmp_path / "a" / OVERRIDE).read_text("utf-8")
    assert [one.labels for one in blocks(lifted)] == [("aws_x", "y"), ("aws_dynamodb_table", "lock")]
    assert "deletion_protection_enabled = false" in lifted


def test_a_copy_takes_its_surroundings_and_leaves_state_behind(tmp_path: Path) -> None:
    root = tmp_path / "terraform" / "live" / "dev"
    root.mkdir(parents=True)
    (root / "main.tf").write_text('locals { x = "1" }\n', "utf-8")
    (root / "terraform.tfstate").write_text("{}", "utf-8")
    (tmp_path / "scps" / "rendered").mkdir(parents=True)
    (tmp_path / "scps" / "rendered" / "a.json").write_text("{}", "utf-8")
    copy = scratch_copy(root, tmp_path / "scratch")
    assert copy == tmp_path / "scratch" / "terraform" / "live" / "dev"
    assert sorted(file.name for file in copy.iterdir()) == ["main.tf"]
    assert (tmp_path / "scratch" / "scps" / "rendered" / "a.json").exists()


def test_a_missing_root_is_said(tmp_path: Path) -> None:
    with pytest.raises(RehearsalError, match="is no folder"):
        scratch_copy(tmp_path / "nowhere", tmp_path / "scratch")


def test_a_copy_moves_to_another_account(tmp_path: Path) -> None:
    text = 'account_id = "333333333333"\narn = "arn:aws:iam::333333333333:role/x"\ndev = "222222222222"\n'
    (tmp_path / "main.tf").write_text(text, "utf-8")
    move_to_account(tmp_path, "600000000000")
    assert (tmp_path / "main.tf").read_text("utf-8") == text.replace("333333333333", "600000000000")
