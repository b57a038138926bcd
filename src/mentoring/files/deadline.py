"""Servers are given so much time for a whole answer: one that sends a byte now and then is not waited for."""

from __future__ import annotations

import contextlib
import http.client
import socket
import threading
import urllib.request
from collections.abc import Iterator
from typing import Any


class Deadline:
    """Hangs up when an answer has not come whole in time: name, head and all."""

    def __init__(self) -> None:
        self._lines: list[socket.socket] = []
        self._is_over = False

    def handlers(self) -> list[urllib.request.BaseHandler]:
        """What an opener asks servers with, so that this deadline can end it."""
        deadline = self

        class Plain(http.client.HTTPConnection):
            def connect(self) -> None:
                super().connect()
                deadline._watch(self.sock)

        class Secured(http.client.HTTPSConnection, Plain):  # its `connect` goes on to that of `Plain`
            """The same, with nobody listening."""

        class ByHttp(urllib.request.HTTPHandler):
            def http_open(self, req: urllib.request.Request) -> Any:
                return self.do_open(Plain, req)

        class ByHttps(urllib.request.HTTPSHandler):
            def https_open(self, req: urllib.request.Request) -> Any:
                return self.do_open(Secured, req)

        return [ByHttp(), ByHttps()]

    @contextlib.contextmanager
    def within(self, seconds: float) -> Iterator[None]:
        """One question and its whole answer. Raises TimeoutError when the time was over before the end."""
        self._is_over = False
        timer = threading.Timer(seconds, self._hang_up)
        timer.daemon = True
        timer.start()
        try:
            yield
        except (OSError, ValueError, http.client.HTTPException):
            if self._is_over:  # whatever was said of a line that broke off, this is why
                raise TimeoutError("it takes too long") from None
            raise
        finally:
            timer.cancel()
            timer.join()  # or it would hang up on the next question
            self._let_go()
        if self._is_over:
            raise TimeoutError("it takes too long")

    def _watch(self, line: socket.socket) -> None:
        """A second hold of the same line: hanging up on it ends the first, encrypted or not."""
        self._lines.append(line.dup())
        if self._is_over:
            self._hang_up()

    def _hang_up(self) -> None:
        self._is_over = True
        for line in list(self._lines):
            with contextlib.suppress(OSError):  # it may be closed already
                line.shutdown(socket.SHUT_RDWR)

    def _let_go(self) -> None:
        while self._lines:
            self._lines.pop().close()
