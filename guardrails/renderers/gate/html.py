"""The report as one HTML file: nothing is loaded from anywhere, no script runs, and it prints.

The policy in its head (Content-Security-Policy) allows the one style sheet that it brings, by its hash, and nothing
else: even markup that came through could load and run nothing.
Source: https://www.w3.org/TR/CSP3/#framework-directives (2026-10)
"""

from __future__ import annotations

from base64 import b64encode
from hashlib import sha256

from guardrails.model.gate_report import GateReport
from guardrails.renderers.gate.grouping import VERDICTS, many, waiver_words
from guardrails.renderers.gate.page import page_of
from guardrails.renderers.templates import environment, folder


def render(report: GateReport) -> str:
    """Return the page, without any reference to another file."""
    from markupsafe import Markup

    style = (folder() / "gate.css").read_text("utf-8")
    digest = b64encode(sha256(style.encode("utf-8")).digest()).decode("ascii")
    template = environment().get_template("gate.html.j2")
    return template.render(
        page=page_of(report),
        report=report,
        verdict=VERDICTS[report.conclusion],
        style=Markup(style),
        style_hash=digest,
        many=many,
        waiver_words=waiver_words,
    )
