"""What a report shows of sources holds no value of an argument that has the name of a secret."""

from __future__ import annotations

import pytest

from guardrails.terraform.reading.redaction import SHOWN
from guardrails.terraform.sources.concealing import concealed

SOURCE = """resource "aws_db_instance" "main" {
  identifier = "features"
  password   = "canary-1"
  username   = "admin"
  master = { DB_PASSWORD = "canary-2", size = 1 }
  user_data = base64encode(<<-EOT
    #!/bin/sh
    up --key=canary-3 # )
  EOT
  )
  secret_string = jsonencode({
    user = "canary-4"
    list = ["canary-5", { key = "canary-6)" }]
  })
  token = "${var.a}canary-7"
  engine = "postgres"
}"""

KEPT = """  password = var.password
  token = data.aws_ssm_parameter.token.value
  auth_token = random_password.token.result
  manage_master_user_password = true
  if password == "x"
  tokens = ["a"]
  name = "secret"
  # a password: see the manual
  key = { token = var.token }
"""


def test_values_of_secret_names_go_and_lines_keep_their_numbers() -> None:
    shown = concealed(SOURCE)
    assert "canary" not in shown
    assert len(shown.split("\n")) == len(SOURCE.split("\n"))
    for line in ('  identifier = "features"', '  username   = "admin"', '  engine = "postgres"'):
        assert shown.split("\n").index(line) == SOURCE.split("\n").index(line)
    assert f"  password   = {SHOWN}" in shown


@pytest.mark.parametrize("line", KEPT.splitlines())
def test_references_and_other_names_stay(line: str) -> None:
    assert concealed(line) == line


def test_configuration_in_json() -> None:
    assert concealed('{"a": 1, "password": "canary"}') == f'{{"a": 1, "password": {SHOWN}'
    assert concealed('  "password": "${var.password}",') == f'  "password": {SHOWN}'


def test_a_document_that_never_ends_is_taken_to_the_end() -> None:
    assert "canary" not in concealed("user_data = <<EOT\ncanary\ncanary")
