"""What a sign-in waits for after the password."""

from allauth.mfa.stages import AuthenticateStage
from django.http import HttpResponse
from django.utils.crypto import constant_time_compare

from accounts.models import User

FINGERPRINT = "password"


class SecondFactorStage(AuthenticateStage):
    """Waits for the second factor as long as the password stays what it was.

    The sessions of a user end with the password by themselves; a sign-in that waits is in
    a session of nobody.
    """

    def handle(self) -> tuple[HttpResponse | None, bool]:
        """Note which password was right, if there is something to wait for."""
        response, goes_on = super().handle()
        if response is not None and isinstance(self.login.user, User):
            self.state[FINGERPRINT] = self.login.user.get_session_auth_hash()
        return response, goes_on

    def is_current(self) -> bool:
        """Return whether the user still has the password with which the sign-in began."""
        user, kept = self.login.user, self.state.get(FINGERPRINT, "")
        return isinstance(user, User) and constant_time_compare(kept, user.get_session_auth_hash())

    def exit(self) -> HttpResponse:
        """Sign in; or forget the sign-in, when the password is another one by now."""
        response: HttpResponse = super().exit() if self.is_current() else self.abort()
        return response
