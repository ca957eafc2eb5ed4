"""`guardrails diff`'s answer in each format; `wording` holds what they share."""
