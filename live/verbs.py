"""The verb table: who may ask for what, when, and with which arguments. Data only; `live.decide` reads it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal

from catalog.bilingual import Bilingual
from live.journal import Role

Phase = Literal["preshow", "on_air", "ended"]
#: Where a product stands: 待上架, 讲解, 待开价, 开价, 售罄, 下架. The legal moves are in `live.strip`.
Stage = Literal["waiting", "explaining", "price_hidden", "open", "sold_out", "off"]
#: What an argument holds: an id that must exist in the rundown (`segment`, `cue`) or in the state
#: (`message`), a `sku` of the rundown, a whole number, a list of card ids or of names, a bilingual text, the
#: target of a message, a stage, a kind of emergency, an item and a mark of the checklist, the id of a beat
#: (`beat` must exist, `new_id` need not), a plain line of text, a currency code, a flag (only `true`),
#: a layer of the overlay and its mode.
ArgKind = Literal[
    "segment", "cue", "message", "sku", "int", "cards", "names", "text", "target", "stage", "emergency",
    "item", "mark", "beat", "new_id", "line", "currency", "flag", "layer", "mode",
]

PHASES: tuple[Phase, ...] = ("preshow", "on_air", "ended")
ROLES: tuple[Role, ...] = ("producer", "host", "assistant", "viewer")
TARGETS = ("host", "assistant", "all")
STAGES: tuple[Stage, ...] = ("waiting", "explaining", "price_hidden", "open", "sold_out", "off")
#: 断网, 黑屏, 违规, 爆单; what each means and what to do is in `live.emergency`.
CheckMark = Literal["ok", "problem"]
CHECK_MARKS: tuple[CheckMark, ...] = ("ok", "problem")
#: The items of the pre-show checklist; what each says is in `live.checklist`.
CHECK_ITEMS = (
    "links", "coupons", "boards", "uplink", "devices", "samples", "review", "script", "countdown", "screens",
    "overlay", "quiet",
)
EMERGENCIES = ("network", "black_screen", "violation", "order_rush")
#: What the stream's overlay can show; `auto` leaves it to the cues, see `live.overlay`.
LAYERS = ("board", "lower", "price", "countdown")
LAYER_MODES = ("auto", "on", "off")

#: Milliseconds that must lie between a move and the next GO or BACK. A trembling double press or a bouncing
#: key or pedal lies below; a person who has seen the new cue before pressing again needs longer (a simple
#: reaction to a visible change alone takes about 250 ms). Smaller lets a bounce pass a cue, larger swallows a
#: deliberate press.
MIN_SPAN_MS = 300
#: Milliseconds within which a command can be taken back. Later the audience has lived with it: `back`,
#: `unskip` or another correction is the honest move. `end` is exempt: a show ended by mistake reopens.
UNDO_WINDOW_MS = 60_000
#: The most that one `add_time` may shift, in milliseconds: an hour; more is a slip of the finger.
ADD_LIMIT_MS = 3_600_000
#: Characters per language in a message: what a host can read at a glance from two metres.
MESSAGE_LIMIT = 300
#: The furthest end that may be set for the item on air, in milliseconds from now; more is a wrong date.
FINISH_LIMIT_MS = 12 * 3_600_000
#: Cards on one board: twice what a board shows legibly, so that a planner's long list still opens.
BOARD_LIMIT = 12
#: Steps in which one card opens: a family opens a relative at a time, and no board holds more of them.
STEP_LIMIT = 24
#: Hosts at the table at once, and characters of a name and of an id (a UUID has 36).
HOSTS_LIMIT = 6
NAME_LIMIT = 40
ID_LIMIT = 64
#: The largest price in minor units and stock in pieces that a slip of the finger may not pass.
AMOUNT_LIMIT = 10**10
#: Beats at once, and the shortest and longest interval and snooze in milliseconds.
BEATS_LIMIT = 12
BEAT_MIN_MS = 30_000
BEAT_MAX_MS = 4 * 3_600_000


@dataclass(frozen=True, slots=True)
class Arg:
    """One argument of a verb: its name, what it holds, whether it is required, the range of an `int`."""

    name: str
    kind: ArgKind
    required: bool = True
    low: int | None = None
    high: int | None = None


@dataclass(frozen=True, slots=True)
class VerbRule:
    """One row of the table.

    `guarded` verbs must carry `expects.cue`. `moves` marks the verbs that may change the cue on air;
    `undoable` those that `undo` can take back.
    """

    verb: str
    label: Bilingual
    roles: frozenset[Role]
    phases: frozenset[Phase]
    args: tuple[Arg, ...] = ()
    guarded: bool = False
    moves: bool = False
    undoable: bool = True


def _rule(
    verb: str,
    zh: str,
    en: str,
    roles: str,
    phases: str,
    *args: Arg,
    guarded: bool = False,
    moves: bool = False,
    undoable: bool = True,
) -> VerbRule:
    """A row written short: roles and phases as words separated by spaces."""
    return VerbRule(
        verb=verb,
        label=Bilingual(en=en, zh=zh),
        roles=frozenset(role for role in ROLES if role in roles.split()),
        phases=frozenset(phase for phase in PHASES if phase in phases.split()),
        args=args,
        guarded=guarded,
        moves=moves,
        undoable=undoable,
    )


_SEGMENT = Arg("segment", "segment")
#: 返场: a jump to an earlier segment that returns afterwards to where the show stood.
_VISIT = Arg("visit", "flag", required=False)
#: Says "I know what is missing" to the gate before a price opens.
_CONFIRM = Arg("confirm", "flag", required=False)
#: Why it goes on all the same: asked of who starts with red items and of who lets a price pass.
_REASON = Arg("reason", "line", required=False)
_RULES = (
    _rule("start", "开播", "start", "producer", "preshow", _CONFIRM, _REASON, moves=True, undoable=False),
    _rule("go", "下一条", "GO", "producer host", "on_air", _CONFIRM, _REASON, guarded=True, moves=True),
    _rule("back", "上一条", "back", "producer host", "on_air", _CONFIRM, _REASON, guarded=True, moves=True),
    _rule("skip", "跳过环节", "skip", "producer", "preshow on_air", _SEGMENT, _CONFIRM, _REASON,
          guarded=True, moves=True),
    _rule("unskip", "恢复环节", "unskip", "producer", "preshow on_air", _SEGMENT),
    _rule("jump", "跳到", "jump", "producer", "on_air", Arg("cue", "cue"), _VISIT, _CONFIRM, _REASON,
          guarded=True, moves=True),
    _rule("pause", "暂停计时", "pause", "producer host", "on_air"),
    _rule("resume", "继续计时", "resume", "producer host", "on_air"),
    _rule("add_time", "加减时间", "add time", "producer", "on_air",
          Arg("ms", "int", low=-ADD_LIMIT_MS, high=ADD_LIMIT_MS)),
    _rule("hold", "先别动", "hold", "producer host", "on_air"),
    _rule("release", "放开", "release", "producer host", "on_air"),
    _rule("finish_at", "定结束时间", "set finish time", "producer", "on_air",
          Arg("at", "int", required=False, low=1, high=2**53 - 1)),
    _rule("loop", "循环", "loop", "producer", "preshow on_air", Arg("from", "segment"), Arg("to", "segment")),
    _rule("loop_off", "结束循环", "end loop", "producer", "preshow on_air"),
    _rule("edit", "改台词", "edit lines", "producer", "preshow on_air", Arg("cue", "cue"),
          Arg("text", "text"), Arg("was", "text", required=False)),
    _rule("end", "下播", "end", "producer", "on_air", moves=True),
    _rule("emergency", "突发情况", "emergency", "producer host", "on_air", Arg("kind", "emergency")),
    _rule("product", "改商品状态", "set product", "producer", "preshow on_air", Arg("sku", "sku"),
          Arg("to", "stage"), _CONFIRM, _REASON),
    _rule("price", "改价", "set price", "producer", "preshow on_air", Arg("sku", "sku"),
          Arg("minor", "int", low=1, high=AMOUNT_LIMIT), Arg("currency", "currency"), _CONFIRM,
          _REASON),
    _rule("stock", "改库存", "set stock", "producer", "preshow on_air", Arg("sku", "sku"),
          Arg("left", "int", low=0, high=AMOUNT_LIMIT)),
    _rule("hosts", "换主播", "change hosts", "producer host", "preshow on_air", Arg("hosts", "names")),
    _rule("board_show", "出板书", "show board", "producer host", "preshow on_air", Arg("cards", "cards"),
          Arg("revealed", "int", required=False, low=0, high=BOARD_LIMIT)),
    _rule("board_reveal", "揭示下一词", "reveal", "producer host", "preshow on_air",
          Arg("to", "int", required=False, low=1, high=BOARD_LIMIT),
          Arg("step", "int", required=False, low=1, high=STEP_LIMIT)),
    _rule("board_hide", "收板书", "hide board", "producer host", "preshow on_air"),
    _rule("overlay", "切画面浮层", "switch overlay", "producer", "preshow on_air", Arg("layer", "layer"),
          Arg("mode", "mode")),
    _rule("message", "留言", "message", "producer assistant", "preshow on_air", Arg("text", "text"),
          Arg("target", "target"), undoable=False),
    _rule("shown", "已显示", "shown", "host assistant", "preshow on_air ended", Arg("message", "message"),
          undoable=False),
    _rule("acked", "已确认", "acknowledged", "host assistant", "preshow on_air ended",
          Arg("message", "message"), undoable=False),
    _rule("beat_set", "设定节拍", "set beat", "producer", "preshow on_air", Arg("beat", "new_id"),
          Arg("label", "text"), Arg("every_ms", "int", low=BEAT_MIN_MS, high=BEAT_MAX_MS), undoable=False),
    _rule("beat_done", "节拍完成", "beat done", "producer assistant", "on_air", Arg("beat", "beat"),
          undoable=False),
    _rule("beat_snooze", "稍后提醒", "snooze beat", "producer assistant", "on_air", Arg("beat", "beat"),
          Arg("ms", "int", low=BEAT_MIN_MS, high=BEAT_MAX_MS), undoable=False),
    _rule("beat_off", "取消节拍", "drop beat", "producer", "preshow on_air", Arg("beat", "beat"),
          undoable=False),
    _rule("check", "开播检查", "check", "producer assistant", "preshow", Arg("item", "item"),
          Arg("mark", "mark"), undoable=False),
    _rule("undo", "撤销", "undo", "producer host", "preshow on_air ended",
          Arg("seq", "int", low=1), undoable=False),
)

#: verb → rule, in the order of the help sheet.
VERBS: Mapping[str, VerbRule] = MappingProxyType({rule.verb: rule for rule in _RULES})


def allowed(role: str, verb: str) -> bool:
    """Whether `role` may ever use `verb`; False for a verb or role that does not exist."""
    rule = VERBS.get(verb)
    return rule is not None and role in rule.roles
