"""Pages from frozen content: one Jinja environment for every template; it decides nothing.

Everything that came from a filing is escaped. A value that is absent prints as
such, never as ``None``; a name that a template misspells is an error.
"""

from __future__ import annotations

from functools import lru_cache, partial
from typing import TYPE_CHECKING, Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from energy_audit.catalogue import Message
from energy_audit.report import charts
from energy_audit.report.batch.tallies import same_units
from energy_audit.report.drawn.compiled import CompiledTemplates
from energy_audit.report.language import words
from energy_audit.report.numbering import Numbering
from energy_audit.resources import folder

if TYPE_CHECKING:
    from energy_audit.catalogue import Language


@lru_cache(maxsize=2)
def environment(lang: Language = "zh") -> Environment:
    """Return the environment of ``lang``.

    Every method of ``Words`` is a filter of its own name (``number``,
    ``quantity``, ``percent``, ``day``, ``unit``, ``yes_no``, ``text``,
    ``tier``, ``factors``); ``t("共 {count} 家", count=12)`` says a text, ``plural``
    one that goes by a number, ``Message`` one in its context; ``w`` is the
    ``Words`` itself.

    Raises:
        EnergyAuditError: the installation holds no ``templates/``.
    """
    w = words(lang)
    made = Environment(
        loader=FileSystemLoader(folder("templates"), encoding="utf-8"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
        bytecode_cache=CompiledTemplates(lang),
        finalize=lambda value: w.missing() if value is None else value,
    )
    for name in ("number", "quantity", "percent", "day", "unit", "yes_no", "text", "tier"):
        made.filters[name] = getattr(w, name)
    made.filters["label"] = lambda value, group: w.label(group, value)
    made.globals.update(
        t=w,
        w=w,
        plural=w.plural,
        Message=Message,
        lang=lang,
        charts=charts,
        same_units=same_units,
        numbering=partial(Numbering, w),
    )
    return made


def render(template: str, content: Any, lang: Language = "zh") -> str:
    """Draw ``templates/<template>``; it sees the frozen object as ``report``.

    Raises:
        jinja2.TemplateError: the template names what the content does not hold.
    """
    return environment(lang).get_template(template).render(report=content)
