"""From changes to authorization requests: the rows of the mapping tables applied to the values of a plan.

`predict.predict` is the way in. `paths` and `conditions` are the language of the rows, `rows` turns one into requests,
`tail` does so for types that only the generated table has; the other files each know one part of a request.
"""
