"""Plan city-to-city mentoring programmes."""
