"""A first rundown from chosen products and approved cards, by an editable template."""

from lessons.draft.plan import draft
from lessons.draft.template import (
    Template,
    UnknownTemplateError,
    load_template,
    read_template,
    template_names,
    template_text,
)

__all__ = [
    "Template",
    "UnknownTemplateError",
    "draft",
    "load_template",
    "read_template",
    "template_names",
    "template_text",
]
