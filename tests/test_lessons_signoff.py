"""The ex-ante review: a record of one exact script, with an answer to every finding."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest

from catalog.bilingual import Bilingual
from lessons import edit
from lessons.compliance import lint_rundown
from lessons.compliance.signoff import OpenFindingsError, finding_key, script_hash, sign_off
from tests.test_lessons_edit import C1, SHOW

AT = datetime(2028, 2, 29, 12, tzinfo=UTC)


def test_a_clean_script_is_signed_and_any_edit_ends_it() -> None:
    """The record covers this text only; it is kept three years, from a leap day to the first of March."""
    record = sign_off(SHOW, by="小禾", at=AT)
    assert record.covers(SHOW)
    assert not record.covers(edit.update_cue(SHOW, C1, note="x"))
    assert record.keep_until == datetime(2031, 3, 1, 12, tzinfo=UTC)
    assert json.loads(json.dumps(record.to_json()))["script"] == script_hash(SHOW)


def test_open_findings_refuse_the_signature() -> None:
    """A block without a reason: the error names the words; a blank reason is none."""
    show = edit.update_cue(SHOW, C1, lines=Bilingual(zh="最好的桃子"))
    with pytest.raises(OpenFindingsError, match=r"1 findings are unanswered \(最好"):
        sign_off(show, by="小禾", at=AT)
    key = finding_key(lint_rundown(show)[0])
    with pytest.raises(OpenFindingsError):
        sign_off(show, by="小禾", at=AT, reasons={key: "  "})
    record = sign_off(show, by="小禾", at=AT, reasons={key: "法务已看，改口播"})
    assert record.answers[0].reason == "法务已看，改口播"


def test_an_info_needs_no_answer() -> None:
    """Teaching a word is listed in the record, not asked about."""
    show = edit.update_cue(SHOW, C1, lines=Bilingual(zh="“最好”用英语怎么说？"))
    record = sign_off(show, by="小禾", at=AT)
    assert [(each.finding.finding.exemption, each.reason) for each in record.answers] == [("grammar", None)]
