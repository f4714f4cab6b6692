"""How passwords are hashed."""

from django.contrib.auth.hashers import Argon2PasswordHasher

from accounts.hashing import behind_readers
from accounts.passwords.text import normalise


class NewsroomArgon2PasswordHasher(Argon2PasswordHasher):
    """Argon2id with the parameters OWASP recommends: 19 MiB, two passes, one lane.

    Django's default takes 100 MiB and eight lanes for each sign-in, ten times the time.
    A few parallel sign-ins would exhaust a small machine.

    Every password is set and checked here, so here is where it gets its one spelling.
    """

    memory_cost = 19_456  # KiB
    time_cost = 2
    parallelism = 1

    def encode(self, password: str, salt: str) -> str:
        """Return the hash to store."""
        encode = super().encode
        return behind_readers(lambda: encode(hashable(password), salt))

    def verify(self, password: str, encoded: str) -> bool:
        """Return whether the password fits the hash."""
        verify = super().verify
        return behind_readers(lambda: verify(hashable(password), encoded))


def hashable(password: str) -> str:
    """Return what is hashed; half a surrogate pair, which no encoding knows, is spelled out."""
    return normalise(password).encode("utf-8", "backslashreplace").decode()
