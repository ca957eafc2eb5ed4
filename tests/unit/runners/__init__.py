"""Tests of the runners: worker processes, Checkov and cfn-lint."""
