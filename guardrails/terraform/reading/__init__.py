"""Reading plan JSON: what is no complete plan is refused with a hint, and secrets are taken out before anything else.

`plan_file.read_plan` is the way in; `sniffing` says what a wrong input is, `redaction` takes the masked values out.
"""
