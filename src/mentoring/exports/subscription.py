"""Links with which a city subscribes to its calendar on the web; they are only written down, nothing is fetched."""

from __future__ import annotations

from urllib.parse import quote, urlsplit

from mentoring.errors import UsageError
from mentoring.exports.feed import file_stem
from mentoring.views import phrase
from mentoring.views.svg import Drawn, join, tag


def check_feeds(address: str) -> str:
    """The web address of the folder with the calendars, without a slash at its end.

    Raises UsageError when it is no address of a folder that a page may link to.
    """
    as_in = "write it as in https://example.org/calendars"
    if not address.isprintable() or " " in address:
        raise UsageError(f"the address of the calendars holds signs that no address may hold: {as_in}")
    try:
        parts = urlsplit(address)
        is_sound = bool(parts.hostname) and (parts.port is None or parts.port > 0)
    except ValueError:
        is_sound = False
    if not is_sound or parts.scheme not in ("http", "https"):
        raise UsageError(f"{address} is no web address of a folder: {as_in}")
    if parts.query or parts.fragment or parts.username is not None:
        raise UsageError(f"{parts.scheme}://{parts.hostname}: no password, ? or # in the address: {as_in}")
    return address.rstrip("/")


def city_feed(folder: str, city: str) -> str:
    """The address of a city's calendar. Raises UsageError as `check_feeds` does."""
    return f"{check_feeds(folder)}/city/{file_stem(city)}.ics"


def feed_links(address: str, title: str, heading: str, said: str = phrase.FEED) -> Drawn:
    """How to subscribe to the calendar at an address: with the own calendar program, Google or Outlook."""
    webcal = f"webcal://{address.partition('://')[2]}"
    where = (
        (phrase.FEED_OWN, webcal),
        (phrase.FEED_GOOGLE, f"https://calendar.google.com/calendar/r?cid={quote(webcal, safe='')}"),
        (phrase.FEED_OUTLOOK, "https://outlook.live.com/calendar/0/addfromweb?"
                              f"url={quote(address, safe='')}&name={quote(title, safe='')}"),
        (address, address),
    )  # fmt: skip
    links = [tag("li", tag("a", words, href=link, rel="noreferrer")) for words, link in where]
    return join([tag(heading, said), tag("ul", *links, cls="feeds")])
