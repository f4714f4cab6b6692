"""Guesses a password through one door, in a process of its own. Run by a test.

Prints how many guesses were compared with the password, which is how many were hashed.
"""

import json
import sys
from pathlib import Path

import django

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
django.setup()

from django.contrib.auth.hashers import MD5PasswordHasher  # noqa: E402 - Django is set up first
from django.test import Client  # noqa: E402

PAGE = "/en/account/sign-in/"
API = "/api/v1/account/session"
ALLAUTH = "/_allauth/app/v1/auth/reauthenticate"
hashed: list[str] = []


def through_the_page(client: Client, email: str, guess: str, token: str) -> None:
    client.post(PAGE, {"email": email, "password": guess})


def through_the_api(client: Client, email: str, guess: str, token: str) -> None:
    body = json.dumps({"email": email, "password": guess})
    client.post(API, body, content_type="application/json", headers={"x-client": "app"})


def through_allauth(client: Client, email: str, guess: str, token: str) -> None:
    body = json.dumps({"password": guess})
    headers = {"x-session-token": token}
    client.post(ALLAUTH, body, content_type="application/json", headers=headers)


DOORS = {"page": through_the_page, "api": through_the_api, "allauth": through_allauth}


def count_hashes() -> None:
    """Remember what is hashed from now on."""
    encode = MD5PasswordHasher.encode

    def remember(self: MD5PasswordHasher, password: str, salt: str) -> str:
        hashed.append(password)
        return encode(self, password, salt)

    MD5PasswordHasher.encode = remember  # type: ignore[method-assign]


if __name__ == "__main__":
    count_hashes()
    door, email, token, count = sys.argv[1:5]
    sys.stdout.write("ready\n")
    sys.stdout.flush()
    sys.stdin.readline()
    for number in range(int(count)):
        DOORS[door](Client(), email, f"wrong {door} {number}", token)
    sys.stdout.write(f"{len(hashed)}\n")
