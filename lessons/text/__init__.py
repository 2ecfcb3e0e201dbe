"""The show script as text: a small Markdown subset that a planner can write in any editor."""

from lessons.text.board import WORD, Boards
from lessons.text.reader import parse_script
from lessons.text.writer import format_script

__all__ = ["WORD", "Boards", "format_script", "parse_script"]
