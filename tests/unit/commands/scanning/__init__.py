"""Tests of `guardrails/commands/scanning`."""
