"""Choices that are equally good so far: the best dates over all of them, and cuts back."""
