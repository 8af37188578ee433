"""Texts made into values, whole columns at a time."""
