"""Why there is no plan: claims that clash, and the cheapest ways out."""
