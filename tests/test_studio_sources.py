"""Sources of orders: where secrets come from, how often a source may call, the test of a source."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterator
from pathlib import Path

import pytest

from sales.inbox import SOURCES
from sales.inbox.generic import SIGNATURE, sign
from sales.inbox.limit import BAD_RATE, Bucket
from sales.inbox.signing import PAIRED
from studio.orders import Orders
from studio.source_secrets import SourceSecrets, variable
from studio.studio import Studio

BODY = json.dumps({"shop": "s", "events": []}).encode()


class Desk:
    """A store with a clock that the test moves."""

    def __init__(self, folder: Path) -> None:
        self.now = 1_781_266_000_000
        self.studio = Studio(f"sqlite:///{folder / 'studio.db'}", clock=lambda: self.now)
        self.orders: Orders = self.studio.orders


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    """An empty store."""
    held = Desk(tmp_path)
    yield held
    held.studio.close()


def test_environment_file_store_in_this_order(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The environment goes before `secrets.toml`, that before the store; a broken file costs itself."""
    file = tmp_path / "secrets.toml"
    keys = SourceSecrets(desk.studio.store, lambda: desk.now, files=(file,))
    assert (keys.of("shopify"), keys.origin("shopify")) == ((), "none")
    for origin in ("store", "file", "env"):
        desk.now += 2000
        if origin == "store":
            keys.enter("shopify", "from-store")
        elif origin == "file":
            file.write_text('[hooks]\nshopify = "from-file"\n', encoding="utf-8")
        else:
            monkeypatch.setenv(variable("shopify"), "from-env, old")
        assert keys.origin("shopify") == origin
        assert keys.of("shopify")[0] == f"from-{origin}".encode()
    assert keys.of("shopify") == (b"from-env", b"old")
    monkeypatch.delenv(variable("shopify"))
    file.write_text('[hooks\nshopify = "top-secret"', encoding="utf-8")
    desk.now += 2000
    assert keys.origin("shopify") == "store"


@pytest.mark.parametrize("name", SOURCES)
def test_the_test_button_proves_secret_and_store(desk: Desk, name: str) -> None:
    """Without a secret it says so; with one it stands among the last deliveries and counts nothing."""
    if name != "generic":
        assert desk.orders.test(name).body == {"error": "no_secret"}
        desk.orders.set_secret(name, "key:secret" if name in PAIRED else "secret")
    assert desk.orders.test(name).status == 200
    last = desk.orders.deliveries(limit=1)[0]
    assert (last["source"], last["outcome"], last["signed"]) == (name, "test", True)


def test_a_pair_without_its_secret_is_refused(desk: Desk) -> None:
    """`key` alone is no `key:secret`: the test finds it before the platform does."""
    desk.orders.set_secret("doudian", "only-the-key")
    assert desk.orders.test("doudian").status == 401


def test_a_source_that_calls_too_often_is_asked_to_wait(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """Beyond its rate the answer is 429 and nothing is kept; a second later it is heard again."""
    monkeypatch.setenv("STUDIO_RATE_GENERIC", "3")
    orders = Orders(desk.studio.store, lambda: desk.now)
    headers = {SIGNATURE: sign(BODY, orders.own_secret().encode())}
    assert [orders.receive("generic", headers, BODY).status for _ in range(5)] == [200, 200, 200, 429, 429]
    assert orders.receive("shopify", {}, BODY).status == 401
    desk.now += 1000
    assert orders.receive("generic", headers, BODY).status == 200


def test_a_flood_of_bad_signatures_fills_no_disk(desk: Desk) -> None:
    """All are refused, some are kept to look at."""
    replies = [
        desk.orders.receive("generic", {SIGNATURE: "sha256=" + "0" * 64}, BODY) for _ in range(BAD_RATE + 10)
    ]
    assert {reply.status for reply in replies} == {401}
    assert len(desk.orders.deliveries(limit=100)) <= BAD_RATE


def test_a_bucket_fills_with_time_and_not_beyond_its_rim() -> None:
    """A clock that jumps back gives nothing away."""
    bucket = Bucket(2)
    assert [bucket.take(0), bucket.take(0), bucket.take(0)] == [True, True, False]
    assert bucket.take(500) and not bucket.take(500)
    assert not bucket.take(100)
    assert [bucket.take(10**9) for _ in range(3)] == [True, True, False]


def test_no_secret_reaches_a_log(desk: Desk, caplog: pytest.LogCaptureFixture, tmp_path: Path) -> None:
    """Good, bad and broken: no line of any log holds a secret."""
    file = tmp_path / "secrets.toml"
    file.write_text('[hooks\nstripe = "whsec_topsecret"', encoding="utf-8")
    with caplog.at_level(logging.DEBUG):
        SourceSecrets(desk.studio.store, lambda: desk.now, files=(file,)).of("stripe")
        desk.orders.set_secret("shopify", "shpss_topsecret")
        desk.orders.test("shopify")
        desk.orders.receive("shopify", {"X-Shopify-Hmac-SHA256": "bad"}, BODY)
        own = desk.orders.own_secret()
    assert "topsecret" not in caplog.text
    assert own not in caplog.text
