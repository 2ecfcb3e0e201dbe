"""The tables. Records are canonical JSON text; what a query filters or sorts by has its own column. Facts of
orders, read by the million, are columns through and through.

Instants are UTC epoch milliseconds, amounts integer minor units (64 bit: a
¥163 million show is 16.3 × 10⁹ 分).
The live schema is made by `store.migrations`; a test holds the two equal.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import BigInteger, Boolean, Column, Index, Integer, LargeBinary, MetaData, String, Table, Text

metadata = MetaData()

def _searched() -> list[Column[Any]]:
    """What is asked of products without reading them; `asked` is the price that usually holds, `last` the one
    before it, `lacks` the fields without a value, `body` the key of the product itself."""
    return [
        Column("title_zh", Text),
        Column("title_en", Text),
        Column("category", Text),
        Column("brand", Text),
        Column("spu", Text),
        Column("search", Text, nullable=False),
        Column("path", Text, nullable=False),
        Column("tags", Text, nullable=False),
        Column("list_minor", BigInteger),
        Column("asked_minor", BigInteger),
        Column("asked_currency", String),
        Column("stock", BigInteger),
        Column("errors", Integer, nullable=False),
        Column("warnings", Integer, nullable=False),
        Column("lacks", Text, nullable=False),
    ]


product = Table(
    "product",
    metadata,
    Column("sku", String, primary_key=True),
    Column("position", Integer, nullable=False),
    *_searched(),
    Column("body", String, nullable=False),
    Column("last_minor", BigInteger),
    Column("locked", Text, nullable=False),
    Column("updated_at", BigInteger, nullable=False),
    Index("product_position", "position"),
    Index("product_spu", "spu"),
)

#: The products themselves, apart from what is searched: a search of 10,000 reads 5 MB instead of 40. Each is
#: kept under the hash of its text and never changed, so that a history points instead of copying.
product_body = Table(
    "product_body",
    metadata,
    Column("hash", String, primary_key=True),
    Column("body", Text, nullable=False),
)

#: Changes on their way in, put here in pieces and taken over at once; `was` is what they were made from, None
#: for what must not be there yet. A row without a body removes.
product_stage = Table(
    "product_stage",
    metadata,
    Column("stage", String, primary_key=True),
    Column("sku", String, primary_key=True),
    Column("place", Integer, nullable=False),
    Column("at", BigInteger, nullable=False),
    Column("was", String),
    Column("was_locked", Text),
    *[Column(column.name, column.type) for column in _searched()],
    Column("body", String),
    Column("locked", Text, nullable=False),
)

#: What changed many products at once and can be taken back at once: an import, a bulk action.
batch = Table(
    "batch",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("kind", String, nullable=False),
    Column("at", BigInteger, nullable=False),
    Column("by", Text, nullable=False),
    Column("title", Text, nullable=False),
    Column("counts", Text, nullable=False),
    Column("undone_at", BigInteger),
    Column("undone_by", Text),
)

#: A product (`body`, its key) and its locks as they were before a change; what came of it: the next row's, or
#: the product.
product_change = Table(
    "product_change",
    metadata,
    Column("n", Integer, primary_key=True),
    Column("sku", String, nullable=False),
    Column("at", BigInteger, nullable=False),
    Column("by", Text, nullable=False),
    Column("kind", String, nullable=False),
    Column("batch", Integer),
    Column("body", String),
    Column("locked", Text, nullable=False),
    Index("product_change_sku", "sku"),
    Index("product_change_batch", "batch"),
)

price_override = Table(
    "price_override",
    metadata,
    Column("n", Integer, primary_key=True),
    Column("sku", String, nullable=False),
    Column("code", String, nullable=False),
    Column("what", Text, nullable=False),
    Column("reason", Text, nullable=False),
    Column("by", Text, nullable=False),
    Column("role", String, nullable=False),
    Column("at", BigInteger, nullable=False),
    Column("until", BigInteger, nullable=False),
    Column("withdrawn_at", BigInteger),
    Column("withdrawn_by", Text),
    Index("price_override_sku", "sku"),
)

card = Table(
    "card",
    metadata,
    Column("sku", String, primary_key=True),
    Column("id", String, primary_key=True),
    Column("rank", Integer, nullable=False),
    Column("status", String, nullable=False),
    Column("by", Text),
    Column("body", Text, nullable=False),
    Column("updated_at", BigInteger, nullable=False),
)

#: One thing that a person did on the review desk, however many cards it touched; taken back as one.
card_step = Table(
    "card_step",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("kind", String, nullable=False),
    Column("at", BigInteger, nullable=False),
    Column("by", Text, nullable=False),
    Column("title", Text, nullable=False),
    Column("cards", Integer, nullable=False),
    Column("rule", Text),
    Column("undone_at", BigInteger),
    Column("undone_by", Text),
)

#: A card as it was before a step: `rank` is null when it was not there, `body` when only its place did.
card_change = Table(
    "card_change",
    metadata,
    Column("n", Integer, primary_key=True),
    Column("step", Integer, nullable=False),
    Column("sku", String, nullable=False),
    Column("card", String, nullable=False),
    Column("rank", Integer),
    Column("status", String),
    Column("owner", Text),
    Column("body", Text),
    Column("became", String),
    Index("card_change_card", "sku", "card"),
    Index("card_change_step", "step"),
)

#: What a person laid down for a word wherever it turns up: its one gloss (`pin`), or that it is `known`.
word_rule = Table(
    "word_rule",
    metadata,
    Column("kind", String, primary_key=True),
    Column("lemma", String, primary_key=True),
    Column("pos", String, primary_key=True),
    Column("zh", Text),
    Column("by", Text, nullable=False),
    Column("at", BigInteger, nullable=False),
)

script = Table(
    "script",
    metadata,
    Column("id", String, primary_key=True),
    Column("version", Integer, primary_key=True),
    Column("title", Text, nullable=False),
    Column("body", Text, nullable=False),
    Column("by", Text),
    Column("at", BigInteger, nullable=False),
    Column("client", String, nullable=False),
    Column("act", String, nullable=False),
)

#: The last edit counted of each browser tab.
script_tab = Table(
    "script_tab",
    metadata,
    Column("script", String, primary_key=True),
    Column("tab", String, primary_key=True),
    Column("n", BigInteger, nullable=False),
)

#: Comments on a script, and the texts that lost a clash of two editors until somebody decided.
script_note = Table(
    "script_note",
    metadata,
    Column("id", String, primary_key=True),
    Column("script", String, nullable=False),
    Column("segment", String, nullable=False),
    Column("cue", String, nullable=False),
    Column("field", String, nullable=False),
    Column("kind", String, nullable=False),
    Column("text", Text, nullable=False),
    Column("by", Text),
    Column("at", BigInteger, nullable=False),
    Column("done_at", BigInteger),
    Column("done_by", Text),
    Index("script_note_script", "script"),
)

#: Sign-offs before air; rows are only ever added.
script_review = Table(
    "script_review",
    metadata,
    Column("id", String, primary_key=True),
    Column("script", String, nullable=False),
    Column("version", Integer, nullable=False),
    Column("hash", String, nullable=False),
    Column("by", Text, nullable=False),
    Column("at", BigInteger, nullable=False),
    Column("keep_until", BigInteger, nullable=False),
    Column("body", Text, nullable=False),
    Index("script_review_script", "script"),
)

#: How the sheet looked that a script was read from, so that it is written back in its own columns.
script_sheet = Table(
    "script_sheet",
    metadata,
    Column("script", String, primary_key=True),
    Column("name", Text, nullable=False),
    Column("body", Text, nullable=False),
)

show = Table(
    "show",
    metadata,
    Column("id", String, primary_key=True),
    Column("title_zh", Text),
    Column("title_en", Text),
    Column("script", String),
    Column("version", Integer),
    Column("plan", Text, nullable=False),
    Column("currency", String, nullable=False),
    Column("target_minor", BigInteger),
    Column("created_at", BigInteger, nullable=False),
    Column("started_at", BigInteger),
    Column("ended_at", BigInteger),
)

journal = Table(
    "journal",
    metadata,
    Column("show", String, primary_key=True),
    Column("seq", Integer, primary_key=True, autoincrement=False),
    Column("id", String, nullable=False),
    Column("at", BigInteger, nullable=False),
    Column("actor", Text, nullable=False),
    Column("role", String, nullable=False),
    Column("verb", String, nullable=False),
    Column("expects", Text, nullable=False),
    Column("args", Text, nullable=False),
    Column("hash", String, nullable=False),
    Index("journal_command", "show", "id", unique=True),
)

inbox = Table(
    "inbox",
    metadata,
    Column("n", Integer, primary_key=True),
    Column("source", String, nullable=False),
    Column("delivery", String, nullable=False),
    Column("received_at", BigInteger, nullable=False),
    Column("signed", Boolean, nullable=False),
    Column("outcome", String, nullable=False),
    Column("findings", Text, nullable=False, default="[]"),
    Column("body", LargeBinary, nullable=False),
    Index("inbox_delivery", "source", "delivery", unique=True),
)

def _fact_columns(*, named: bool) -> list[Column[Any]]:
    """The fields of `sales.event.OrderEvent`, one column each: a rebuild reads millions of them. `named` when
    key, version and payload are the primary key."""
    return [
        Column("key", String, primary_key=named, nullable=False),
        Column("source_version", BigInteger, primary_key=named, autoincrement=False, nullable=False),
        Column("payload", String, primary_key=named, nullable=False),
        Column("source", String, nullable=False),
        Column("shop", String, nullable=False),
        Column("order_id", String, nullable=False),
        Column("line_id", String, nullable=False),
        Column("sku", String),
        Column("kind", String, nullable=False),
        Column("occurred_at", BigInteger, nullable=False),
        Column("amount_minor", BigInteger, nullable=False),
        Column("currency", String, nullable=False),
        Column("qty", BigInteger, nullable=False),
        Column("buyer", String),
        Column("ref", String),
        Column("user_paid_minor", BigInteger),
    ]


#: The stream's ledger: facts by webhook, order file and desk. `payload` tells two tellings of a fact apart.
order_event = Table(
    "order_event",
    metadata,
    Column("n", Integer, primary_key=True),
    Column("received_at", BigInteger, nullable=False),
    *_fact_columns(named=False),
    Index("order_event_fact", "key", "source_version", "payload", unique=True),
    Index("order_event_order", "shop", "order_id"),
    Index("order_event_time", "occurred_at"),
)

#: A final export of a platform, imported as the settled ledger; nothing of it ever changes.
settlement = Table(
    "settlement",
    metadata,
    Column("n", Integer, primary_key=True),
    Column("file", Text, nullable=False),
    Column("digest", String, nullable=False),
    Column("shop", String, nullable=False),
    Column("at", BigInteger, nullable=False),
    Column("by", Text, nullable=False),
    Index("settlement_file", "digest", "shop", unique=True),
)

#: The facts of a settlement, apart from those of the stream.
settled_event = Table(
    "settled_event",
    metadata,
    Column("settlement", Integer, primary_key=True, autoincrement=False),
    *_fact_columns(named=True),
    Index("settled_event_order", "shop", "order_id"),
    Index("settled_event_time", "occurred_at"),
)

#: An issued revision of a report: what was known then, so that it can be printed again to the byte.
report_revision = Table(
    "report_revision",
    metadata,
    Column("show", String, primary_key=True),
    Column("n", Integer, primary_key=True, autoincrement=False),
    Column("at", BigInteger, nullable=False),
    Column("body", Text, nullable=False),
)

#: What the desk read off the platform's screen (viewers, clicks …) at an instant; `value` null takes an entry
#: of that instant back: unknown, not 0.
reading = Table(
    "reading",
    metadata,
    Column("show", String, primary_key=True),
    Column("id", String, primary_key=True),
    Column("metric", String, primary_key=True),
    Column("n", Integer, nullable=False),
    Column("at", BigInteger, nullable=False),
    Column("value", BigInteger),
    Column("by", Text, nullable=False),
    Column("entered_at", BigInteger, nullable=False),
)

#: A planned comparison of a show: its rule is fixed before the show begins.
experiment = Table(
    "experiment",
    metadata,
    Column("show", String, primary_key=True),
    Column("id", String, primary_key=True),
    Column("at", BigInteger, nullable=False),
    Column("by", Text, nullable=False),
    Column("body", Text, nullable=False),
)

counter = Table(
    "counter",
    metadata,
    Column("show", String, primary_key=True),
    Column("scope", String, primary_key=True),
    Column("key", String, primary_key=True),
    Column("currency", String, primary_key=True),
    Column("metric", String, primary_key=True),
    Column("value", BigInteger, nullable=False),
)

#: Signed links that were handed out: a link holds while its row does, neither expired nor taken back.
role_link = Table(
    "role_link",
    metadata,
    Column("id", String, primary_key=True),
    Column("show", String, nullable=False),
    Column("page", String, nullable=False),
    Column("role", String, nullable=False),
    Column("actor", Text, nullable=False),
    Column("made_at", BigInteger, nullable=False),
    Column("made_by", Text, nullable=False),
    Column("expires_at", BigInteger, nullable=False),
    Column("revoked_at", BigInteger),
    Column("revoked_by", Text),
    Index("role_link_show", "show"),
)

setting = Table(
    "setting",
    metadata,
    Column("key", String, primary_key=True),
    Column("value", Text, nullable=False),
)
