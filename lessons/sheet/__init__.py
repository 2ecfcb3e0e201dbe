"""The show script as a spreadsheet: the Chinese 整场脚本 layout, headers guessed, ready to print."""

from lessons.sheet.layout import SheetLayout
from lessons.sheet.reader import SheetReading, read_sheet
from lessons.sheet.writer import SheetFormatError, sheet_rows, write_sheet

__all__ = ["SheetFormatError", "SheetLayout", "SheetReading", "read_sheet", "sheet_rows", "write_sheet"]
