"""``/changes``: what each generation added and withdrew, as feeds and as events."""
