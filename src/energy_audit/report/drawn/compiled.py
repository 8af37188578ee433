"""Templates compiled once, and kept where Python keeps its own modules compiled: beside them.

To compile the templates takes a tenth of a run over one filing. What is kept is code, so it
lies where the program lies, and not in the cache of what was filed: whoever can write there can
change the program itself. Python's own switches hold (``PYTHONDONTWRITEBYTECODE``, ``PYTHONPYCACHEPREFIX``); where
the place cannot be written, templates are compiled each time.
"""

from __future__ import annotations

import sys
from importlib.util import cache_from_source
from pathlib import Path
from typing import TYPE_CHECKING, Final

from jinja2 import BytecodeCache

from energy_audit.cache import Cache, key_of
from energy_audit.report.edition import edition

if TYPE_CHECKING:
    from jinja2.bccache import Bucket

    from energy_audit.catalogue import Language

KIND: Final = "templates"


class CompiledTemplates(BytecodeCache):
    """Keeps the templates of one language, each in one place that its next edition takes over.

    Args:
        lang: what stands fast in a template is written when it is compiled.
        folder: where they are kept.
    """

    def __init__(self, lang: Language, folder: Path | None = None) -> None:
        self._lang = lang
        self._edition = edition()
        self._kept = Cache(folder or Path(cache_from_source(__file__)).parent)

    def load_bytecode(self, bucket: Bucket) -> None:
        """Fetch a template that was compiled from the very same by the very same program."""
        content = self._kept.get(KIND, bucket.key)
        if content is not None:
            bucket.bytecode_from_string(content)

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep a template."""
        if not sys.dont_write_bytecode:
            self._kept.put(KIND, bucket.key, bucket.bytecode_to_string())

    def get_cache_key(self, name: str, filename: str | None = None) -> str:
        """Name the place of a template; there is one folder of them."""
        del filename
        return key_of(self._lang, name)

    def get_source_checksum(self, source: str) -> str:
        """Name the template by all that it is compiled from and with."""
        return key_of(self._edition, self._lang, source)
