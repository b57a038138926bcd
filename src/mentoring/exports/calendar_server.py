"""Talks to a calendar server (CalDAV, RFC 4791): lists, reads and writes entries of one calendar, each on a condition.

Nothing is ever overwritten that the server has in another version than the one named.
"""

from __future__ import annotations

import http.client
import re
import urllib.error
import urllib.request
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote, unquote, urljoin, urlsplit
from xml.etree import ElementTree
from xml.sax.saxutils import escape

from mentoring.errors import RefusedError, UsageError
from mentoring.exports.sign_in import SignIn, choose, schemes
from mentoring.exports.text import one_line, shorten
from mentoring.files.deadline import Deadline

LARGEST = 64 * 1024 * 1024  # bytes of an answer
WAIT = 60  # seconds for a server to say something
WHOLE_WAIT = 180  # and to say it all

_DAV, _CAL = "{DAV:}", "{urn:ietf:params:xml:ns:caldav}"
_ASK = (
    '<?xml version="1.0" encoding="utf-8"?>\n<d:propfind xmlns:d="DAV:"><d:prop><d:resourcetype/><d:getetag/></d:prop>'
    "</d:propfind>"
)
_MAKE = (
    '<?xml version="1.0" encoding="utf-8"?>\n<c:mkcalendar xmlns:d="DAV:" xmlns:c="urn:ietf:params:xml:ns:caldav">'
    "<d:set><d:prop><d:displayname>{name}</d:displayname><c:supported-calendar-component-set>"
    '<c:comp name="VEVENT"/></c:supported-calendar-component-set></d:prop></d:set></c:mkcalendar>'
)


@dataclass(frozen=True, slots=True)
class Answer:
    """What the server says: its code, the version of the entry (empty: not told), the content."""

    code: int
    etag: str
    content: bytes


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    """A calendar that has moved is told and not followed: the password is for the address given."""

    def http_error_302(self, *_: object) -> None:
        """Leave the answer as it is, whatever stands in it."""

    http_error_301 = http_error_303 = http_error_307 = http_error_308 = http_error_302  # type: ignore[assignment]


class CalendarServer:
    """One calendar on a server, by its address."""

    def __init__(self, url: str, user: str = "", password: str = "") -> None:
        """Raises UsageError when the address is none, or would show the password to everybody on the way."""
        host = host_of(url)
        is_here = host in ("localhost", "127.0.0.1", "::1")
        if password and urlsplit(url).scheme == "http" and not is_here:
            raise UsageError(f"{url} would send your password readable by all: write https://")
        self.url = quote(url.rstrip("/"), safe="/:%~@+!$&'()*,;=[]") + "/"
        self._deadline = Deadline()
        # What is on this computer is never asked for through another one, which would read the password.
        proxies = [urllib.request.ProxyHandler({})] if is_here else []
        own = [*proxies, *self._deadline.handlers(), SignIn(user, password)]
        self._opener = urllib.request.build_opener(_NoRedirect, *own)

    def list_versions(self) -> dict[str, str] | None:
        """The version of every entry by its name; None when there is no such calendar yet.

        Raises UsageError when the address is no calendar, RefusedError when the server refuses us.
        """
        answer = self._ask("PROPFIND", self.url, _ASK.encode(), {"Depth": "1", "Content-Type": "application/xml"})
        if answer.code == 404:
            return None
        if answer.code != 207:
            raise UsageError(f"{self.url} is no calendar: the server answers {_say(answer.code)}")
        found: dict[str, str] = {}
        is_calendar = False
        own = unquote(urlsplit(self.url).path).rstrip("/")
        try:
            responses = ElementTree.fromstring(answer.content).findall(f"{_DAV}response")
        except ElementTree.ParseError:
            raise UsageError(f"{self.url}: the server's answer cannot be read") from None
        for response in responses:
            path = unquote(urlsplit(response.findtext(f"{_DAV}href") or "").path)
            if path.rstrip("/") == own:
                if " 404" in (response.findtext(f"{_DAV}status") or ""):  # some say so inside an answer
                    return None
                is_calendar = response.find(f".//{_DAV}resourcetype/{_CAL}calendar") is not None
            elif not path.endswith("/"):
                found[path.rpartition("/")[2]] = response.findtext(f".//{_DAV}getetag") or ""
        if not is_calendar:
            said = "is no calendar but a folder of the server"
            raise UsageError(f"{self.url} {said}: give the address of one calendar, or of one that can be made there")
        return found

    def make(self, name: str) -> None:
        """Make the calendar. Raises RefusedError when the server does not allow it."""
        body = _MAKE.format(name=escape(name)).encode()
        answer = self._ask("MKCALENDAR", self.url, body, {"Content-Type": "application/xml"})
        if answer.code != 201:
            said = f"there is no such calendar, and the server does not let us make it ({_say(answer.code)})"
            raise RefusedError(f"{self.url}: {said}: make it by hand, and give its address")

    def read(self, name: str) -> Answer:
        """One entry."""
        return self._ask("GET", self._address(name), None, {})

    def write(self, name: str, content: bytes, version: str | None) -> Answer:
        """Put an entry in the place of the version named; None: only if there is none of that name, empty: of any."""
        condition = {"If-None-Match": "*"} if version is None else {"If-Match": version or "*"}
        headers = {"Content-Type": "text/calendar; charset=utf-8", **condition}
        return self._ask("PUT", self._address(name), content, headers)

    def delete(self, name: str, version: str) -> Answer:
        """Take an entry away, if it is still of the version named."""
        return self._ask("DELETE", self._address(name), None, {"If-Match": version})

    def _address(self, name: str) -> str:
        return self.url + quote(name, safe="")

    def _ask(self, method: str, url: str, body: bytes | None, headers: dict[str, str]) -> Answer:
        request = urllib.request.Request(url, data=body, method=method, headers=headers)
        offered: list[str] = []
        try:
            with self._deadline.within(WHOLE_WAIT):
                try:
                    with self._opener.open(request, timeout=WAIT) as response:
                        content = _whole(response)
                        answer = Answer(response.status, response.headers.get("ETag") or "", content)
                except urllib.error.HTTPError as error:
                    with error:
                        if 300 <= error.code < 400:
                            place = _say_place(url, error.headers.get("Location") or "")
                            raise UsageError(f"{self.url} has moved to {place}: give that address") from None
                        answer = Answer(error.code, "", error.read(4096))
                        offered = error.headers.get_all("WWW-Authenticate") or []
        except (OSError, http.client.HTTPException, ValueError) as error:
            raise UsageError(f"{self.url} cannot be reached: {_say_reason(error)}") from None
        if len(answer.content) > LARGEST:
            raise UsageError(f"{self.url} answers with more than {LARGEST // 2**20} MB: that is no calendar of ours")
        if answer.code in (401, 403) and method in ("PROPFIND", "PUT", "DELETE"):
            if answer.code == 401 and offered and choose(offered) is None:
                said = f"the server wants a sign-in that this program does not know ({schemes(offered)})"
                raise RefusedError(f"{self.url}: {said}: publish into a folder instead, and let people subscribe to it")
            said = "the server does not know you" if answer.code == 401 else "the server does not let you change it"
            hint = "set MENTORING_CALDAV_USER and MENTORING_CALDAV_PASSWORD (often a password made for this program)"
            raise RefusedError(f"{self.url}: {said}: {hint}")
        return answer


def host_of(url: str) -> str:
    """The computer that an address of a calendar names.

    Raises UsageError when it is no such address, or holds a name or password.
    """
    hint = "write it as https://example.org/calendars/mentoring/"
    try:
        parts = urlsplit(url)
        is_sound = parts.port is None or parts.port > 0
    except ValueError:  # of a bracket that is not closed, or a port that is no number
        raise UsageError(f"this is no address: {hint}") from None
    if parts.username or parts.password:
        said = "the address holds a name or password, which would be kept in your list of commands"
        raise UsageError(f"{said}: set MENTORING_CALDAV_USER and MENTORING_CALDAV_PASSWORD instead")
    is_plain = url.isprintable() and " " not in url and is_sound
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.query or parts.fragment or not is_plain:
        raise UsageError(f"{url!r} is no address of a calendar: {hint}")
    return parts.hostname


def _whole(response: Any) -> bytes:
    """A whole answer, or the first of one that is too long. Raises OSError when it breaks off."""
    try:
        content: bytes = response.read(LARGEST + 1)
    except http.client.IncompleteRead:
        raise OSError("its answer breaks off") from None
    told = response.headers.get("Content-Length") or ""
    if told.isdecimal() and len(content) < min(int(told), LARGEST + 1):
        raise OSError("its answer breaks off")
    return content


def _say(code: int) -> str:
    return f"{code} {http.client.responses.get(code, '')}".strip()


def _say_place(url: str, location: str) -> str:
    """Where a server sends on to, without the secrets that such addresses may hold."""
    try:
        parts = urlsplit(urljoin(url, location))
        host, port = parts.hostname or "", f":{parts.port}" if parts.port else ""
    except ValueError:
        host, port = "", ""
    if not location or not host or parts.scheme not in ("http", "https"):
        return "another address"
    return shorten(re.sub(r"[^\w.:/%~@+-]", "", f"{parts.scheme}://{host}{port}{parts.path}", flags=re.ASCII), 200)


def _say_reason(error: Exception) -> str:
    """Why it failed, in one line: what a server sends may be part of it."""
    return shorten(one_line(str(getattr(error, "reason", None) or error)), 200) or type(error).__name__
