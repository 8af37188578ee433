"""Writes the sample filings and the page that describes them.

Developers run it after changing an enterprise: ``.venv/bin/python sample_data/make_samples.py [FOLDER]``. Equal data
gives equal files. What each filing must give is promised in ``promises.toml``, by hand; nothing here computes it.
"""

from __future__ import annotations

import importlib
import pkgutil
import shutil
import sys
import zipfile
from collections import defaultdict
from pathlib import Path
from typing import TYPE_CHECKING

import enterprises
from form.messy import write_messy
from form.readme import write_readme
from form.tabular import write_folder
from form.workbook import write_workbook

if TYPE_CHECKING:
    from form.filing import Filing

HERE = Path(__file__).resolve().parent


def main(target: Path) -> None:
    """Write everything anew under ``target``, which holds ``promises.toml``."""
    folder = target / "filings"
    shutil.rmtree(folder, ignore_errors=True)
    by_file: defaultdict[str, list[Filing]] = defaultdict(list)
    for each in all_filings():
        by_file[each.file].append(each)
    for name, filings in by_file.items():
        write(folder / name, filings)
    write_refused(folder / "拒收示例", folder / "贵阳市" / "示例云岩医院-2025.xlsx")
    write_readme(target)
    print(f"{len(by_file)} 份文件，{sum(len(each) for each in by_file.values())} 份申报")


def all_filings() -> list[Filing]:
    """Every filing of every enterprise, in the order of the enterprises' numbers."""
    modules = (
        importlib.import_module(f"enterprises.{module.name}") for module in pkgutil.iter_modules(enterprises.__path__)
    )
    return sorted((each for module in modules for each in module.FILINGS), key=lambda each: each.unit.number)


def write(target: Path, filings: list[Filing]) -> None:
    """Write one file or folder."""
    match filings[0].style:
        case "csv":
            write_folder(target, filings[0])
        case "messy":
            write_messy(target, filings[0])
        case _:
            write_workbook(target, filings)


def write_refused(folder: Path, workbook: Path) -> None:
    """Write files that no filing is in: an empty one, ``workbook`` broken off, a letter."""
    folder.mkdir(parents=True)
    (folder / "空文件.xlsx").write_bytes(b"")
    whole = workbook.read_bytes()
    (folder / "损坏的工作簿.xlsx").write_bytes(whole[: len(whole) // 3])
    with zipfile.ZipFile(folder / "情况说明.docx", "w", zipfile.ZIP_DEFLATED) as letter:
        for name, text in LETTER.items():
            letter.writestr(zipfile.ZipInfo(name, (2026, 3, 20, 0, 0, 0)), text)


LETTER = {
    "[Content_Types].xml": '<?xml version="1.0" encoding="UTF-8"?>'
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Override PartName="/word/document.xml" ContentType='
    '"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>',
    "_rels/.rels": '<?xml version="1.0" encoding="UTF-8"?>'
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    '<Relationship Id="rId1" Target="word/document.xml" Type='
    '"http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"/></Relationships>',
    "word/document.xml": '<?xml version="1.0" encoding="UTF-8"?>'
    '<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">'
    "<w:body><w:p><w:r><w:t>示例：关于报送能源利用状况报告的说明</w:t></w:r></w:p></w:body></w:document>",
}
"""The parts of a letter that a word processor opens."""


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else HERE)
