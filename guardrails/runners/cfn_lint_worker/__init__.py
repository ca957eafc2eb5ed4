"""The other side of `runners/cfn_lint.py`: runs in the interpreter that has cfn-lint, and imports nothing of ours.

To change what is said: `serving` holds the conversation, `session` one run, `directives` what a template ignores.
"""
