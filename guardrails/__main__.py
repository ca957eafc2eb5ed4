"""`python -m guardrails` is the `guardrails` program."""

from guardrails.cli import main

main()
