"""How passwords are hashed."""

from django.contrib.auth.hashers import Argon2PasswordHasher


class NewsroomArgon2PasswordHasher(Argon2PasswordHasher):
    """Argon2id with the parameters OWASP recommends: 19 MiB, two passes, one lane.

    Django's default takes 100 MiB and eight lanes for each sign-in, ten times the time.
    A few parallel sign-ins would exhaust a small machine.
    """

    memory_cost = 19_456  # KiB
    time_cost = 2
    parallelism = 1
