"""Which part of the shop a product belongs to, read from its category and its own unambiguous words."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from vocab.glossary import Glossary
from vocab.mask import has_chinese
from vocab.passage import Reading

_DATA = Path(__file__).with_name("data")
#: Votes of a category that names the domain, of a term in the title, and of one elsewhere.
CATEGORY, TITLE, BODY = 6.0, 2.0, 1.0
#: Share of a domain's votes that its neighbours get: fruit words speak for snacks too.
SPILL = 0.4
#: Standing support of the domains that any product may use.
ANYWHERE = 0.04


@dataclass(frozen=True, slots=True)
class Domain:
    """One domain of the glossary, the family it belongs to and the category words that name it."""

    name: str
    family: str
    keywords: tuple[str, ...]


@lru_cache(maxsize=1)
def all_domains() -> tuple[Domain, ...]:
    """The domains, from the table the project wrote."""
    rows = csv.DictReader((_DATA / "domains.csv").read_text(encoding="utf-8").splitlines())
    return tuple(Domain(r["domain"], r["family"], tuple(r["keywords"].split())) for r in rows)


def domains_of(reading: Reading, glossary: Glossary) -> Mapping[str, float]:
    """How strongly a product speaks for each domain, summing to about 1; empty when nothing speaks.

    Terms listed in one domain only vote for it, whether English or Chinese; ambiguous ones do not vote, and
    neither does a domain's only term outside the title. Domains of one family share votes.
    """
    votes: dict[str, float] = {}
    voters: dict[str, set[tuple[str, ...]]] = {}
    category = (reading.product.category or "").lower()
    if category:
        for domain in all_domains():
            if any(_names(word, category) for word in domain.keywords):
                votes[domain.name] = votes.get(domain.name, 0.0) + CATEGORY
    for found in reading.found:
        rows = [row for key in found.unit.keys for row in glossary.rows(key)]
        if len({row.domain for row in rows}) == 1:
            weight = TITLE if reading.english[found.passage].is_title else BODY
            votes[rows[0].domain] = votes.get(rows[0].domain, 0.0) + weight
            voters.setdefault(rows[0].domain, set()).add(rows[0].zh)
    for passage in reading.chinese:
        weight = TITLE if passage.field.startswith("title") else BODY
        for word in passage.words:
            names = {row.domain for row, _ in glossary.by_zh.get(word.simp, ())}
            if len(names) == 1 and len(word.simp) > 1:
                name = names.pop()
                votes[name] = votes.get(name, 0.0) + weight
                voters.setdefault(name, set()).add((word.simp,))
    lone = {name for name, said in voters.items() if len(said) == 1 and votes[name] == BODY}
    if len(lone) < len(votes):  # one word in passing speaks for nothing but itself (a brush's springy tip)
        votes = {name: vote for name, vote in votes.items() if name not in lone}
    for name in ("general", "shop_talk"):
        votes.pop(name, None)
    total = sum(votes.values())
    if not total:
        return {}
    family = {d.name: d.family for d in all_domains()}
    shared: dict[str, float] = {}
    for domain in all_domains():
        own = votes.get(domain.name, 0.0)
        kin = sum(v for name, v in votes.items() if name != domain.name and family.get(name) == domain.family)
        shared[domain.name] = (own + SPILL * kin) / total
    shared["general"] = shared["shop_talk"] = ANYWHERE
    return shared | {name: vote / total for name, vote in sorted(votes.items()) if name not in shared}


def _names(keyword: str, category: str) -> bool:
    return keyword in category if has_chinese(keyword) else keyword in category.replace("&", " ")
