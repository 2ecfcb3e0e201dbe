"""The facts card: what a script claims, and where each claim comes from."""

from lessons.facts.claims import Claim, ClaimKind, find_claims
from lessons.facts.sources import SourcedClaim, facts_card

__all__ = ["Claim", "ClaimKind", "SourcedClaim", "facts_card", "find_claims"]
