"""Who and where without listing pairs: flows over tables of pairs, whose prices bound every plan."""
