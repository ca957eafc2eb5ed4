"""The answer to `guardrails prove` in each of its formats; `answers.py` says what they have in common.

To add a format: a file with `render(report: ProofReport) -> str` here and a row in `renderers/formats.py`.
"""
