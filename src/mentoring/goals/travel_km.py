"""Goal: travel_km."""

from __future__ import annotations

from mentoring.goals.journey import JourneyGoal


class TravelKm(JourneyGoal):
    """Cities travel little: great-circle km there and back, once for each travelling city and trip, least.

    However many travellers a city sends. Among the goals for when, the people who are sent count too."""

    slug = "travel_km"
    unit = "km"
    reads = ("cities.*.latitude", "cities.*.longitude", "stages.*.host", "people.*.home")
    coin = "km"
