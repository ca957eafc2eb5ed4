"""Checkov checks of the landing zone: one file `guardrail_<slug>.py` a check, loaded by `--external-checks-dir`.

Files whose docstring ends its first paragraph with "This file holds no check" are shared: what the organization says
(`guardrail_settings`), attributes the same for HCL and plan (`guardrail_values`), other resources (`guardrail_graph`),
policy documents (`guardrail_policies`), and more. Nothing here imports anything but Checkov and what Checkov brings.
"""
