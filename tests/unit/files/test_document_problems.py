"""Problems of a document with parameters: the mistakes in it, and not the parameters."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path

from guardrails.files.project import read_project

SCPS = Path(__file__).parents[3] / "scps"


def test_a_mistake_is_reported_without_a_word_about_parameters(tmp_path):
    shutil.copytree(SCPS, tmp_path / "scps")
    document = tmp_path / "scps" / "state-protection.json"
    document.write_text(document.read_text().replace('"Deny"', '"Denny"', 1))
    _, findings = read_project(tmp_path, date(2026, 11, 21))
    said = [one.message for one in findings if one.location.file.endswith("state-protection.json")]
    assert said == ["`Effect` must be `Allow` or `Deny`, found `Denny` [bad-effect]"]
