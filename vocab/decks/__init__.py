"""Decks: approved cards as files that people keep, print, edit and learn from.

`deck` holds what goes out, the other modules each write one kind of file and return its bytes. Nothing here
knows a store, a clock or a screen.
"""
