"""What a naive implementation gets wrong: each point of law held by one function, and proved to hold by planting the
wrong rule.

`points` holds the points of pure law, `planted` the wrong rules. For each of them every point is run, and exactly the
one the rule is about must fail. `database_points` and `database_planted` do the same for what only the whole service
can get wrong. To add a point or a plant, read the docstring of the module it goes to.
"""
