"""Checkov checks of the landing zone: one file `guardrail_<slug>.py` a check, loaded by `--external-checks-dir`.

Three files hold no check: `guardrail_settings` (what the organization says), `guardrail_values` (attributes, the same
for HCL and plan), `guardrail_graph` (other resources). Nothing here imports anything but Checkov and these.
"""
