"""Tests of the rules for Checkov and cfn-lint, with the real tools."""
