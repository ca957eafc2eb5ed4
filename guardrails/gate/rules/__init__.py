"""One file per whole-plan rule; its docstring is the rule's page. `gate/table.py` lists them."""
