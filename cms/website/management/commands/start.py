"""Start a newsroom: prepare what it needs, then keep its processes running."""

import http.client
import json
import sys
import time
from collections.abc import Callable
from functools import partial
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from accounts.services import first_administrator
from cms.core.processes.supervisor import Supervisor
from cms.website.startup import preparation, programs
from cms.website.startup.errors import StartRefusedError
from cms.website.startup.instance import InstanceLock, check_ports
from cms.website.startup.steps import run_steps
from cms.website.startup.welcome import welcome_lines

INTERRUPTED = 130
READY_WITHIN_SECONDS = 90.0
ASK_TIMEOUT_SECONDS = 3.0


class Command(BaseCommand):
    """Prepare and run the newsroom in this terminal until stopped."""

    help = "Prepare and run the newsroom until stopped."
    requires_system_checks: list[str] = []  # the first step runs them

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--reload", action="store_true", help="Start anew when code changes.")

    def handle(self, *args: Any, reload: bool, **options: Any) -> None:
        lock = InstanceLock(settings.DATA_DIR)
        try:
            lock.acquire()
            check_ports()
            run_steps(preparation.STEPS, self.stdout)
        except StartRefusedError as refusal:
            raise CommandError(str(refusal)) from refusal
        except KeyboardInterrupt:
            sys.exit(INTERRUPTED)
        build = programs.build_reloading_programs if reload else programs.build_programs
        supervisor = Supervisor(build(), closing=lock.forget)
        link = first_administrator.create_link(at=timezone.now()) or ""
        readiness = Readiness(supervisor, partial(self._welcome, link))
        status = supervisor.run(each_look=readiness.look)
        if readiness.failed:
            raise CommandError(readiness.failed)
        sys.exit(status)

    def _welcome(self, link: str) -> None:
        self.stdout.write("\n".join(welcome_lines(first_administrator_link=link)))
        self.stdout.flush()


class Readiness:
    """Asks ``/readyz`` until it says yes, then welcomes; gives up after a while."""

    def __init__(self, supervisor: Supervisor, welcome: Callable[[], None]) -> None:
        self.failed = ""
        self._supervisor = supervisor
        self._welcome = welcome
        self._give_up_at = time.monotonic() + READY_WITHIN_SECONDS

    def look(self) -> bool:
        """Ask once; return whether to ask again."""
        reason = _ask()
        if not reason:
            self._welcome()
            return False
        if time.monotonic() < self._give_up_at:
            return True
        self.failed = f"The newsroom did not become ready: {reason}."
        self._supervisor.stop()
        return False


def _ask() -> str:
    """Return why the newsroom is not ready, or nothing when it is."""
    host = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(settings.HOST, settings.HOST)  # noqa: S104
    connection = http.client.HTTPConnection(host, settings.PORT, timeout=ASK_TIMEOUT_SECONDS)
    try:
        connection.request("GET", "/readyz", headers={"Host": _allowed_host(host)})
        answer = connection.getresponse()
        if answer.status == http.client.OK:
            return ""
        missing = json.loads(answer.read()).get("missing", {})
        return "; ".join(f"{name} {why}" for name, why in missing.items())
    except (OSError, http.client.HTTPException, ValueError) as error:
        return f"the web server does not answer properly ({type(error).__name__})"
    finally:
        connection.close()


def _allowed_host(host: str) -> str:
    named = [name for name in settings.ALLOWED_HOSTS if not name.startswith((".", "*"))]
    return host if not named or host in named else named[0]
