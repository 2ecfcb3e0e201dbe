"""What changed between two JSON documents, as the screens get it; `screens/live/js/patch.js` applies it.

A patch is a list of steps, done in order. Each begins with a path of keys and list places:

- `[path, value]` puts `value` there (the empty path: the whole document),
- `[path]` takes the key away,
- `[path, at, cut, [items]]` replaces `cut` items of the list there, from place `at` on.

JSON merge patch (RFC 7386) cannot be used: in it null means "take away", and here null is "nobody knows".
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from difflib import SequenceMatcher

Json = object
Path = tuple[str | int, ...]
Patch = list[list[object]]


def make_patch(old: Json, new: Json) -> Patch:
    """The steps that lead from `old` to `new`; none when they are equal. Both are JSON values.

    Equal is meant as in Python, where 1 == True: a field keeps its type.
    Lists of objects with an `id` are followed by it, so that an item taken out of the front of a list costs
    one step and not the whole list.
    """
    steps: Patch = []
    _differ((), old, new, steps)
    return steps


def apply_patch(document: Json, patch: Sequence[Sequence[object]]) -> Json:
    """The document after the patch; the given one stays as it was."""
    for step in patch:
        path = step[0]
        assert isinstance(path, list | tuple)
        document = _done(document, path, step[1:])
    return document


def _differ(path: Path, old: Json, new: Json, steps: Patch) -> None:
    if old == new:
        return
    if isinstance(old, dict) and isinstance(new, dict):
        for key in old:
            if key not in new:
                steps.append([[*path, key]])
        for key, value in new.items():
            if key in old:
                _differ((*path, key), old[key], value, steps)
            else:
                steps.append([[*path, key], value])
    elif isinstance(old, list) and isinstance(new, list):
        _differ_lists(path, old, new, steps)
    else:
        steps.append([list(path), new])


def _differ_lists(path: Path, old: list[Json], new: list[Json], steps: Patch) -> None:
    """From the end to the front, so that the places of steps still to come stay true."""
    names, wanted = [_name(item) for item in old], [_name(item) for item in new]
    if names == wanted and None not in names:
        blocks = [(0, len(old), 0, len(new))]
    else:
        left = [name or repr(item) for name, item in zip(names, old, strict=True)]
        right = [name or repr(item) for name, item in zip(wanted, new, strict=True)]
        found = SequenceMatcher(None, left, right, autojunk=False).get_opcodes()
        blocks = [(start, end, first, last) for _, start, end, first, last in found]
    for start, end, first, last in reversed(blocks):
        both = min(end - start, last - first)
        if end - start != last - first:
            steps.append([list(path), start + both, end - start - both, new[first + both : last]])
        for at in range(both):
            _differ((*path, start + at), old[start + at], new[first + at], steps)


def _name(item: Json) -> str | None:
    """What an item of a list is followed by, None when it has no id."""
    found = item.get("id") if isinstance(item, Mapping) else None
    return found if isinstance(found, str) else None


def _done(document: Json, path: Sequence[object], what: Sequence[object]) -> Json:
    if len(what) == 3 and not path:
        at, cut, items = what
        assert isinstance(document, list) and isinstance(at, int) and isinstance(cut, int)
        assert isinstance(items, list)
        return [*document[:at], *items, *document[at + cut :]]
    if not path:
        return what[0]
    key, rest = path[0], path[1:]
    if isinstance(document, list):
        assert isinstance(key, int)
        return [*document[:key], _done(document[key], rest, what), *document[key + 1 :]]
    assert isinstance(document, dict)
    if not rest and not what:
        return {name: value for name, value in document.items() if name != key}
    return {**document, str(key): _done(document.get(str(key)), rest, what)}
