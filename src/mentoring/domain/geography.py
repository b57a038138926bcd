"""Distances between places on the globe."""

from __future__ import annotations

from math import asin, cos, floor, radians, sin, sqrt

EARTH_RADIUS_KM = 6371.0


def great_circle_km(latitude_a: float, longitude_a: float, latitude_b: float, longitude_b: float) -> int:
    """Whole kilometres, rounded down, along the great circle (haversine, radius 6371.0 km); degrees in."""
    phi_a, phi_b = radians(latitude_a), radians(latitude_b)
    half_phi = (phi_b - phi_a) / 2
    half_lambda = radians(longitude_b - longitude_a) / 2
    chord = sin(half_phi) ** 2 + cos(phi_a) * cos(phi_b) * sin(half_lambda) ** 2
    return floor(2 * EARTH_RADIUS_KM * asin(min(1.0, sqrt(chord))))
