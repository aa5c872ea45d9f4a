"""The steps of the pipeline, named ``hansa_{step}_v{n}`` for spaCy, in rooms by what they read.

``blocks`` comes before the model; ``entities`` name things; ``relations``, ``posts``, ``lists``
and ``literals`` read facts about them.
"""
