"""When: first dates, better ones, and who is sent."""
