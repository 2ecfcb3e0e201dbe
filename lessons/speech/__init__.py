"""How long a script takes to say, where it lies on the clock, and what is wrong with it before air."""

from lessons.speech.check import check_rundown
from lessons.speech.groups import GroupTime, group_times
from lessons.speech.rates import (
    DEFAULT_RATES,
    SpeechRates,
    estimate_cue,
    estimate_segment,
    rates_of,
    speech_ms,
)
from lessons.speech.timeline import Slot, timeline

__all__ = [
    "DEFAULT_RATES",
    "GroupTime",
    "Slot",
    "SpeechRates",
    "check_rundown",
    "estimate_cue",
    "estimate_segment",
    "group_times",
    "rates_of",
    "speech_ms",
    "timeline",
]
