"""Addresses of registering, resetting and one's own account."""

from django.urls import path

from accounts.pages import inbox, my_account, my_data, passwords, registration

screens = [
    path("", registration.landing, name="accounts_landing"),
    path("register/", registration.register, name="account_signup"),
    path("code/<uuid:flow>/", inbox.code, name="accounts_code"),
    path("created/", registration.created, name="accounts_created"),
    path("reset/", passwords.reset, name="account_reset_password"),
    path("reset/password/", passwords.new_password, name="accounts_new_password"),
    path("reset/done/", passwords.updated, name="accounts_password_updated"),
    path("profile/", my_account.profile, name="accounts_profile"),
    path("profile/password/", my_account.change_password, name="account_change_password"),
    path("profile/email/", my_account.change_address, name="accounts_email"),
    path("profile/newsletter/", my_data.newsletter, name="accounts_newsletter"),
    path("profile/export/", my_data.export, name="accounts_export"),
    path("profile/close/", my_data.close, name="accounts_close"),
    path("closed/", my_data.closed, name="accounts_closed"),
]
