"""Addresses of signing in and of what protects it. Most names are django-allauth's."""

from django.urls import path

from accounts.pages import second_factor, security, sessions, signing_in

screens = [
    path("sign-in/", signing_in.sign_in, name="account_login"),
    path("sign-in/passkey/", second_factor.sign_in_with_passkey, name="mfa_login_webauthn"),
    path("sign-in/passkey/offer/", second_factor.offer_passkey, name="accounts_offer_passkey"),
    path("sign-in/second-factor/", second_factor.show_second_factor, name="mfa_authenticate"),
    path("sign-out/", signing_in.sign_out, name="account_logout"),
    path("inactive/", signing_in.inactive, name="account_inactive"),
    path("reauthenticate/", second_factor.prove_again, name="account_reauthenticate"),
    path("sessions/", sessions.show_sessions, name="usersessions_list"),
    path("security/", security.overview, name="mfa_index"),
    path("security/app/", security.set_up_app, name="mfa_activate_totp"),
    path("security/app/remove/", security.remove_app, name="mfa_deactivate_totp"),
    path("security/passkeys/add/", security.add_passkey, name="mfa_add_webauthn"),
    path("security/passkeys/<int:pk>/", security.rename_passkey, name="mfa_edit_webauthn"),
    path("security/passkeys/<int:pk>/remove/", security.remove_passkey, name="mfa_remove_webauthn"),
    path("security/recovery-codes/", security.show_recovery_codes, name="mfa_view_recovery_codes"),
    path(
        "security/recovery-codes/download/",
        security.download_recovery_codes,
        name="mfa_download_recovery_codes",
    ),
    path(
        "security/recovery-codes/new/",
        security.renew_recovery_codes,
        name="mfa_generate_recovery_codes",
    ),
]
