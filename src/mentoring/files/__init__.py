"""Text files to domain values and back, with the place of every value."""
