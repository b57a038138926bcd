"""Signing in at a calendar server: as it asks, with a password from the environment or the keyring, shown to nobody."""

from __future__ import annotations

import re
import threading
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import md5
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import keyring
import keyring.backend
import keyring.errors
import pytest

from mentoring.api.publish import credentials, publish_caldav
from mentoring.errors import RefusedError, UsageError
from mentoring.exports.sign_in import choose, digest, schemes
from tests.api.caldav import visits

PASSWORD = 's3cret "ü'
CALENDAR = (
    '<d:multistatus xmlns:d="DAV:" xmlns:c="urn:ietf:params:xml:ns:caldav"><d:response><d:href>/office/</d:href>'
    "<d:propstat><d:prop><d:resourcetype><c:calendar/></d:resourcetype></d:prop></d:propstat></d:response>{}"
    "</d:multistatus>"
)


class Guarded(BaseHTTPRequestHandler):
    """A calendar in memory that asks for a digest of the password, and gives out a new nonce every five requests."""

    kept: dict[str, bytes]
    seen: list[str]
    offers: list[str]

    def do_PROPFIND(self) -> None:
        if self.is_known():
            found = "".join(f"<d:response><d:href>{name}</d:href><d:propstat><d:prop><d:getetag>1</d:getetag></d:prop>"
                            "</d:propstat></d:response>" for name in self.kept)  # fmt: skip
            self.say(207, CALENDAR.format(found).encode())

    def do_PUT(self) -> None:
        content = self.rfile.read(int(self.headers["Content-Length"]))
        if self.is_known():
            self.kept[self.path] = content
            self.say(201, b"", ("ETag", "1"))

    def is_known(self) -> bool:
        told = self.headers.get("Authorization") or ""
        self.seen.append(told.partition(" ")[0])
        nonce = f"n{len(self.seen) // 5}"
        values = urllib.request.parse_keqv_list(urllib.request.parse_http_list(told.removeprefix("Digest ")))
        if told.startswith("Digest ") and values["nonce"] == nonce:
            first = md5(f"office:small:{PASSWORD}".encode()).hexdigest()
            second = md5(f"{self.command}:{self.path}".encode()).hexdigest()
            middle = f"{nonce}:{values['nc']}:{values['cnonce']}:auth"
            if values["response"] == md5(f"{first}:{middle}:{second}".encode()).hexdigest():
                return True
        if (length := int(self.headers.get("Content-Length") or 0)) and self.command != "PUT":
            self.rfile.read(length)
        self.say(401, b"", *(("WWW-Authenticate", offer.format(nonce)) for offer in self.offers))
        return False

    def say(self, code: int, content: bytes, *more: tuple[str, str]) -> None:
        self.send_response(code)
        for key, value in (*more, ("Content-Length", str(len(content)))):
            self.send_header(key, value)
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@contextmanager
def guarded(*offers: str) -> Iterator[tuple[str, Any]]:
    """The address of the calendar, and the class that remembers what came."""
    own: Any = type("Own", (Guarded,), {"kept": {}, "seen": [], "offers": list(offers)})
    server = ThreadingHTTPServer(("127.0.0.1", 0), own)
    thread = threading.Thread(target=server.serve_forever, args=(0.01,))
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/office/", own
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


@pytest.fixture
def office(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MENTORING_CALDAV_USER", "office")
    monkeypatch.setenv("MENTORING_CALDAV_PASSWORD", PASSWORD)


DIGEST = 'Digest realm="small", qop="auth,auth-int", nonce="{}", opaque="x", stale=true'


def test_a_server_that_wants_a_digest_never_sees_the_password(office, tmp_path):
    with guarded('Basic realm="small"', DIGEST) as (url, server):
        assert publish_caldav(visits(9), url, plan_file=tmp_path / "plan.json").sent == 9
        assert publish_caldav(visits(9), url, plan_file=tmp_path / "plan.json").sent == 0
    assert len(server.kept) == 9
    assert set(server.seen) == {"", "Digest"}
    assert server.seen.count("") == 2  # one for each run; then it is told without being asked


def test_a_server_of_this_computer_is_not_asked_through_another(office, tmp_path, monkeypatch):
    with guarded('Basic realm="small"') as (proxy, between), guarded(DIGEST) as (url, server):
        for name in ("http_proxy", "https_proxy", "all_proxy"):
            monkeypatch.setenv(name, proxy)
        assert publish_caldav(visits(1), url, plan_file=tmp_path / "plan.json").sent == 1
    assert (between.seen, len(server.kept)) == ([], 1)


def test_a_wrong_password_is_told_at_once(office, tmp_path, monkeypatch):
    monkeypatch.setenv("MENTORING_CALDAV_PASSWORD", "wrong")
    with guarded(DIGEST) as (url, server):
        with pytest.raises(RefusedError, match="the server does not know you: set MENTORING_CALDAV_USER"):
            publish_caldav(visits(1), url, plan_file=tmp_path / "plan.json")
        assert len(server.seen) < 6
        monkeypatch.delenv("MENTORING_CALDAV_USER")
        monkeypatch.setenv("MENTORING_CALDAV_PASSWORD", "")
        with pytest.raises(RefusedError, match="the server does not know you"):
            publish_caldav(visits(1), url, plan_file=tmp_path / "plan.json")


def test_a_way_to_sign_in_that_is_not_known_is_named(office, tmp_path):
    offers = ("Negotiate", 'Bearer realm="\x1b[31m"', 'Digest realm="x", nonce="1", algorithm=SHA-512-256')
    said = r"this program does not know \(Negotiate, Bearer, Digest\): publish into"
    with guarded(*offers) as (url, _), pytest.raises(RefusedError, match=said):
        publish_caldav(visits(1), url, plan_file=tmp_path / "plan.json")


@pytest.mark.parametrize(
    ("algorithm", "response"),
    [
        ("MD5", "8ca523f5e9506fed4657c9700eebdbec"),
        ("SHA-256", "753927fa0e85d155564e2e272a28d1802ca10daf4496794697cf8db5856cb6c1"),
    ],
)
def test_the_digest_is_that_of_the_example_in_the_standard(algorithm, response, monkeypatch):
    monkeypatch.setattr(
        "mentoring.exports.sign_in.secrets.token_hex", lambda _: "f2/wE4q74E6zIJEtWaHKaf5wv/H5QzzpXusqGemxURZJ"
    )
    asked = choose([
        f'Digest realm="http-auth@example.org", qop="auth, auth-int", algorithm={algorithm}, '
        'nonce="7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v", opaque="FQhe/qaU925kfnzjCev0ciny7QMkPqMAFRtzCUYo5tdS"'
    ])  # fmt: skip
    assert asked is not None
    told = digest(asked, "Mufasa", "Circle of Life", "GET", "/dir/index.html", 1)
    assert f'response="{response}"' in told


def test_the_way_that_shows_least_is_chosen():
    basic, weak, strong = 'Basic realm="a, b"', 'Digest realm="a", nonce="1"', 'Digest nonce="2", algorithm=SHA-256'
    assert choose([]) is None
    assert choose(["Negotiate", "Digest realm=x"]) is None
    assert (choose([basic]) or {})["scheme"] == "basic"
    assert (choose([f"{basic}, {weak}, {strong}"]) or {})["nonce"] == "2"
    assert (choose([weak, basic]) or {})["nonce"] == "1"
    assert schemes([basic, weak, strong, "Negotiate"]) == "Basic, Digest, Negotiate"


def test_what_stands_in_quotes_is_no_offer():
    """Else a password would be shown to a server that asked for a digest of it."""
    header = r'Digest realm="no, Basic \", Basic x=1", nonce="1", qop="auth, auth-int", stale=FALSE'
    found = choose([header]) or {}
    assert (found["scheme"], found["nonce"], found["realm"]) == ("digest", "1", 'no, Basic ", Basic x=1')
    assert schemes([header]) == "Digest"


@pytest.mark.parametrize("header", ["", ",", '"', "Digest =", 'Digest nonce="', "=", "Digest nonce=, realm"])
def test_a_question_that_nobody_understands_is_none_that_is_answered(header):
    assert choose([header]) is None


class Purse(keyring.backend.KeyringBackend):
    """A keyring of our own."""

    priority: Any = 1

    def __init__(self, error: Exception | None = None) -> None:
        self.error = error

    def get_password(self, service: str, username: str | None) -> str | None:
        if self.error:
            raise self.error
        return PASSWORD if (service, username) == ("mentoring:127.0.0.1", "office") else None

    def set_password(self, service: str, username: str, password: str) -> None:
        raise keyring.errors.PasswordSetError


@pytest.fixture
def purse(monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    """Puts another keyring in the place of the computer's own."""
    monkeypatch.delenv("MENTORING_CALDAV_PASSWORD", raising=False)
    monkeypatch.setenv("MENTORING_CALDAV_USER", "office")
    before = keyring.get_keyring()
    yield lambda error=None: keyring.set_keyring(Purse(error))
    keyring.set_keyring(before)


def test_the_password_lies_in_the_keyring(purse, tmp_path):
    purse()
    with guarded(DIGEST) as (url, server):
        assert publish_caldav(visits(2), url, plan_file=tmp_path / "plan.json").sent == 2
    assert credentials(url) == ("office", PASSWORD)
    assert credentials("https://example.org/") == ("office", "")
    assert [PASSWORD in path.read_text(encoding="utf-8") for path in tmp_path.glob("caldav-*")] == [False]
    assert server.kept


def test_a_keyring_that_is_locked_or_not_there_is_told_or_passed_over(purse):
    purse(keyring.errors.KeyringLocked("Failed to\nunlock"))
    with pytest.raises(
        UsageError, match=r"does not give the password \(Failed to unlock\): unlock it, or set MENTORING"
    ):
        credentials("https://example.org/")
    purse(keyring.errors.NoKeyringError("none"))
    assert credentials("https://example.org/") == ("office", "")


@pytest.mark.parametrize(
    "url", ["https://[::1", "https://example.org:port/", "https://me:s3cret@example.org/", "calendar"]
)
def test_a_bad_address_is_told_before_any_keyring_is_asked(url, purse, tmp_path):
    purse(AssertionError("it was asked"))
    with pytest.raises(UsageError) as told:
        publish_caldav(visits(1), url, plan_file=tmp_path / "plan.json")
    assert re.search("no address|holds a name or password", str(told.value))
    assert "s3cret" not in str(told.value)
