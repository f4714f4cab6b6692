"""Those who look after accounts."""

import pytest

from accounts.services import role_specs
from accounts.services.roles import group_of, set_up_roles
from tests.factories.accounts import UserFactory
from tests.staff import sign_in_staff


@pytest.fixture
def administrator(client):
    user = UserFactory(administrator=True)
    sign_in_staff(client, user)
    return user


@pytest.fixture
def role_administrator(client):
    set_up_roles()
    user = UserFactory(editor=True, roles=[group_of(role_specs.ADMINISTRATOR)])
    sign_in_staff(client, user)
    return user
