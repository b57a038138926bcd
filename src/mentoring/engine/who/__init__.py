"""Who and where exactly: the pairs that can matter, and the model that chooses among them."""
