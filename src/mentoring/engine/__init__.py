"""Deciding who, where and when. The only package that imports OR-Tools."""
