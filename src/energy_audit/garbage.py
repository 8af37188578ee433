"""How often Python looks for objects that refer to one another and to nothing else."""

from __future__ import annotations

import gc


def looked_for_seldom() -> None:
    """Look after 20,000 new objects; rules, readings and pages are many that stay, and after each 700 they cost a twentieth of a run."""
    gc.set_threshold(20_000)
