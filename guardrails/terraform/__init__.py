"""Adapter: reads Terraform plan JSON and predicts the requests that applying it will make.

To add a resource type: a row in `mappings/<service>.yaml` and a plan in the tests that uses it.
"""
