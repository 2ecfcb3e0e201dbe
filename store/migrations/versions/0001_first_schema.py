"""The first schema.

Revision ID: 0001
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create every table of release 0.1."""
    op.create_table(
        "product",
        sa.Column("sku", sa.String(), primary_key=True),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("title_zh", sa.Text()),
        sa.Column("title_en", sa.Text()),
        sa.Column("category", sa.Text()),
        sa.Column("brand", sa.Text()),
        sa.Column("spu", sa.Text()),
        sa.Column("search", sa.Text(), nullable=False),
        sa.Column("path", sa.Text(), nullable=False),
        sa.Column("tags", sa.Text(), nullable=False),
        sa.Column("list_minor", sa.BigInteger()),
        sa.Column("asked_minor", sa.BigInteger()),
        sa.Column("asked_currency", sa.String()),
        sa.Column("stock", sa.BigInteger()),
        sa.Column("errors", sa.Integer(), nullable=False),
        sa.Column("warnings", sa.Integer(), nullable=False),
        sa.Column("lacks", sa.Text(), nullable=False),
        sa.Column("body", sa.String(), nullable=False),
        sa.Column("last_minor", sa.BigInteger()),
        sa.Column("locked", sa.Text(), nullable=False),
        sa.Column("updated_at", sa.BigInteger(), nullable=False),
    )
    op.create_index("product_position", "product", ["position"], unique=False)
    op.create_index("product_spu", "product", ["spu"], unique=False)
    op.create_table(
        "product_body",
        sa.Column("hash", sa.String(), primary_key=True),
        sa.Column("body", sa.Text(), nullable=False),
    )
    op.create_table(
        "product_stage",
        sa.Column("stage", sa.String(), primary_key=True),
        sa.Column("sku", sa.String(), primary_key=True),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("was", sa.String()),
        sa.Column("was_locked", sa.Text()),
        sa.Column("title_zh", sa.Text()),
        sa.Column("title_en", sa.Text()),
        sa.Column("category", sa.Text()),
        sa.Column("brand", sa.Text()),
        sa.Column("spu", sa.Text()),
        sa.Column("search", sa.Text()),
        sa.Column("path", sa.Text()),
        sa.Column("tags", sa.Text()),
        sa.Column("list_minor", sa.BigInteger()),
        sa.Column("asked_minor", sa.BigInteger()),
        sa.Column("asked_currency", sa.String()),
        sa.Column("stock", sa.BigInteger()),
        sa.Column("errors", sa.Integer()),
        sa.Column("warnings", sa.Integer()),
        sa.Column("lacks", sa.Text()),
        sa.Column("body", sa.String()),
        sa.Column("locked", sa.Text(), nullable=False),
    )
    op.create_table(
        "batch",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("by", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("counts", sa.Text(), nullable=False),
        sa.Column("undone_at", sa.BigInteger()),
        sa.Column("undone_by", sa.Text()),
    )
    op.create_table(
        "product_change",
        sa.Column("n", sa.Integer(), primary_key=True),
        sa.Column("sku", sa.String(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("by", sa.Text(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("batch", sa.Integer()),
        sa.Column("body", sa.String()),
        sa.Column("locked", sa.Text(), nullable=False),
    )
    op.create_index("product_change_batch", "product_change", ["batch"], unique=False)
    op.create_index("product_change_sku", "product_change", ["sku"], unique=False)
    op.create_table(
        "price_override",
        sa.Column("n", sa.Integer(), primary_key=True),
        sa.Column("sku", sa.String(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("what", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("by", sa.Text(), nullable=False),
        sa.Column("role", sa.String(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("until", sa.BigInteger(), nullable=False),
        sa.Column("withdrawn_at", sa.BigInteger()),
        sa.Column("withdrawn_by", sa.Text()),
    )
    op.create_index("price_override_sku", "price_override", ["sku"], unique=False)
    op.create_table(
        "card",
        sa.Column("sku", sa.String(), primary_key=True),
        sa.Column("id", sa.String(), primary_key=True),
        sa.Column("rank", sa.Integer(), nullable=False),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("by", sa.Text()),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("updated_at", sa.BigInteger(), nullable=False),
    )
    op.create_table(
        "card_step",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("by", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("cards", sa.Integer(), nullable=False),
        sa.Column("rule", sa.Text()),
        sa.Column("undone_at", sa.BigInteger()),
        sa.Column("undone_by", sa.Text()),
    )
    op.create_table(
        "card_change",
        sa.Column("n", sa.Integer(), primary_key=True),
        sa.Column("step", sa.Integer(), nullable=False),
        sa.Column("sku", sa.String(), nullable=False),
        sa.Column("card", sa.String(), nullable=False),
        sa.Column("rank", sa.Integer()),
        sa.Column("status", sa.String()),
        sa.Column("owner", sa.Text()),
        sa.Column("body", sa.Text()),
        sa.Column("became", sa.String()),
    )
    op.create_index("card_change_card", "card_change", ["sku", "card"], unique=False)
    op.create_index("card_change_step", "card_change", ["step"], unique=False)
    op.create_table(
        "word_rule",
        sa.Column("kind", sa.String(), primary_key=True),
        sa.Column("lemma", sa.String(), primary_key=True),
        sa.Column("pos", sa.String(), primary_key=True),
        sa.Column("zh", sa.Text()),
        sa.Column("by", sa.Text(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
    )
    op.create_table(
        "script",
        sa.Column("id", sa.String(), primary_key=True),
        sa.Column("version", sa.Integer(), primary_key=True),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("by", sa.Text()),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("client", sa.String(), nullable=False),
        sa.Column("act", sa.String(), nullable=False),
    )
    op.create_table(
        "script_tab",
        sa.Column("script", sa.String(), primary_key=True),
        sa.Column("tab", sa.String(), primary_key=True),
        sa.Column("n", sa.BigInteger(), nullable=False),
    )
    op.create_table(
        "script_note",
        sa.Column("id", sa.String(), primary_key=True),
        sa.Column("script", sa.String(), nullable=False),
        sa.Column("segment", sa.String(), nullable=False),
        sa.Column("cue", sa.String(), nullable=False),
        sa.Column("field", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("by", sa.Text()),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("done_at", sa.BigInteger()),
        sa.Column("done_by", sa.Text()),
    )
    op.create_index("script_note_script", "script_note", ["script"], unique=False)
    op.create_table(
        "script_review",
        sa.Column("id", sa.String(), primary_key=True),
        sa.Column("script", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("hash", sa.String(), nullable=False),
        sa.Column("by", sa.Text(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("keep_until", sa.BigInteger(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
    )
    op.create_index("script_review_script", "script_review", ["script"], unique=False)
    op.create_table(
        "script_sheet",
        sa.Column("script", sa.String(), primary_key=True),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
    )
    op.create_table(
        "show",
        sa.Column("id", sa.String(), primary_key=True),
        sa.Column("title_zh", sa.Text()),
        sa.Column("title_en", sa.Text()),
        sa.Column("script", sa.String()),
        sa.Column("version", sa.Integer()),
        sa.Column("plan", sa.Text(), nullable=False),
        sa.Column("currency", sa.String(), nullable=False),
        sa.Column("target_minor", sa.BigInteger()),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.Column("started_at", sa.BigInteger()),
        sa.Column("ended_at", sa.BigInteger()),
    )
    op.create_table(
        "journal",
        sa.Column("show", sa.String(), primary_key=True),
        sa.Column("seq", sa.Integer(), primary_key=True, autoincrement=False),
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("actor", sa.Text(), nullable=False),
        sa.Column("role", sa.String(), nullable=False),
        sa.Column("verb", sa.String(), nullable=False),
        sa.Column("expects", sa.Text(), nullable=False),
        sa.Column("args", sa.Text(), nullable=False),
        sa.Column("hash", sa.String(), nullable=False),
    )
    op.create_index("journal_command", "journal", ["show", "id"], unique=True)
    op.create_table(
        "inbox",
        sa.Column("n", sa.Integer(), primary_key=True),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("delivery", sa.String(), nullable=False),
        sa.Column("received_at", sa.BigInteger(), nullable=False),
        sa.Column("signed", sa.Boolean(), nullable=False),
        sa.Column("outcome", sa.String(), nullable=False),
        sa.Column("findings", sa.Text(), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
    )
    op.create_index("inbox_delivery", "inbox", ["source", "delivery"], unique=True)
    op.create_table(
        "order_event",
        sa.Column("n", sa.Integer(), primary_key=True),
        sa.Column("received_at", sa.BigInteger(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("source_version", sa.BigInteger(), nullable=False, autoincrement=False),
        sa.Column("payload", sa.String(), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("shop", sa.String(), nullable=False),
        sa.Column("order_id", sa.String(), nullable=False),
        sa.Column("line_id", sa.String(), nullable=False),
        sa.Column("sku", sa.String()),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("occurred_at", sa.BigInteger(), nullable=False),
        sa.Column("amount_minor", sa.BigInteger(), nullable=False),
        sa.Column("currency", sa.String(), nullable=False),
        sa.Column("qty", sa.BigInteger(), nullable=False),
        sa.Column("buyer", sa.String()),
        sa.Column("ref", sa.String()),
        sa.Column("user_paid_minor", sa.BigInteger()),
    )
    op.create_index("order_event_fact", "order_event", ["key", "source_version", "payload"], unique=True)
    op.create_index("order_event_order", "order_event", ["shop", "order_id"], unique=False)
    op.create_index("order_event_time", "order_event", ["occurred_at"], unique=False)
    op.create_table(
        "settlement",
        sa.Column("n", sa.Integer(), primary_key=True),
        sa.Column("file", sa.Text(), nullable=False),
        sa.Column("digest", sa.String(), nullable=False),
        sa.Column("shop", sa.String(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("by", sa.Text(), nullable=False),
    )
    op.create_index("settlement_file", "settlement", ["digest", "shop"], unique=True)
    op.create_table(
        "settled_event",
        sa.Column("settlement", sa.Integer(), primary_key=True, autoincrement=False),
        sa.Column("key", sa.String(), primary_key=True),
        sa.Column("source_version", sa.BigInteger(), primary_key=True, autoincrement=False),
        sa.Column("payload", sa.String(), primary_key=True),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("shop", sa.String(), nullable=False),
        sa.Column("order_id", sa.String(), nullable=False),
        sa.Column("line_id", sa.String(), nullable=False),
        sa.Column("sku", sa.String()),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("occurred_at", sa.BigInteger(), nullable=False),
        sa.Column("amount_minor", sa.BigInteger(), nullable=False),
        sa.Column("currency", sa.String(), nullable=False),
        sa.Column("qty", sa.BigInteger(), nullable=False),
        sa.Column("buyer", sa.String()),
        sa.Column("ref", sa.String()),
        sa.Column("user_paid_minor", sa.BigInteger()),
    )
    op.create_index("settled_event_order", "settled_event", ["shop", "order_id"], unique=False)
    op.create_index("settled_event_time", "settled_event", ["occurred_at"], unique=False)
    op.create_table(
        "report_revision",
        sa.Column("show", sa.String(), primary_key=True),
        sa.Column("n", sa.Integer(), primary_key=True, autoincrement=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
    )
    op.create_table(
        "reading",
        sa.Column("show", sa.String(), primary_key=True),
        sa.Column("id", sa.String(), primary_key=True),
        sa.Column("metric", sa.String(), primary_key=True),
        sa.Column("n", sa.Integer(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("value", sa.BigInteger()),
        sa.Column("by", sa.Text(), nullable=False),
        sa.Column("entered_at", sa.BigInteger(), nullable=False),
    )
    op.create_table(
        "experiment",
        sa.Column("show", sa.String(), primary_key=True),
        sa.Column("id", sa.String(), primary_key=True),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("by", sa.Text(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
    )
    op.create_table(
        "counter",
        sa.Column("show", sa.String(), primary_key=True),
        sa.Column("scope", sa.String(), primary_key=True),
        sa.Column("key", sa.String(), primary_key=True),
        sa.Column("currency", sa.String(), primary_key=True),
        sa.Column("metric", sa.String(), primary_key=True),
        sa.Column("value", sa.BigInteger(), nullable=False),
    )
    op.create_table(
        "role_link",
        sa.Column("id", sa.String(), primary_key=True),
        sa.Column("show", sa.String(), nullable=False),
        sa.Column("page", sa.String(), nullable=False),
        sa.Column("role", sa.String(), nullable=False),
        sa.Column("actor", sa.Text(), nullable=False),
        sa.Column("made_at", sa.BigInteger(), nullable=False),
        sa.Column("made_by", sa.Text(), nullable=False),
        sa.Column("expires_at", sa.BigInteger(), nullable=False),
        sa.Column("revoked_at", sa.BigInteger()),
        sa.Column("revoked_by", sa.Text()),
    )
    op.create_index("role_link_show", "role_link", ["show"], unique=False)
    op.create_table(
        "setting",
        sa.Column("key", sa.String(), primary_key=True),
        sa.Column("value", sa.Text(), nullable=False),
    )
