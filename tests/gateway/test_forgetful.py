"""A browser that forgets is let in; a thief is thrown out, and the owner too: docs/adr/0024."""

import pytest
from msgspec.structs import replace

from gateway.auth.refresh_token import hash_of
from gateway.auth.sessions import Gone
from tests.gateway.forgetful import ADA, PLACE, Browser, Site, Thief, done

HOUR = 3600.0


def owner_and_site() -> tuple[Site, Browser]:
    site = Site()
    owner = Browser(site, site.begin())
    assert owner.open()
    site.wait(HOUR)
    return site, owner


def test_killed_after_a_reload_it_comes_back_however_late():
    site, owner = owner_and_site()
    before = owner.cookie
    assert owner.exchange()
    assert owner.open()
    site.wait(5.0)
    owner.kill(1.0)
    assert owner.cookie == before
    site.wait(25 * 24 * HOUR)
    assert owner.exchange()
    assert owner.open()


# What an attacker gains: the table in docs/adr/0024, row by row. The cookie is stolen, and then
# the owner exchanges it, unless the name of the test says otherwise.


@pytest.mark.parametrize("busy", [True, False])
def test_stolen_and_used_first_with_the_owners_page_open(busy: bool):
    site, owner = owner_and_site()
    thief = Thief(site, owner.cookie)
    assert thief.exchange()
    if busy:
        assert thief.open()
        site.wait(120.0)
    assert not owner.exchange()
    assert not thief.request()
    assert site.session == ""


def test_stolen_and_used_first_and_then_kept_quiet():
    site, owner = owner_and_site()
    thief = Thief(site, owner.cookie)
    owner.close()
    assert thief.exchange()
    assert owner.exchange()  # like a browser that has forgotten
    assert owner.open()
    assert not thief.request()
    assert not thief.exchange()
    assert site.session == ""


def test_stolen_and_used_while_the_owners_page_is_open():
    site, owner = owner_and_site()
    thief = Thief(site, owner.cookie)
    assert owner.exchange()
    assert owner.open()
    assert not thief.exchange()
    assert site.session == ""


def test_stolen_and_used_when_the_owner_has_gone_long_after_the_exchange():
    site, owner = owner_and_site()
    thief = Thief(site, owner.cookie)
    assert owner.exchange()
    assert owner.open()
    site.wait(120.0)
    owner.close()
    assert not thief.exchange()
    assert site.session == ""


def test_stolen_and_used_when_the_owner_has_gone_shortly_after_the_exchange():
    """The price: the thief stays until the owner comes back. Formerly it was noticed at once."""
    site, owner = owner_and_site()
    thief = Thief(site, owner.cookie)
    assert owner.exchange()
    assert owner.open()
    site.wait(20.0)
    owner.close()
    assert thief.exchange()
    assert thief.open()
    site.wait(HOUR)
    assert not owner.exchange()
    assert not thief.request()
    assert site.session == ""


def test_stolen_and_used_for_the_socket_alone():
    """Until the owner exchanges, as before, and now for 90 s of the owner's activity after that."""
    site, owner = owner_and_site()
    thief = Thief(site, owner.cookie)
    assert owner.exchange()
    assert owner.open()
    assert thief.open()
    thief.leave()
    site.wait(120.0)
    assert not thief.open()
    assert site.session  # the session goes on


def test_stolen_from_a_backup_of_long_ago():
    site, owner = owner_and_site()
    backup, thief = site.backup(), Thief(site, owner.cookie)
    for _ in range(3):
        assert owner.exchange()
        assert owner.open()
        site.wait(HOUR)
    site.restore(backup)
    assert thief.exchange()
    assert owner.exchange()  # a token that the restored store does not know yet
    assert owner.open()
    assert not thief.request()
    assert not thief.exchange()
    assert site.session == ""


def test_a_forged_token_ends_nothing():
    site, owner = owner_and_site()
    other = Site()
    forged = [
        f"{site.session}.{'x' * 43}",
        f"{site.session}.1.{'x' * 22}.{'x' * 43}",
        owner.cookie[:-1] + ("A" if owner.cookie[-1] != "A" else "B"),
        owner.cookie.replace(".1.", ".999."),
        other.begin(),
    ]
    for cookie in forged:
        assert not Thief(site, cookie).exchange()
        assert not Thief(site, cookie).open()
    assert owner.exchange()


def test_a_lost_key_costs_one_exchange_and_no_more():
    site, owner = owner_and_site()
    assert owner.exchange()
    before = owner.cookie
    new = Site()
    site.tokens._keys = new.tokens._keys
    assert not site.request(str(owner.access))
    assert owner.exchange()
    assert site.request(str(owner.access))
    assert owner.open()
    owner.kill(1.0)
    assert owner.cookie != before
    assert owner.exchange()


def test_a_session_of_the_old_form_goes_on():
    """After an upgrade, even with the cookie before the last: a browser may be killed just then."""
    for presented, named in (("now", "x"), ("before", "x"), ("before", "attempt")):
        site = Site()
        site.begin()
        record = next(iter(site.store.tables.sessions.values()))
        site.store.tables.sessions[record.id] = replace(
            record,
            token_hash=hash_of("now"),
            previous_hash=hash_of("before"),
            attempt_hash=hash_of("attempt"),
            line=None,
        )
        old = Browser(site, f"{record.id}.{presented}")
        assert old.open()
        assert site.exchange(old.cookie, named) is not None
        assert not Thief(site, f"{record.id}.other").exchange()
        assert site.session


def test_a_session_that_is_not_there_any_more_is_told_apart_from_no_session():
    site, owner = owner_and_site()
    done(site.sessions.end(site.session))
    with pytest.raises(Gone):
        done(site.sessions.refresh(owner.cookie, None, PLACE))
    assert done(site.sessions.refresh("nobody.1.x.y", None, PLACE)) is None


def test_what_came_with_a_dead_token_is_dead():
    site, owner = owner_and_site()
    assert owner.exchange()
    access = str(owner.access)
    owner.kill(1.0)
    assert owner.exchange()
    assert site.request(access)  # nobody knows yet which of them counts
    assert owner.open()
    assert not site.request(access)
    assert site.request(str(owner.access))


def test_a_page_that_goes_may_show_an_old_access_token_with_the_cookie_of_its_session():
    site, owner = owner_and_site()
    assert owner.exchange()
    bearer = f"Bearer {owner.access}"
    site.wait(HOUR)
    both = site.sessions.of_both
    assert not site.request(str(owner.access))
    assert done(both(bearer, owner.cookie)) is not None
    assert done(both(bearer, "")) is None
    assert done(both(None, owner.cookie)) is None
    assert done(both("Bearer x", owner.cookie)) is None
    other = done(site.sessions.begin(ADA, PLACE))
    assert other is not None
    assert done(both(bearer, other[1])) is None
