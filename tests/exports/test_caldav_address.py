"""What is no calendar server is refused in words that hold no password, and no server is waited for without end."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest

from mentoring.errors import UsageError
from mentoring.exports import calendar_server
from mentoring.exports.calendar_server import CalendarServer


@pytest.mark.parametrize("url", ["https://[::1", "https://me:secret@example.org/x?y=1", "ftp://me:secret@example.org/"])
def test_an_address_that_is_none_is_refused_without_its_password(url):
    with pytest.raises(UsageError) as told:
        CalendarServer(url)
    assert "secret" not in str(told.value)


Answering = Callable[[BaseHTTPRequestHandler, threading.Event], None]


@contextmanager
def answering(how: Answering) -> Iterator[str]:
    """The address of a server that answers in that way; the event says that nobody waits any more."""
    is_over = threading.Event()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_PROPFIND(self) -> None:
            self.rfile.read(int(self.headers["Content-Length"]))
            self.close_connection = True
            try:
                how(self, is_over)
            except OSError:
                return  # we have hung up

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, args=(0.01,))
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/x/"
    finally:
        is_over.set()
        server.shutdown()
        thread.join()
        server.server_close()


def dripping(where: str) -> Answering:
    """A byte now and then: of the first line, of the head, or of what comes after it."""

    def drip(handler: Any, is_over: threading.Event) -> None:
        begun = {"line": b"", "head": b"HTTP/1.1 207 X\r\nX-Long: ", "body": b"HTTP/1.1 207 X\r\n\r\n"}[where]
        handler.wfile.write(begun)
        while not is_over.wait(0.05):
            handler.wfile.write(b"H")

    return drip


def sending(code: int, content: bytes, **heads: str) -> Answering:
    def send(handler: BaseHTTPRequestHandler, _: threading.Event) -> None:
        handler.send_response(code)
        for name, value in heads.items():
            handler.send_header(name.replace("_", "-"), value)
        handler.end_headers()
        handler.wfile.write(content)

    return send


@pytest.mark.parametrize("where", ["line", "head", "body"])
def test_a_server_that_sends_a_byte_now_and_then_is_not_waited_for(where, monkeypatch):
    monkeypatch.setattr(calendar_server, "WHOLE_WAIT", 0.3)
    with answering(dripping(where)) as url, pytest.raises(UsageError, match="cannot be reached: it takes too long"):
        CalendarServer(url).list_versions()


def test_an_answer_that_is_too_long_or_breaks_off_is_told_and_not_cut(monkeypatch):
    monkeypatch.setattr(calendar_server, "LARGEST", 2**20)
    with answering(sending(207, b" " * (2**20 + 1))) as url, pytest.raises(UsageError, match="more than 1 MB"):
        CalendarServer(url).list_versions()
    short = sending(207, b"<d:multi", Content_Length="99")
    with answering(short) as url, pytest.raises(UsageError, match="its answer breaks off"):
        CalendarServer(url).list_versions()
    parted = sending(207, b"5\r\nabc", Transfer_Encoding="chunked")
    with answering(parted) as url, pytest.raises(UsageError, match="its answer breaks off"):
        CalendarServer(url).list_versions()


@pytest.mark.parametrize(
    ("location", "told"),
    [
        ("https://me:secret@example.org/dav/?token=secret#secret", "https://example.org/dav/"),
        ("/moved/\x1b[31m\u202eevil/", "http://127.0.0.1:{port}/moved/31mevil/"),
        ("javascript:alert(1)", "another address"),
        ("https://[::1", "another address"),
        ("https://example.org/" + "x" * 900, "https://example.org/" + "x" * 179 + "…"),
    ],
)
def test_where_a_calendar_has_moved_is_told_without_secrets_and_tricks(location, told):
    with answering(sending(301, b"", Location=location.encode().decode("latin-1"))) as url:
        with pytest.raises(UsageError) as error:
            CalendarServer(url).list_versions()
        port = url.split(":")[2].split("/")[0]
    assert f"has moved to {told.format(port=port)}: give that address" in str(error.value)
    assert "secret" not in str(error.value)


def test_what_a_server_says_is_told_in_one_clean_line():
    def shout(handler: BaseHTTPRequestHandler, _: threading.Event) -> None:
        handler.wfile.write(b"\x1b[2Jgo away\x07 " + b"x" * 900 + b"\r\n\r\n")

    with answering(shout) as url, pytest.raises(UsageError) as told:
        CalendarServer(url).list_versions()
    assert str(told.value).isprintable()
    assert len(str(told.value)) < 300
