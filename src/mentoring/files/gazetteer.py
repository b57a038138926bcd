"""Which place a name means: `Genova`, `München`, `Αθήνα` and `Malmo` are found, doubtful names reported.

The rule: exact id, then exact name (its English name or one of its own languages), then another spelling;
among several the largest, European ones first. Another spelling alone needs the country beside it, because
"Ath" is a Belgian town and an alias of Athens.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from mentoring.domain.number import figure
from mentoring.files.place_table import TablePlace, by_id, fold_name, keys, named

DOUBT_SHARE = 0.05
"""A namesake is worth a warning when it has more than this share of the inhabitants of the place that was taken."""

# How names are written without the letters ä, ö, ü, å.
_GERMAN = (("ae", "a"), ("oe", "o"), ("ue", "u"), ("aa", "a"))


@dataclass(frozen=True, slots=True)
class Found:
    """The place a name means, or why there is none.

    With a place, `doubt` (if any) says what else could be meant; without one it says what is wrong.
    `hint` is what to do about it."""

    place: TablePlace | None
    doubt: str = ""
    hint: str = ""


@lru_cache(maxsize=1024)
def find(name: str, country: str | None = None, region: str | None = None, near: bool = True) -> Found:
    """The place meant by a name or id, in a country (ISO 3166-1) and region (ISO 3166-2) when they are given.

    `London, CA` is read as the name and its country. Without `near` no similar names are looked for, which takes
    a hundred times as long as all the rest."""
    if country is None and name[-4:-2] == ", " and name[-2:].isalpha() and name[-2:].isupper():
        name, country = name[:-4], name[-2:]
    key = fold_name(name)
    owners, aliases = _named(key)
    exact = by_id(name)
    if exact is not None and country in {None, exact.country} and (region in {None, "", exact.region} or not owners):
        if country is not None:
            return Found(exact)
        return _judge(name, exact, sorted((x for x in owners if x != exact), key=_rank) + _larger(aliases, exact), True)
    inside = [x for x in owners if country in {None, x.country}]
    spelt = [x for x in aliases if country in {None, x.country}]
    if inside:
        place, rivals = _largest(inside, region)
        return _judge(name, place, rivals if country else rivals + _larger(aliases, place), country is None)
    if spelt and country is not None:
        place, rivals = _largest(spelt, region)
        return _judge(name, place, rivals, False, elsewhere=owners)
    return _refuse(name, country, [*owners, *aliases], near)


def nearest_names(text: str, n: int = 3, country: str | None = None) -> list[str]:
    """Up to `n` names of the table that look like `text`, each as `Name, CC`; those of the country first."""
    from difflib import SequenceMatcher

    key = fold_name(text[:60])
    matcher = SequenceMatcher(autojunk=False)
    matcher.set_seq2(key)
    best = []
    for other in keys().get(key[:1], ()):
        if abs(len(other) - len(key)) > 2:
            continue
        matcher.set_seq1(other)
        if matcher.real_quick_ratio() >= 0.7 and matcher.quick_ratio() >= 0.7 and (ratio := matcher.ratio()) >= 0.7:
            best.append((-ratio, other))
    names: dict[str, bool] = {}
    for _, other in sorted(best)[: 8 * n]:
        owners, aliases = _named(other)
        there = [x for x in (*owners, *aliases) if x.country == country]
        place = min(there or owners or aliases, key=_rank, default=None)
        if place:
            names.setdefault(str(place), bool(there))
    return sorted(names, key=lambda x: not names[x])[:n]


def _named(key: str) -> tuple[list[TablePlace], list[TablePlace]]:
    """As `named`; when nothing bears the key, once more with `ae`, `oe`, `ue`, `aa` for one letter (Muenchen)."""
    owners, aliases = named(key)
    if owners or aliases:
        return owners, aliases
    plain = key
    for two, one in _GERMAN:
        plain = plain.replace(two, one)
    return named(plain) if plain != key else ([], [])


def _largest(places: Sequence[TablePlace], region: str | None) -> tuple[TablePlace, list[TablePlace]]:
    """The largest place, of the region if one is there; and its rivals, largest first."""
    ranked = sorted((x for x in places if region and x.region == region), key=_rank) or sorted(places, key=_rank)
    return ranked[0], ranked[1:]


def _rank(place: TablePlace) -> tuple[bool, int, str]:
    return (not place.in_europe, -place.population, place.id)


def _larger(aliases: Sequence[TablePlace], place: TablePlace) -> list[TablePlace]:
    """Larger European places that have the name as another spelling: the writer may well mean them."""
    return sorted((x for x in aliases if x.in_europe and x.population > place.population), key=_rank)


def _judge(
    name: str, place: TablePlace, rivals: Sequence[TablePlace], any_country: bool, elsewhere: Sequence[TablePlace] = ()
) -> Found:
    """The place, with what else the name could mean; `elsewhere`: places of other countries that bear the name."""
    close = [x for x in rivals if x.population > DOUBT_SHARE * place.population]
    other = sorted([*elsewhere, *close], key=_rank)[:3]
    if not other:
        return Found(place)
    doubt = f"{_quoted(name)} is taken as {_told(place)}, but could be {'; '.join(_told(x) for x in other)}"
    if any_country:
        keep = f"say `country: {place.country}`"
    elif fold_name(place.name) != fold_name(name):
        keep = f"write `{place.name}`"
    else:
        keep = f"write `{place.id}`"
    ids = " or ".join(f"`{x.id}` in {x.country}" for x in other)
    return Found(place, doubt, f"if that is right, {keep}; else name {ids}")


def _refuse(name: str, country: str | None, others: Sequence[TablePlace], look: bool) -> Found:
    """Why no place was taken, and the nearest right name."""
    where = f" in {country}" if country else ""
    ask = "give country, latitude, longitude and time_zone"
    near = nearest_names(name, 2, country) if look and (not others or country) else []
    if others:
        ranked = sorted(others, key=_rank)
        what = f"names no place{where}" if country else "is only another spelling"
        right = [f"`{ranked[0].name}` with `country: {ranked[0].country}`"]
        right += [f"`{x}`" for x in near if country and x.endswith(country)][:1]
        doubt = f"{_quoted(name)} {what}; it stands for {'; '.join(_told(x) for x in ranked[:3])}"
        return Found(None, doubt, f"write {' or '.join(right)}, or {ask}")
    mean = f"did you mean {' or '.join(near)}? Else " if near else ""
    return Found(None, f"{_quoted(name)} names no place{where} in the place table", mean + ask)


def _told(place: TablePlace) -> str:
    return f"{place} ({figure(place.population)} people)"


def _quoted(name: str) -> str:
    return f'"{name}"' if len(name) <= 60 else f'"{name[:60]}…"'
