"""Where a change lands: Region, and account and role of the credentials, each with the evidence for it.

`placing` decides, one change at a time; `providers` reads provider blocks, `siblings` what the plan knows of other
objects under the same provider. New evidence goes into one of the last two. The Region that a global service is called
in is no matter of place: the predictor knows it.
"""
