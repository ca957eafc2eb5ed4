"""Guardrails tells, before anything is deployed, what the guardrails of an AWS organization will do.

Each package below is one room: `model` holds nouns, `catalog` AWS facts, the verbs and adapters stand side by side
above them, `commands` joins them and `cli` reads arguments. Imports go down only.
"""

__version__ = "0.1.0"
