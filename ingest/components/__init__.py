"""The steps of the pipeline, one module each, named ``hansa_{step}_v{n}`` for spaCy."""
