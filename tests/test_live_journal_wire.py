"""Commands and events as JSON; hostile input is refused by name."""

from __future__ import annotations

import json
from random import Random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from live.fold import fold
from live.journal import Command, Event, ShowId
from live.journal_wire import (
    COMMAND_LIMIT,
    BadCommand,
    command_from_json,
    command_to_json,
    event_from_json,
    event_to_json,
    parse_command,
)
from live.verbs import ROLES, VERBS
from tests.live_shows import Desk, random_show, random_wish

GOOD: dict[str, Any] = {"t": "command", "id": "a-1", "verb": "go", "expects": {"cue": "o1"}, "args": {}}


def parse(text: str | bytes) -> Command:
    """A command from a producer's socket."""
    return parse_command(text, show=ShowId("s"), actor="王", role="producer")


def test_a_command_takes_its_sender_from_the_link() -> None:
    """Show, actor and role are those of the signed link; a message that claims another is refused."""
    command = parse(json.dumps(GOOD))
    assert (command.show, command.actor, command.role) == ("s", "王", "producer")
    assert (command.id, command.verb, command.expects, command.args) == ("a-1", "go", {"cue": "o1"}, {})
    for claim in ("role", "actor", "show", "at"):
        with pytest.raises(BadCommand, match="does not belong"):
            parse(json.dumps({**GOOD, claim: "producer"}))


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", "not valid JSON"),
        ("{", "not valid JSON"),
        (b"\xff\xfe\xff", "not valid JSON"),
        ('{"id": NaN}', "not valid JSON"),
        ("[" * 8000, "not valid JSON"),
        ("null", "an object"),
        ("[]", "an object"),
        ('"go"', "an object"),
        ('{"verb":"go"}', "command id"),
        ('{"id":"","verb":"go"}', "command id"),
        ('{"id":7,"verb":"go"}', "command id"),
        ('{"id":"a\\u0000","verb":"go"}', "command id"),
        (json.dumps({**GOOD, "id": "x" * 65}), "command id"),
        ('{"id":"a"}', "Unknown command"),
        ('{"id":"a","verb":"rm"}', "Unknown command"),
        ('{"id":"a","verb":["go"]}', "Unknown command"),
        (json.dumps({**GOOD, "args": []}), "args is an object"),
        (json.dumps({**GOOD, "expects": "o1"}), "expects is an object"),
        (json.dumps({**GOOD, "args": {"ms": 1.5}}), "type that is not allowed"),
        (json.dumps({**GOOD, "args": {"ms": 2**53}}), "too large"),
        ('{"id":"a","verb":"go","args":{"ms":' + "9" * 5000 + "}}", "not valid JSON"),
        (json.dumps({**GOOD, "args": {"a": {"b": {"c": {"d": 1}}}}}), "nested too deeply"),
        (json.dumps({**GOOD, "args": {"text": {"zh": "a\x00b"}}}), "invalid character"),
        ('{"id":"a","verb":"go","args":{"x":"\\ud800"}}', "invalid character"),
        ('{"id":"a","verb":"go","args":{"\\ud800":1}}', "name of an argument"),
        (json.dumps({**GOOD, "args": {"text": "x" * COMMAND_LIMIT}}), "too large"),
        (json.dumps({**GOOD, "args": {"text": "好" * 6000}}, ensure_ascii=False), "too large"),
    ],
)
def test_hostile_input_is_refused_by_name(text: str | bytes, why: str) -> None:
    """Whatever a socket sends, it is a command or a BadCommand with a reason in both languages."""
    with pytest.raises(BadCommand, match=why) as caught:
        parse(text)
    assert caught.value.zh and caught.value.en


@given(st.binary(max_size=400) | st.text(max_size=400))
@settings(max_examples=200)
def test_noise_never_raises_anything_else(noise: str | bytes) -> None:
    """Random bytes and texts end in BadCommand, not in another exception."""
    with pytest.raises(BadCommand):
        parse(noise)


JSON_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner, max_size=3),
    max_leaves=8,
)


FIELDS = st.sampled_from(["t", "id", "verb", "expects", "args", "until"])


@given(st.dictionaries(FIELDS, JSON_VALUES, max_size=6))
@settings(max_examples=200)
def test_any_json_is_a_command_or_a_bad_one(body: dict[str, object]) -> None:
    """Decoded JSON of any shape ends in a command or in BadCommand."""
    try:
        command = command_from_json(body, show=ShowId("s"), actor="王", role="host")
    except BadCommand:
        return
    assert command.verb in VERBS


PLAIN = st.text(st.characters(codec="utf-8", exclude_characters="\x00"), max_size=12)
ARGS = st.dictionaries(
    PLAIN,
    PLAIN | st.integers(-(2**53) + 1, 2**53 - 1) | st.none() | st.booleans() | st.lists(PLAIN, max_size=3),
    max_size=4,
)


@given(
    seq=st.integers(1, 10**6),
    at=st.integers(0, 2**45),
    command=st.builds(
        Command, id=st.from_regex(r"\A[a-z0-9-]{1,36}\Z"), show=st.just(ShowId("s")), actor=PLAIN,
        role=st.sampled_from(ROLES), verb=st.sampled_from(sorted(VERBS)),
        expects=st.dictionaries(st.just("cue"), PLAIN), args=ARGS,
    ),
)
def test_an_event_survives_the_round_trip(seq: int, at: int, command: Command) -> None:
    """An event written as JSON text and read again is the same event."""
    event = Event(seq, at, command)
    assert event_from_json(json.loads(json.dumps(event_to_json(event)))) == event
    assert set(command_to_json(command)) == {"id", "show", "actor", "role", "verb", "expects", "args"}


@pytest.mark.parametrize(
    "change",
    [{"seq": 0}, {"seq": "1"}, {"seq": True}, {"at": 1.5}, {"at": None}, {"command": None}, {"more": 1}],
)
def test_a_broken_log_line_is_refused(change: dict[str, object]) -> None:
    """A line that is not an event is named, never half read."""
    good = event_to_json(Event(1, 5, Command("a", ShowId("s"), "王", "producer", "go", {"cue": ""})))
    with pytest.raises(BadCommand):
        event_from_json({**good, **change})
    for field, value in (("role", "boss"), ("actor", None), ("show", 3), ("verb", "rm")):
        inner = {**good["command"], field: value}  # type: ignore[dict-item]
        with pytest.raises(BadCommand):
            event_from_json({**good, "command": inner})


def test_a_journal_written_and_read_gives_the_same_show() -> None:
    """The journal as lines of JSON, read again, folds to the same state: nothing lives outside it."""
    for seed in range(120):
        rng = Random(f"wire {seed}")
        rundown, tick, base = random_show(rng)
        desk = Desk(rundown, now=base)
        for _ in range(30):
            verb, args = random_wish(rng, desk, tick)
            desk.do(verb, args, later=rng.randrange(0, 6) * tick)
        lines = [json.dumps(event_to_json(event), ensure_ascii=False) for event in desk.events]
        assert fold(rundown, [event_from_json(json.loads(line)) for line in lines]) == desk.state, seed
