"""The law before air: what a script must not say, with article, reason, exemption and a way out."""

from lessons.compliance.lint import LintFinding, lint
from lessons.compliance.rule import Rule, load_rules
from lessons.compliance.script import ScriptFinding, lint_rundown

__all__ = ["LintFinding", "Rule", "ScriptFinding", "lint", "lint_rundown", "load_rules"]
