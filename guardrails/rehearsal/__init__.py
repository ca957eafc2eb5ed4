"""Adapter: runs real Terraform, offline or against an emulated AWS that decodes, answers and records each API call.

To add an operation that the emulator lacks: a handler in `answers/<service>.py` with its row there, and a root in
`tests/terraform/recording/` or an example of a module that makes the call.
"""
