"""Gives the formulas of a new workbook a saved result, so that it reads as blank before anybody opens it."""

from __future__ import annotations

import io
import re
import zipfile
from typing import Final

_EPOCH: Final = (1980, 1, 1, 0, 0, 0)
"""The earliest moment a zip can hold; fixed, so that equal content gives equal bytes."""

_NO_RESULT = re.compile(r'<c r="([A-Z]+\d+)"((?: s="\d+")?)>(<f>[^<]*</f>)<v></v></c>')


def with_empty_results(content: bytes) -> bytes:
    """Give every formula of a new workbook that has no result an empty text for one.

    XlsxWriter leaves such a result without a type, and then nobody can tell it from a formula never worked out.
    """
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as source, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            data = source.read(name)
            if name.startswith("xl/worksheets/sheet"):
                data = _NO_RESULT.sub(r'<c r="\1"\2 t="str">\3<v></v></c>', data.decode()).encode()
            entry = zipfile.ZipInfo(name, _EPOCH)
            entry.compress_type = zipfile.ZIP_DEFLATED
            target.writestr(entry, data)
    return made.getvalue()
