"""What dates cost at least: days as arrays, prices of busy days, and the column LP."""
