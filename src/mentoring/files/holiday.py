"""Public holidays of a country and region, from the package `holidays`, read when a file is read and not before.

Which days a town hall is closed depends on the region in many countries: Easter Monday is a working day in
Scotland, 24 June a holiday in Genoa alone. Regions are ISO 3166-2 codes; a city with days of its own has them in
the place table (`TablePlace.holidays`: `IT-Andria`, `ES-Barcelona`, `DE-BY+catholic`), and that text is understood
here as a region too.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from functools import cache
from threading import Lock
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from holidays.holiday_base import HolidayBase

DEPENDS_ON_REGION = frozenset({"AT", "AU", "BA", "CA", "CH", "DE", "ES", "GB", "IT", "US"})
"""Countries whose national days alone are far from the whole truth."""

# Days on which offices are closed by custom: in Sweden the eves of Midsummer, Christmas and New Year.
_ALSO = {"SE": ("de_facto",)}

_SPANISH = """
AN:AL,CA,CO,GR,H,J,MA,SE AR:HU,TE,Z AS:O CB:S CL:AV,BU,LE,P,SA,SG,SO,VA,ZA CM:AB,CR,CU,GU,TO CN:GC,TF
CT:B,GI,L,T EX:BA,CC GA:C,LU,OR,PO IB:PM MD:M MC:MU NC:NA PV:BI,SS,VI RI:LO VC:A,CS,V
"""
# ISO 3166-2 codes that the package does not know, and the regions whose days they keep.
_PARTS = {
    "ES": {
        part: whole for whole, _, parts in (x.partition(":") for x in _SPANISH.split()) for part in parts.split(",")
    },
    "FR": {"67": "6AE", "68": "6AE"},
}

_loading = Lock()


def public_holidays(
    country: str, region: str | None, first: date, last: date, categories: Iterable[str] = ()
) -> dict[date, str]:
    """The public holidays from `first` to `last`, both inside, with their names (English where there is one).

    An unknown country has none and an unknown region only the national days: see `region_warning`. `categories` are
    those of the package `holidays` beyond `public`; one that the country lacks is left out."""
    subdivision, also = _subdivision(country, region)
    wanted = tuple(sorted({*also, *categories, *_ALSO.get(country, ())}))
    days: dict[date, str] = {}
    for year in range(first.year, last.year + 1):
        days.update((day, name) for day, name in _year(country, subdivision, wanted, year) if first <= day <= last)
    return days


def region_warning(country: str, region: str | None) -> str:
    """Why the holidays of this country and region are doubtful; empty when they are not."""
    maker = _maker(country)
    if maker is None:
        return f"no public holidays are known for {country}: list them as `unavailable`"
    if country not in DEPENDS_ON_REGION or _subdivision(country, region)[0]:
        return ""
    why = f"none are known for {region}" if region and region != country else "no region is given"
    some = ", ".join(f"{country}-{x}" for x in maker.subdivisions[:4])
    other = "a town's patron day belongs in `unavailable`" if country == "IT" else f"regions are {some}, ..."
    return f"public holidays in {country} differ by region and {why}, so only national ones count; {other}"


def holidays_version() -> str:
    """Which version of the package `holidays` the days come from."""
    from holidays.version import __version__

    return __version__


@cache
def _year(country: str, subdivision: str | None, also: tuple[str, ...], year: int) -> tuple[tuple[date, str], ...]:
    """One year's days of one region, in order of date."""
    maker = _maker(country)
    if maker is None:
        return ()
    language = next((x for x in sorted(maker.supported_languages, reverse=True) if x.startswith("en")), None)
    known = ("public", *(x for x in also if x in maker.supported_categories))
    found = maker(subdiv=subdivision, years=year, expand=False, language=language, categories=known)
    return tuple(sorted((day, name) for day, name in found.items()))


def _subdivision(country: str, region: str | None) -> tuple[str | None, tuple[str, ...]]:
    """The package's own code of a region, if it has one, and the categories named after `+`."""
    code, *also = (region or "").split("+")
    code = "" if code == country else code.removeprefix(f"{country}-")
    maker = _maker(country)
    code = _PARTS.get(country, {}).get(code, code)
    return (code if maker is not None and code in maker.subdivisions else None), tuple(also)


@cache
def _maker(country: str) -> type[HolidayBase] | None:
    """The package's class for a country, or None.

    Its package `holidays.countries` imports all 250 countries when any is asked for, which takes longer than everything
    else `check` does. So an empty package stands in for it while the one module that is needed is imported."""
    import importlib
    import sys
    from pathlib import Path
    from types import ModuleType

    import holidays
    from holidays.registry import COUNTRIES

    module, name = next(((k, v[0]) for k, v in COUNTRIES.items() if country in v[1:2]), ("", ""))
    if not module:
        return None
    parent = "holidays.countries"
    with _loading:
        stand_in = parent not in sys.modules
        if stand_in:
            sys.modules[parent] = ModuleType(parent)
            sys.modules[parent].__path__ = [str(Path(holidays.__file__).parent / "countries")]
        try:
            found: type[HolidayBase] = getattr(importlib.import_module(f"{parent}.{module}"), name)
        finally:
            if stand_in:
                del sys.modules[parent]
    return found
