"""The network that a plan leaves behind, as a graph that several rules share, and the organization's address plan.

Nodes are named by text: the address of a change in the plan, or the id of what AWS has already (`vpc-0123...`).
"""
