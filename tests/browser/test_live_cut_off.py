"""A cable pulled, a press delivered late, two at one step, an input method at work: no screen lies."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from live.journal import Role
from tests.browser.cable import Cable
from tests.browser.real_room import RealRoom

PAGES: tuple[tuple[str, Role], ...] = (
    ("host", "host"),
    ("producer", "producer"),
    ("prompter", "host"),
    ("assistant", "assistant"),
    ("board", "viewer"),
    ("overlay", "viewer"),
)
LIVE = ".cc[data-link=live]:not([data-covered])"
#: What may do something on a live page: letters, digits, signs and the named keys.
KEYS = [*"abcdefghijklmnopqrstuvwxyz0123456789+-[]/?", " ", "Enter", "Escape", "ArrowRight", "ArrowLeft",
        "ArrowUp", "ArrowDown", "PageDown", "PageUp", "Home", "End", "Backspace", "Tab", "F5"]  # fmt: skip
COMPOSING = """
keys => {
  for (const key of keys) {
    for (const extra of [{ isComposing: true }, { isComposing: false, keyCode: 229 }]) {
      const event = { key, bubbles: true, composed: true, cancelable: true, ...extra };
      document.body.dispatchEvent(new KeyboardEvent('keydown', event));
    }
  }
}
"""
COUNTING = """
window.changes = 0;
const add = WebSocket.prototype.addEventListener;
WebSocket.prototype.addEventListener = function (name, listen, how) {
  if (name !== 'message') return add.call(this, name, listen, how);
  return add.call(this, name, (event) => {
    if (JSON.parse(event.data).t === 'change') window.changes += 1;
    listen(event);
  }, how);
};
"""
PRESS = """
at => void setTimeout(() => {
  window.atPress = window.changes;
  document.querySelector('.cc-btn-go').click();
}, at - Date.now())
"""
FIELD = """
() => {
  const field = document.createElement('input');
  field.id = 'typed';
  field.style = 'position: fixed; inset: 0 auto auto 0; z-index: 9999';
  document.body.append(field);
  field.focus();
}
"""


@pytest.fixture(scope="module")
def real(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RealRoom]:
    """The sample show on air."""
    room = RealRoom(tmp_path_factory.mktemp("real"))
    room.start()
    room.press("start", {"reason": "test"}, cue="")
    yield room
    room.stop()


@pytest.fixture
def cable(real: RealRoom) -> Iterator[Cable]:
    """A cable to the server."""
    held = Cable(real.port)
    yield held
    held.close()


@pytest.fixture
def window(chromium: Any) -> Iterator[Callable[[], Any]]:
    """Browser windows of their own, each with its own storage, closed at the end."""
    contexts = []

    def open_one() -> Any:
        contexts.append(
            chromium.new_context(viewport={"width": 1366, "height": 768}, reduced_motion="reduce")
        )
        return contexts[-1].new_page()

    yield open_one
    for context in contexts:
        context.close()


@pytest.mark.parametrize(("page", "role"), PAGES)
def test_a_pulled_cable_shows_within_three_seconds_and_heals_by_itself(
    real: RealRoom, cable: Cable, window: Callable[[], Any], page: str, role: Role
) -> None:
    """By the page's own clock, 3 s after the last word it says that it is cut off, and its clock is grey.

    Put back, the page is live again without a touch and shows what happened in between.
    """
    tab = window()
    tab.clock.install()
    tab.goto(cable.url + real.path(page, role, page))
    tab.wait_for_selector(LIVE, state="attached")
    cable.cut()
    tab.clock.run_for(3000)
    tab.wait_for_selector(".cc[data-link=cut]", state="attached")
    cue = real.cue
    real.press("add_time", {"ms": 1000}, cue=cue)
    cable.mend()
    # Its timers are the page's own: let them come due while the server answers in real time.
    deadline = time.monotonic() + 60
    while tab.locator(LIVE).count() == 0 and time.monotonic() < deadline:
        tab.clock.run_for(500)
    tab.wait_for_selector(LIVE, state="attached")


def test_a_press_that_the_network_delivers_late_never_acts(
    real: RealRoom, cable: Cable, window: Callable[[], Any]
) -> None:
    """The screen says that no receipt came; delivered after that, the press is refused and nothing moves."""
    tab = window()
    tab.goto(cable.url + real.path("host", "host", "小禾"))
    tab.wait_for_selector(LIVE, state="attached")
    tab.wait_for_function("() => document.querySelector('.cc[data-link=live]') !== null")
    heard: list[Any] = []
    submit = real.studio.rooms.submit

    def listened(command: Any) -> Any:
        answer = submit(command)
        answer.add_done_callback(lambda done: heard.append((command.verb, done.result())))
        return answer

    real.studio.rooms.submit = listened  # type: ignore[method-assign]
    try:
        before = real.studio.rooms.state(real.show)[0]
        cable.cut()
        tab.keyboard.press("Space")
        tab.wait_for_selector(".cc-toast.cc-on")
        tab.wait_for_selector(".cc[data-link=cut]", state="attached")
        cable.mend()
        tab.wait_for_selector(LIVE, state="attached")
        deadline = time.monotonic() + 30
        while not any(verb == "go" for verb, _ in heard) and time.monotonic() < deadline:
            time.sleep(0.05)
    finally:
        real.studio.rooms.submit = submit  # type: ignore[method-assign]
    assert [(ack["ok"], ack["code"]) for verb, ack in heard if verb == "go"] == [(False, "late")]
    assert real.studio.rooms.state(real.show)[0] == before


def test_two_desks_press_together_and_one_step_is_made(real: RealRoom, window: Callable[[], Any]) -> None:
    """Two browsers press GO on the same cue: one step each time, and the other reads who was first."""
    desks = {}
    for name in ("小王", "小李"):
        tab = desks[name] = window()
        tab.add_init_script(COUNTING)
        tab.goto(f"http://127.0.0.1:{real.port}" + real.path("producer", "producer", name))
        tab.wait_for_selector(LIVE, state="attached")
    together = 0
    for _ in range(
        12
    ):  # a busy machine may let one see the other's step first: then it pressed on the next cue
        seq, cue = real.studio.rooms.state(real.show)[0], real.cue
        for tab in desks.values():
            tab.evaluate("() => document.querySelector('.cc-toast').classList.remove('cc-on')")
            tab.evaluate("() => { window.atPress = null; window.atStart = window.changes; }")
            tab.wait_for_timeout(350)
        at = time.time() * 1000 + 250
        for tab in desks.values():
            tab.evaluate(PRESS, at)
        for tab in desks.values():
            tab.wait_for_function("() => window.atPress !== null && window.changes > window.atStart")
        if not all(tab.evaluate("() => window.atPress === window.atStart") for tab in desks.values()):
            continue
        together += 1
        _, state = real.studio.rooms.state(real.show)
        assert state.last is not None
        loser = next(tab for name, tab in desks.items() if name != state.last.by)
        loser.wait_for_selector(".cc-toast.cc-on")
        assert state.last.by in loser.locator(".cc-toast").inner_text()
        assert (real.studio.rooms.state(real.show)[0], real.cue) == (seq + 1, state.cue)
        assert state.cue != cue
        if together == 3:
            break
    assert together


def test_two_messages_at_once_both_arrive(real: RealRoom, window: Callable[[], Any]) -> None:
    """Within a tenth of a second: the first is on the host's screen, the second after its acknowledgement."""
    tab = window()
    tab.goto(f"http://127.0.0.1:{real.port}" + real.path("host", "host", "小禾"))
    tab.wait_for_selector(LIVE, state="attached")
    for text in ("喝口水", "看镜头"):
        real.press("message", {"text": {"zh": text, "en": None}, "target": "host"})
    tab.wait_for_function("() => document.querySelector('.cc-band-text')?.textContent.includes('喝口水')")
    tab.locator(".cc-band-ok").click()
    tab.wait_for_function("() => document.querySelector('.cc-band-text')?.textContent.includes('看镜头')")
    tab.locator(".cc-band-ok").click()
    tab.wait_for_selector(".cc-band", state="hidden")
    messages = real.studio.rooms.state(real.show)[1].messages
    assert [message.acked is not None for message in messages[-2:]] == [True, True]


@pytest.mark.parametrize(("page", "role"), [each for each in PAGES if each[1] != "viewer"])
def test_an_input_method_at_work_fires_nothing(
    real: RealRoom, window: Callable[[], Any], page: str, role: Role
) -> None:
    """Keys that belong to a composition (by flag or by code 229) and keys in a text field move no show."""
    tab = window()
    tab.goto(f"http://127.0.0.1:{real.port}" + real.path(page, role, "小禾"))
    tab.wait_for_selector(LIVE, state="attached")
    sent = "() => { const real = WebSocket.prototype.send; window.sent = []; WebSocket.prototype.send = "
    tab.evaluate(sent + "function (data) { window.sent.push(JSON.parse(data)); real.call(this, data); } }")
    tab.evaluate(COMPOSING, KEYS)
    tab.evaluate(FIELD)
    session = tab.context.new_cdp_session(tab)
    session.send("Input.imeSetComposition", {"text": "niu", "selectionStart": 3, "selectionEnd": 3})
    for key in ("Space", "1", "Enter", "ArrowRight", "PageDown", "r", "h", "m", "Escape"):
        tab.keyboard.press(key)
    session.send("Input.insertText", {"text": "牛排"})
    assert "牛排" in tab.evaluate("() => document.querySelector('#typed').value")
    verbs = tab.evaluate("() => window.sent.filter((one) => one.t === 'command').map((one) => one.verb)")
    assert [verb for verb in verbs if verb != "shown"] == []
    if role in ("host", "producer") and page != "prompter":
        tab.evaluate("() => document.querySelector('#typed').remove()")
        tab.keyboard.press("Space")
        tab.wait_for_function("() => window.sent.some((one) => one.verb === 'go')")
