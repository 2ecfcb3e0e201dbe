"""The page's clock against the server's for hours: `screens/live/js/feed.js` in node, all else made up.

The way to the server takes 20 ms each way and a random rest (exponential, 15 ms on average; each fiftieth
message 300 ms more, one way only). The page's clock drifts by 40 parts in a million, as a bad crystal does;
half-way the server's clock is set by two seconds. All of it follows from the seed.
"""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path

FEED = Path(__file__).parents[1] / "screens" / "live" / "js" / "feed.js"
_SCRIPT = """
let seed = {seed};
const random = () => {{ // mulberry32: small, good enough, the same everywhere
  seed = (seed + 0x6d2b79f5) | 0;
  let t = Math.imul(seed ^ (seed >>> 15), 1 | seed);
  t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
  return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
}};
const END = {hours} * 3600000;
let now = 0, order = 0;
const line = [];
const at = (when, work) => {{
  const item = {{ when, order: order++, work, off: false }};
  let low = 0, high = line.length; // the latest first: the next one is taken from the end
  while (low < high) {{
    const middle = (low + high) >> 1;
    const other = line[middle];
    if (other.when > when || (other.when === when && other.order > item.order)) low = middle + 1;
    else high = middle;
  }}
  line.splice(low, 0, item);
  return item;
}};
const server = () => 1781265600000 + now + (now > END / 2 ? 2000 : 0);
const local = () => now * 1.00004 + 777;
const set = (name, value) => Object.defineProperty(globalThis, name, {{ value, configurable: true }});
set('performance', {{ timeOrigin: 0, now: local }});
set('setTimeout', (work, ms) => at(now + ms, work));
set('clearTimeout', (item) => {{ if (item) item.off = true; }});
set('setInterval', (work, ms) => {{
  const held = {{ off: false }};
  const turn = () => {{ if (!held.off) {{ work(); at(now + ms, turn); }} }};
  at(now + ms, turn);
  return held;
}});
set('clearInterval', (held) => {{ held.off = true; }});
set('addEventListener', () => {{}});
set('removeEventListener', () => {{}});
set('document', {{ addEventListener() {{}}, removeEventListener() {{}} }});
set('location', {{ href: 'http://127.0.0.1/live/host', search: '' }});
const way = () => 20 - 15 * Math.log(1 - random()) + (random() < 0.02 ? 300 : 0);
set('WebSocket', class {{
  static CONNECTING = 0;
  static OPEN = 1;
  readyState = 0;
  heard = {{}};
  last = 0;
  constructor() {{
    at(now + way(), () => {{
      this.readyState = 1;
      this.heard.open({{}});
      const whole = {{ show: 's', seq: 0, n: {{}}, plan: {{}}, state: {{}}, counters: {{}} }};
      this.tell({{ t: 'snapshot', now: server(), ...whole }});
      const beat = () => {{ this.tell({{ t: 'beat', now: server() }}); at(now + 1000, beat); }};
      beat();
    }});
  }}
  addEventListener(name, listen) {{ this.heard[name] = listen; }}
  tell(message) {{ // in the order sent, as TCP does
    this.last = Math.max(this.last, now + way());
    const data = JSON.stringify(message);
    at(this.last, () => this.heard.message({{ data }}));
  }}
  send(text) {{
    const message = JSON.parse(text);
    if (message.t !== 'ping') return;
    at(now + way(), () => this.tell({{ t: 'pong', now: server(), echo: message.echo }}));
  }}
  close() {{}}
}});
const {{ openFeed }} = await import({url});
const feed = openFeed({{ token: 'x', base: '/live/' }});
const off = [];
const look = () => {{ if (feed.ready) off.push(feed.now() - server()); at(now + 1000, look); }};
at(1000, look);
while (line.length && now < END) {{
  const item = line.pop();
  now = item.when;
  if (!item.off) item.work();
}}
process.stdout.write(JSON.stringify(off.map((value) => Math.round(value * 10) / 10)), () => process.exit(0));
"""


def errors(*, hours: float, seed: int) -> list[float] | None:
    """The page's clock less the server's, in ms, looked at each second; None where there is no node."""
    node = shutil.which("node")
    if node is None:
        return None
    script = _SCRIPT.format(seed=seed, hours=hours, url=json.dumps(FEED.as_uri()))
    command = [node, "--input-type=module", "-e", script]
    done = subprocess.run(command, capture_output=True, text=True, timeout=300)
    if done.returncode:
        raise RuntimeError(done.stderr)
    found: list[float] = json.loads(done.stdout)
    return found
