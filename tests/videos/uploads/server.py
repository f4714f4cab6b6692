"""The real web server as a process that can be killed, and a tus client on a real connection."""

import contextlib
import http.client
import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path
from typing import Any, Self

from django.conf import settings
from django.test import Client

from accounts.models import User
from tests.functional.newsroom import children_of, free_ports, wait_until_gone
from tests.staff import sign_in_staff
from tests.videos.killing import database_url
from tests.videos.uploads.tus import PIECE, UPLOADS, metadata

SERVE = Path(__file__).with_name("serve.py")
PATIENCE_SECONDS = 120.0
FORGERY_SECRET = "a" * 32
BUSY = (423, 503)


class KillableServer:
    """Serves the test's database, dies when told to, and comes back at the same address."""

    def __init__(self) -> None:
        (self.port,) = free_ports(1)
        self.group = 0
        self._parent = subprocess.Popen(
            [sys.executable, str(SERVE)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            env=os.environ
            | {
                "DATABASE_URL": database_url(),
                "DATA_DIR": str(settings.DATA_DIR),
                "DJANGO_SETTINGS_MODULE": "cms.settings.test",
                "PORT": str(self.port),
                "WEB_WORKERS": "2",
            },
        )

    def start(self) -> Self:
        """Start it, and wait until it listens."""
        self._parent.stdin.write("start\n")
        self._parent.stdin.flush()
        lines = (line.split() for line in self._parent.stdout)
        self.group = next(int(words[1]) for words in lines if words[0] == "started")
        until = time.monotonic() + PATIENCE_SECONDS
        while True:
            with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", self.port)):
                return self
            assert time.monotonic() < until
            time.sleep(0.02)

    def kill(self) -> None:
        """End all its processes in the middle of whatever they do."""
        group = [self.group, *self.workers()]
        os.killpg(self.group, signal.SIGKILL)
        assert wait_until_gone(group) == []

    def workers(self) -> list[int]:
        """Return the processes that answer requests."""
        return children_of(self.group)

    def stop(self) -> None:
        """End everything."""
        with contextlib.suppress(ProcessLookupError):
            self.kill()
        self._parent.stdin.close()
        self._parent.wait(PATIENCE_SECONDS)


class RealTus:
    """A tus client on connections of its own, one for each request."""

    def __init__(self, server: KillableServer, user: User) -> None:
        self.server = server
        client = Client()
        sign_in_staff(client, user)
        name = settings.SESSION_COOKIE_NAME
        self.headers = {
            "Tus-Resumable": "1.0.0",
            "Cookie": f"{name}={client.cookies[name].value}; "
            f"{settings.CSRF_COOKIE_NAME}={FORGERY_SECRET}",
            "X-CSRFToken": FORGERY_SECRET,
        }

    def ask(
        self, method: str, path: str, **headers: object
    ) -> tuple[int, http.client.HTTPMessage, bytes]:
        """Send a request without a body; return status, headers and body of the answer."""
        connection = http.client.HTTPConnection("127.0.0.1", self.server.port, timeout=60)
        with contextlib.closing(connection):
            connection.request(method, path, headers=self.headers | _named(headers))
            answer = connection.getresponse()
            return answer.status, answer.headers, answer.read()

    def begin(self, size: int, **more: Any) -> str:
        """Ask for room and return the address of the upload."""
        values = metadata(filename="bridge.mp4", **more)
        status, headers, body = self.ask(
            "POST", UPLOADS, Upload_Length=size, Upload_Metadata=values, Content_Length=0
        )
        assert status == 201, body
        return headers["Location"]

    def offset(self, address: str) -> int:
        """Ask where the upload stands."""
        status, headers, body = self.ask("HEAD", address)
        assert status == 200, body
        return int(headers["Upload-Offset"])

    def send(
        self, address: str, data: bytes, *, offset: int, **headers: object
    ) -> tuple[int, http.client.HTTPMessage, bytes]:
        """Send a piece whole."""
        connection = self.open_piece(address, len(data), offset=offset, **headers)
        with contextlib.closing(connection):
            connection.send(data)
            answer = connection.getresponse()
            return answer.status, answer.headers, answer.read()

    def open_piece(
        self, address: str, length: int, *, offset: int, **headers: object
    ) -> http.client.HTTPConnection:
        """Begin to send a piece, and leave the body to the caller."""
        connection = http.client.HTTPConnection("127.0.0.1", self.server.port, timeout=60)
        connection.putrequest("PATCH", address)
        named = {"Content-Type": PIECE, "Upload-Offset": offset, "Content-Length": length}
        for name, value in (self.headers | named | _named(headers)).items():
            connection.putheader(name, str(value))
        connection.endheaders()
        return connection


def _named(headers: dict[str, object]) -> dict[str, str]:
    return {name.replace("_", "-"): str(value) for name, value in headers.items()}
