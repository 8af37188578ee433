"""The dated tables under ``rules/reference/``, each read when it is first asked for and checked as it is read."""

from __future__ import annotations

from dataclasses import dataclass
from difflib import get_close_matches
from functools import cached_property, partial
from typing import TYPE_CHECKING

from energy_audit.cache import files_digest, key_of
from energy_audit.catalogue import both
from energy_audit.errors import ReferenceTableError
from energy_audit.reference.checks import check_regimes, check_table
from energy_audit.reference.columns import SCHEMAS
from energy_audit.reference.corrections import Correction, CorrectionInput, read_corrections, read_inputs
from energy_audit.reference.csv_table import LINE, read_table
from energy_audit.reference.documents import Document
from energy_audit.reference.equipment import Catalogue, EliminationEntry, check_entries
from energy_audit.reference.product_names import ProductName, read_product_names
from energy_audit.reference.project_review import ReviewRegime, SimpleIndustry
from energy_audit.reference.toml_records import TomlFile, line_of_each, parse_toml, records

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    import polars as pl
REFERENCE, PAPERS = "reference", "papers"
"""The folder of the tables, and the one file in it that the texts of inspection papers stand in."""


@dataclass(frozen=True)
class Reference:
    """All reference tables. Frames have the columns of ``columns.SCHEMAS``; a blank cell is null.

    Attributes:
        folder: ``rules/reference``.
        over: reference folders given by hand; a table that stands there is taken from there, the last one wins.
    """

    folder: Path
    over: tuple[Path, ...] = ()

    def _csv(self, name: str) -> pl.DataFrame:
        return self._with_lines(name).drop(LINE)

    def _with_lines(self, name: str) -> pl.DataFrame:
        schema = SCHEMAS[name]
        path = self.path_of(name)
        shown = shown_as(path)
        table = read_table(path, shown, schema)
        check_table(table, shown, schema)
        return table

    def path_of(self, name: str) -> Path:
        """Give the file that a table is read from."""
        shipped = self.folder / f"{name}.{'csv' if name in SCHEMAS else 'toml'}"
        return next((path for path in map(partial(_given, name), reversed(self.over)) if path), shipped)

    @cached_property
    def digest(self) -> str:
        """Digest of every file that a table may be read from, in the order in which folders are asked."""
        return key_of(*(files_digest(each.glob("*")) for each in (self.folder, *self.over)))

    @property
    def replaced(self) -> dict[str, Path]:
        """The tables that folders given by hand replace, with the file each is read from."""
        return {name: path for name in (*SCHEMAS, *TOML_TABLES) if (path := self.path_of(name)).parent != self.folder}

    @cached_property
    def energy_catalogue(self) -> pl.DataFrame:
        """The 40 energies of the statistical catalogue with their reference factors, tce per standard unit."""
        return self._csv("energy_catalogue")

    @cached_property
    def energy_aliases(self) -> pl.DataFrame:
        """Usual names of energies; more than one code means that the name alone does not tell."""
        return self._csv("energy_aliases")

    @cached_property
    def energy_factors(self) -> pl.DataFrame:
        """GB/T 2589, editions 2008 and 2020, tce per standard unit; use ``lookup.factors_on`` for one answer a code."""
        return self._csv("energy_factors")

    @cached_property
    def electricity(self) -> pl.DataFrame:
        """Coal rates of power generation and supply by year."""
        return self._csv("electricity")

    @cached_property
    def grid_co2(self) -> pl.DataFrame:
        """Grid CO2 factors by year, region and metric."""
        return self._csv("grid_co2")

    @cached_property
    def fuel_carbon(self) -> pl.DataFrame:
        """Heat value, carbon content, oxidation and CO2 of fuels by value set."""
        return self._csv("fuel_carbon")

    @cached_property
    def limits(self) -> pl.DataFrame:
        """Unit-product energy limits by standard and edition."""
        return self._csv("limits")

    @cached_property
    def benchmarks(self) -> pl.DataFrame:
        """Benchmark and baseline efficiency levels, editions 2021 and 2023."""
        return self._csv("benchmarks")

    @cached_property
    def motor_efficiency(self) -> pl.DataFrame:
        """Least efficiency of each grade of low-voltage motors by rated power and poles, per cent."""
        return self._csv("motor_efficiency")

    @cached_property
    def boiler_efficiency(self) -> pl.DataFrame:
        """Least thermal efficiency of each grade of industrial boilers by burning, fuel and size, per cent."""
        return self._csv("boiler_efficiency")

    @cached_property
    def transformer_losses(self) -> pl.DataFrame:
        """Greatest no-load and load loss of each grade of 10 kV distribution transformers, W."""
        return self._csv("transformer_losses")

    @cached_property
    def motor_series(self) -> pl.DataFrame:
        """The IE code that a motor's series usually has; a hint, no nameplate."""
        return self._csv("motor_series")

    @cached_property
    def regions(self) -> pl.DataFrame:
        """Region codes of Guizhou, old ones with the code that replaced them."""
        return self._csv("regions")

    @cached_property
    def industries(self) -> pl.DataFrame:
        """Sections A-T, divisions 01-97 and the classes whose names are on file."""
        return self._csv("industries")

    @cached_property
    def units(self) -> pl.DataFrame:
        """Unit spellings with dimension and exact multiplier to the dimension's base."""
        return self._csv("units")

    @cached_property
    def law(self) -> pl.DataFrame:
        """Duties and consequences by article."""
        return self._csv("law")

    @cached_property
    def two_high_sectors(self) -> pl.DataFrame:
        """Two-high sectors of the state and watch products of Guizhou."""
        return self._csv("two_high_sectors")

    @cached_property
    def guizhou_two_high_catalogue(self) -> pl.DataFrame:
        """The province's own catalogue; empty until the authority loads it."""
        return self._csv("guizhou_two_high_catalogue")

    @cached_property
    def designated_units(self) -> pl.DataFrame:
        """Units designated as key energy users, with ``line`` of each in its file; empty until the authority loads the list."""
        return self._with_lines("designated_units")

    @cached_property
    def equal_factors(self) -> pl.DataFrame:
        """Equal factors of electricity by year and region; empty until the authority loads them."""
        return self._csv("equal_factors")

    @cached_property
    def equal_factor_choices(self) -> pl.DataFrame:
        """Equal factors that filings are seen to take; they name a filed factor and serve for nothing else."""
        return self._csv("equal_factor_choices")

    @cached_property
    def documents(self) -> tuple[Document, ...]:
        """The checklist of the energy-saving management file."""
        return records(self._toml("documents"), "document", Document)

    @cached_property
    def project_review(self) -> tuple[ReviewRegime, ...]:
        """Regimes of project energy review, oldest first."""
        file = self._toml("project_review")
        regimes = records(file, "regime", ReviewRegime)
        check_regimes(regimes, line_of_each(file, "regime"), file.shown)
        return regimes

    @cached_property
    def simple_industries(self) -> tuple[SimpleIndustry, ...]:
        """Trades exempt from project energy review whatever their consumption."""
        return records(self._toml("project_review"), "simple_industry", SimpleIndustry)

    @cached_property
    def eliminated_equipment(self) -> tuple[EliminationEntry, ...]:
        """The entries of the elimination lists."""
        file = self._toml("eliminated_equipment")
        entries = records(file, "entry", EliminationEntry)
        catalogues = records(file, "catalogue", Catalogue)
        check_entries(entries, line_of_each(file, "entry"), catalogues, file.shown)
        return entries

    @cached_property
    def corrections(self) -> tuple[Correction, ...]:
        """The formulas by which conditions move the limits."""
        asked = dict(self.limits.select("limit_id", "correction_inputs").iter_rows())
        return read_corrections(self._toml("corrections"), asked)

    @cached_property
    def correction_inputs(self) -> tuple[CorrectionInput, ...]:
        """The conditions that the formulas of ``corrections`` use: names, units and plausible range."""
        return read_inputs(self._toml("corrections"))

    @cached_property
    def product_names(self) -> tuple[ProductName, ...]:
        """Other names of the products in ``limits`` and ``benchmarks``."""
        held = {
            "limits": [("", product) for product in self.limits["product_zh"]],
            "benchmarks": list(self.benchmarks.select("field_zh", "product_zh").iter_rows()),
        }
        return read_product_names(self._toml("product_names"), held)

    def _toml(self, name: str) -> TomlFile:
        path = self.path_of(name)
        return parse_toml(path, shown_as(path))


def _given(name: str, folder: Path) -> Path | None:
    """Find a table in a folder given by hand.

    Raises:
        ReferenceTableError: it stands there twice.
    """
    found = [path for path in (folder / f"{name}{suffix}" for suffix in _suffixes(name)) if path.is_file()]
    if len(found) > 1:
        names = "、".join(path.name for path in found)
        raise ReferenceTableError(shown_as(folder), 0, both("{names} 是同一张表；请只留一个。", names=names))
    return found[0] if found else None


def _suffixes(name: str) -> tuple[str, ...]:
    return (".csv", ".xlsx") if name in SCHEMAS else (".toml",)


def shown_as(path: Path) -> str:
    """Name a file as the user knows it: with the two folders it lies in."""
    return "/".join(path.parts[-3:])


TOML_TABLES = {
    "documents": "节能管理档案目录（58项）",
    "project_review": "固定资产投资项目节能审查办法（按日期）",
    "eliminated_equipment": "淘汰用能设备目录",
    "corrections": "单位产品能耗限额的修正公式",
    "product_names": "限额与标杆基准产品的其他叫法",
}
"""The tables that are nested and therefore TOML, with what they say."""


def load_reference(rules_dir: Path, extra: Sequence[Path] = ()) -> Reference:
    """Open the reference tables of a rules folder.

    Args:
        rules_dir: the folder that holds ``reference/``.
        extra: rules folders given by hand; a table in the ``reference/`` of one of them takes the place of
            the shipped one, the others stay.

    Raises:
        ReferenceTableError: there is no such folder, or a file given by hand is no table. A table that breaks
            a promise is refused when it is first read, with file and line; ``check_all`` reads every one.
    """
    folder = rules_dir / REFERENCE
    if not folder.is_dir():
        raise ReferenceTableError(
            f"{rules_dir.name}/{REFERENCE}", 0, both("找不到参考表文件夹；请检查 --rules 指向的目录。")
        )
    over = tuple(each / REFERENCE for each in extra if (each / REFERENCE).is_dir())
    for each in over:
        _refuse_strangers(each)
    reference = Reference(folder, over)
    _ = reference.digest  # before any table is read: what is changed from now on is not what it names
    return reference


def _refuse_strangers(folder: Path) -> None:
    """A table under a wrong name would be passed over in silence."""
    known = {f"{name}{suffix}" for name in (*SCHEMAS, *TOML_TABLES, PAPERS) for suffix in _suffixes(name)}
    for path in sorted(folder.iterdir()):
        if (
            path.suffix in {".csv", ".xlsx", ".toml", ".xls"}
            and not path.name.startswith("~$")
            and path.name not in known
        ):
            close = get_close_matches(path.name, known, n=1)
            names = ", ".join(sorted((*SCHEMAS, *TOML_TABLES)))
            message = (
                both("没有叫这个名字的参考表；是否为 {close}？", close=close[0])
                if close
                else both("没有叫这个名字的参考表。参考表有：{names}", names=names)
            )
            raise ReferenceTableError(shown_as(path), 0, message)
