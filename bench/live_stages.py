"""Where the time of one press goes, from the finger to another screen: stamps that the pages take themselves.

`STAMPS` is put into a page before its own scripts and watches its socket. All clocks are the same machine's
(`performance.timeOrigin + now`, and the server's own milliseconds in what it sends).

| stage | until |
|---|---|
| `sent` | the desk's page has written the command to its socket |
| `taken` | the server has read it, found its link good and begun the transaction (the event's own instant) |
| `committed` | the event is on the disk (`synchronous=FULL`) and the change made for the screens |
| `heard` | the host's page has the message |
| `drawn` | the new line stands in the host's page, laid out at its size |
| `frame` | the display's next frame begins: with 60 frames a second 8 ms later on average, 17 at most |
| `ack` | the desk's page has its receipt (beside the way to the host) |
"""

from __future__ import annotations

import statistics
from typing import Any

from bench.goal import percentile

STAGES = ("sent", "taken", "committed", "heard", "drawn", "frame", "ack")
STAMPS = """
(() => {
  const now = () => performance.timeOrigin + performance.now();
  window.stamps = {};
  window.changes = 0;
  const { send, addEventListener: add } = WebSocket.prototype;
  WebSocket.prototype.send = function (text) {
    if (text.includes('"command"')) window.stamps.sent = now();
    return send.call(this, text);
  };
  WebSocket.prototype.addEventListener = function (name, listen, how) {
    if (name !== 'message') return add.call(this, name, listen, how);
    return add.call(this, name, (event) => {
      const heard = now();
      const message = JSON.parse(event.data);
      if (message.t === 'ack') window.stamps.ack = heard;
      listen(event);
      if (message.t !== 'change') return;
      window.changes += 1;
      const drawn = now();
      const at = message.steps?.find(([path]) => path.join() === 'last,at');
      Object.assign(window.stamps, { taken: at?.[1], committed: message.now, heard, drawn });
      requestAnimationFrame(() => { window.stamps.frame = now(); });
    }, how);
  };
})();
"""
PRESS = """
element => {
  window.stamps = {};
  const at = performance.timeOrigin + performance.now();
  element.click();
  return at;
}
"""


def press(button: Any, desk: Any, host: Any) -> dict[str, float]:
    """Press a button of the desk's page; each stage in ms since the press."""
    host.evaluate("() => { window.stamps = {}; }")
    began = button.evaluate(PRESS)
    host.wait_for_function("() => window.stamps.frame")
    desk.wait_for_function("() => window.stamps.ack")
    far, near = host.evaluate("() => window.stamps"), desk.evaluate("() => window.stamps")
    found = {**far, "sent": near["sent"], "ack": near["ack"]}
    return {stage: found[stage] - began for stage in STAGES}


def stages(presses: list[dict[str, float]]) -> str:
    """A table of the stages, each in ms since the press."""
    lines = [f"{'of a press, ms since it':<36}" + "".join(f"{stage:>11}" for stage in STAGES)]
    for name, pick in (("p50", statistics.median), ("p95", lambda values: percentile(values, 0.95))):
        cells = (pick([one[stage] for one in presses]) for stage in STAGES)
        lines.append(f"{name:<36}" + "".join(f"{cell:>11.1f}" for cell in cells))
    return "\n".join(lines)
