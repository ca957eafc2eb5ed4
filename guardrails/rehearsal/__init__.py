"""Adapter: lets a real `terraform apply` run against an emulated AWS that enforces the policies.

To add an emulated service: teach the proxy how its calls become requests, and rehearse a plan that uses it.
"""
