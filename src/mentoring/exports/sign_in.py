"""Name and password for a calendar server, told as it asks for them: as they are (Basic), or as a digest of them.

A digest (RFC 7616) shows the password to nobody, and is what some servers ask for; so it goes first where both do.
"""

from __future__ import annotations

import hashlib
import re
import secrets
import urllib.request
from base64 import b64encode
from typing import Any

_HASHES = {"MD5": "md5", "SHA-256": "sha256"}
_MOST_TIMES = 3  # that a server may say that its question was too old
_SCHEME = re.compile(r"(?:^|,\s*)([A-Za-z][A-Za-z0-9-]*)(?=\s+[A-Za-z-]+\s*=|\s*$)")
_QUOTED = re.compile(r'"(?:[^"\\]|\\.)*"?')

Challenge = dict[str, str]
"""What a server asks: `scheme` (basic or digest), and for a digest `realm`, `nonce` and the like."""


class SignIn(urllib.request.BaseHandler):
    """Answers a server that asks who we are; afterwards tells it without being asked."""

    def __init__(self, user: str, password: str) -> None:
        self._user, self._password = user, password
        self._asked: Challenge | None = None
        self._count = 0

    def http_request(self, request: urllib.request.Request) -> urllib.request.Request:
        """The request, with name and password where it is known how the server wants them."""
        if self._asked is not None:
            request.add_unredirected_header("Authorization", self._answer(self._asked, request))
        return request

    https_request = http_request

    def http_error_401(self, request: Any, answer: Any, code: int, said: str, headers: Any) -> Any:
        """The same request once more as the server wants it; None when there is nothing else to tell it."""
        asked = choose(headers.get_all("WWW-Authenticate") or [])
        times = getattr(request, "times_asked", 0)
        if asked is None or not (self._user or self._password):
            return None
        if times and (asked.get("stale", "").lower() != "true" or times > _MOST_TIMES):
            return None
        answer.close()
        request.times_asked = times + 1
        self._asked, self._count = asked, 0
        return self.parent.open(request, timeout=request.timeout)

    def _answer(self, asked: Challenge, request: urllib.request.Request) -> str:
        if asked["scheme"] == "basic":
            return "Basic " + b64encode(f"{self._user}:{self._password}".encode()).decode("ascii")
        self._count += 1
        told = digest(asked, self._user, self._password, request.get_method(), request.selector, self._count)
        return "Digest " + ", ".join(told).encode("utf-8").decode("latin-1")  # in which heads are sent byte by byte


def choose(headers: list[str]) -> Challenge | None:
    """The way to sign in that shows least, of those a server offers; None when we know none of them."""
    offers = [offer for header in headers for offer in _offers(header)]
    digests = [offer for offer in offers if offer["scheme"] == "digest" and _is_known(offer)]
    strongest = sorted(digests, key=lambda offer: _algorithm(offer) != "SHA-256")
    ordered = [*strongest, *(offer for offer in offers if offer["scheme"] == "basic")]
    return ordered[0] if ordered else None


def schemes(headers: list[str]) -> str:
    """The ways to sign in that a server offers, for people."""
    return ", ".join(dict.fromkeys(mark[1][:20] for header in headers for mark in _marks(header)))


def digest(asked: Challenge, user: str, password: str, method: str, path: str, count: int) -> list[str]:
    """The parts of an answer to a challenge; `count` is how often its nonce was used, this time too."""

    def hashed(*parts: str) -> str:
        return hashlib.new(_HASHES[_algorithm(asked)], ":".join(parts).encode(), usedforsecurity=False).hexdigest()

    realm, nonce, own = asked.get("realm", ""), asked["nonce"], secrets.token_hex(8)
    who, what = hashed(user, realm, password), hashed(method, path)
    told = [f'{key}="{_quoted(value)}"'
            for key, value in (("username", user), ("realm", realm), ("nonce", nonce), ("uri", path))]  # fmt: skip
    if asked.get("qop"):
        number = f"{count:08x}"
        told += [
            f'response="{hashed(who, nonce, number, own, "auth", what)}"',
            f"qop=auth, nc={number}",
            f'cnonce="{own}"',
        ]
    else:
        told += [f'response="{hashed(who, nonce, what)}"']
    told += [f'opaque="{_quoted(asked["opaque"])}"'] if "opaque" in asked else []
    return told + ([f"algorithm={_algorithm(asked)}"] if "algorithm" in asked else [])


def _offers(header: str) -> list[Challenge]:
    """One header may hold several offers, each a word with its parts behind it."""
    found = []
    marks = _marks(header)
    ends = [*(mark.start() for mark in marks[1:]), len(header)]
    for mark, end in zip(marks, ends, strict=False):  # no offer at all has no end either
        parts = header[mark.end() : end]
        listed = [part for part in urllib.request.parse_http_list(parts) if part.partition("=")[2]]
        values = {key.strip().lower(): value for key, value in urllib.request.parse_keqv_list(listed).items()}
        found.append({**values, "scheme": mark[1].lower()})
    return found


def _marks(header: str) -> list[re.Match[str]]:
    """Where each offer begins; what stands in quotes may look like one."""
    return list(_SCHEME.finditer(_QUOTED.sub(lambda quoted: '"' * len(quoted[0]), header)))


def _is_known(offer: Challenge) -> bool:
    ways = [way.strip().lower() for way in offer.get("qop", "auth").split(",")]
    return _algorithm(offer) in _HASHES and "auth" in ways and bool(offer.get("nonce"))


def _algorithm(offer: Challenge) -> str:
    return offer.get("algorithm", "MD5").upper()


def _quoted(text: str) -> str:
    return text.replace("\\", "\\\\").replace('"', '\\"')
