"""A plan (or its exchange graph) as text or bytes that other programs read."""
