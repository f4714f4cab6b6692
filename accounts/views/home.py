"""What accounts adds around the editor's screens: what waits, and the way to one's security."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.http import HttpRequest
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.components import Component
from wagtail.admin.views.account import BaseSettingsPanel

from accounts.models import AccountStatus, MediaAccount
from accounts.services import staff
from accounts.services.decision_mail import DECIDE


class WaitingAccountsPanel(Component):
    """On the home page: how many media accounts wait for a decision, with a link to them."""

    name = "waiting_media_accounts"
    template_name = "accounts/editor/waiting_accounts.html"
    order = 230

    def get_context_data(self, parent_context: Mapping[str, Any]) -> dict[str, Any]:
        """Count them."""
        waiting = MediaAccount.objects.filter(status=AccountStatus.PENDING, user__closed_at=None)
        return {"count": waiting.count(), "status": AccountStatus.PENDING}


def add_panels(request: HttpRequest, panels: list[Component]) -> None:
    """Show the media officers what waits for them."""
    if request.user.has_perm(DECIDE):
        panels.append(WaitingAccountsPanel())


class NothingForm(forms.Form):
    """The panel below only shows links, but the screen saves a form for each panel."""

    def __init__(self, *args: Any, instance: Any = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)

    def save(self) -> None:
        """Save nothing."""


class SecurityPanel(BaseSettingsPanel):
    """Leads from the editor's account screen to where password and second factor are kept."""

    name = "security"
    title = _("Password, second factor and sessions")
    order = 150
    template_name = "accounts/editor/security_panel.html"
    form_class = NothingForm


def demo_banner() -> str:
    """Return what stands above every screen of the editor while no second factor is asked for."""
    if staff.second_factor_is_required():
        return ""
    text = gettext("The second factor is switched off. This is for a demo only.")
    return format_html(
        '<aside class="second-factor-off" aria-label="{}">{}</aside>', gettext("Demo"), text
    )


def demo_banner_style() -> str:
    """Return the look of the banner."""
    if staff.second_factor_is_required():
        return ""
    return format_html('<link rel="stylesheet" href="{}">', static("accounts/editor.css"))
