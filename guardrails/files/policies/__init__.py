"""Adapter: policy documents in files of any shape, found without an organization file, each file said for.

JSON (also with comments), YAML, CloudFormation, Terraform, output of the AWS CLI. To read one more shape: a reader that
returns `found.Documents`, a row in the table of kinds in `read.py`, words for what it is not in `sorting.py`.
"""
