"""Fits what is learned from annotated statements: relations between names, and confidences."""
