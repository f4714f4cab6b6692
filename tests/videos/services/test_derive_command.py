"""Making files again from the command line."""

from io import StringIO
from uuid import uuid4

import pytest
from django.core.management import CommandError, call_command

from cms.core.models import LeaseState
from tests.factories.videos import VideoAssetFactory, give_preview
from videos.models import Derivative

pytestmark = pytest.mark.django_db


def derive(*arguments: str) -> str:
    out = StringIO()
    call_command("derive", *arguments, stdout=out)
    return out.getvalue()


def queued() -> set[tuple[str, str]]:
    rows = Derivative.objects.filter(state=LeaseState.QUEUED)
    return set(rows.values_list("asset__title", "step"))


@pytest.fixture(autouse=True)
def assets() -> list[str]:
    found = [give_preview(VideoAssetFactory(title=title)) for title in ("Quay", "Pier")]
    return [str(asset.uuid) for asset in found]


def test_makes_one_step_of_one_asset_again(assets: list[str]) -> None:
    assert derive(assets[0], "--step", "preview") == "1 steps queued.\n"

    assert queued() == {("Quay", "preview")}


def test_makes_all_of_all_again(assets: list[str]) -> None:
    assert derive("--all", "--noinput") == "4 steps queued.\n"

    assert queued() == {
        (title, step) for title in ("Quay", "Pier") for step in ("facts", "preview")
    }


def test_asks_before_it_begins_with_all(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("builtins.input", lambda _question: "no")

    with pytest.raises(CommandError, match="Nothing was queued"):
        derive("--all")
    assert queued() == set()


def test_tries_again_only_what_failed(assets: list[str]) -> None:
    Derivative.objects.filter(asset__uuid=assets[1], step="preview").update(state=LeaseState.FAILED)

    assert derive("--all", "--failed", "--noinput") == "1 steps queued.\n"
    assert queued() == {("Pier", "preview")}


@pytest.mark.parametrize("arguments", [[], [str(uuid4())], [str(uuid4()), "--all"]])
def test_refuses_what_names_no_asset(arguments: list[str]) -> None:
    with pytest.raises(CommandError):
        derive(*arguments)
