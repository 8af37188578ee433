"""What the blank workbook works out itself: totals, tce of a row, rates, codes looked up by name.

Every formula gives an empty text until what it needs is there, and never takes a blank for zero. The empty text is
also what is saved as its result, so that an untouched workbook reads as blank.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from energy_audit.energy.terms import COAL_PARTS, COAL_TOTAL, GRAND_TOTAL, PROCESSES
from energy_audit.report.template.lists import INDUSTRIAL_CELL, MULTIPLIERS, UNIT_OF, UNIT_PAIRS

if TYPE_CHECKING:
    from collections.abc import Mapping

    from energy_audit.report.template.layout import Layout
    from energy_audit.report.template.lists import Lists

_WITH_EQUAL_FACTOR: Final = ("32", "33")
"""Heat and electricity: their equal-value factor is filed, never taken for the calorific one."""

_MOVED: Final = ("conversion_output", "recovered")


@dataclass(frozen=True)
class Formulas:
    """The formulas of every sheet.

    ``row_of`` says in which row each energy is printed; both energy sheets print the same ones.
    """

    layouts: Mapping[str, Layout]
    lists: Lists
    row_of: Mapping[str, int]

    def of(self, table: str, row: int, code: str = "") -> dict[str, str]:
        """Return the formulas of one row by column key; ``code`` is the energy printed there."""
        match table:
            case "enterprise":
                return self._enterprise()
            case "energy_consumption":
                return self._grand_total() if code == GRAND_TOTAL else self._consumption(row, code)
            case "energy_conversion":
                return {} if code == GRAND_TOTAL else self._conversion(row)
            case "metering":
                return self._metering(row)
            case "product":
                return self._product(row)
            case _:
                return {}

    def following(self, table: str, row: int, printed: Mapping[str, Any]) -> dict[str, str]:
        """Return formulas for what a row prints and what must follow when another unit is chosen in table 2.

        The reference factor is one of the standard unit; for a unit of another dimension there is none.
        """
        sheet = self.layouts["energy_consumption"]
        code, factor = printed.get("energy_code"), printed.get("factor_reference")
        if table == "energy_conversion" and code and code != GRAND_TOTAL:
            unit = sheet.away("unit", row)
            return {"unit": f'=IF({unit}="","",{unit})'}
        if table != "energy_consumption" or factor is None or code == GRAND_TOTAL:
            return {}
        pair = f'"{printed["unit"]}{UNIT_OF}"&{sheet.cell("unit", row)}'
        times = f"INDEX({self.lists.ranges[MULTIPLIERS]},MATCH({pair},{self.lists.ranges[UNIT_PAIRS]},0))"
        return {"factor_reference": f'=IFERROR(ROUND({factor}*{times},12),"")'}

    def _enterprise(self) -> dict[str, str]:
        form = self.layouts["enterprise"]
        name, county = form.cell("industry_name"), form.cell("county_name")
        ranges = self.lists.ranges
        output = form.cell("gross_output")
        formulas = {"industry_code": _looked_up(name, ranges["行业小类名"], ranges["行业小类码"])} | {
            key: _looked_up(county, ranges["县名"], ranges[wanted])
            for key, wanted in (("region_code", "县码"), ("city_name", "县属市州"), ("province_name", "县属省"))
        }
        for basis in ("calorific", "equal"):
            total = form.cell(f"reported_tce_{basis}")
            formulas[f"reported_tce_{basis}"] = self._total(basis)
            ratio = f"ROUND({total}/{output},4)"
            formulas[f"reported_intensity_{basis}"] = f'=IF(OR({total}="",{output}=""),"",IF({output}=0,"",{ratio}))'
        return formulas

    def _total(self, basis: str) -> str:
        """Σ consumption less Σ output and recovery; empty while a row with a quantity has no tce."""
        tce = self._span("energy_consumption", f"reported_tce_{basis}")
        used = self._span("energy_consumption", "consumption_total")
        whole = f"AND(COUNT({tce})=COUNT({used}),{self._moved_unweighed(basis)}=0)"
        total = f"ROUND(SUM({tce})-{self._coal_twice(f'reported_tce_{basis}')}-({self._moved(basis)}),2)"
        return f'=IF(COUNT({tce})=0,"",IF({whole},{total},""))'

    def _moved(self, basis: str) -> str:
        """Tce of conversion output and recovery; where no equal-value factor stands, the calorific one serves."""
        table = "energy_conversion"
        adopted, equal = self._span(table, "factor_adopted"), self._span(table, "factor_equal")
        terms = []
        for key in _MOVED:
            own = self._span(table, key)
            if basis == "calorific":
                terms.append(f"SUMPRODUCT({own},{adopted})")
            else:
                terms += [f"SUMPRODUCT({own},{equal})", f'SUMPRODUCT({own},{adopted},--({equal}=""))']
        return "+".join(terms)

    def _moved_unweighed(self, basis: str) -> str:
        """How many rows of conversion have a quantity and no factor."""
        table = "energy_conversion"
        adopted = self._span(table, "factor_adopted")
        lacking = [f'SUMPRODUCT(({self._span(table, key)}<>0)*({adopted}=""))' for key in _MOVED]
        if basis == "equal":
            sheet = self.layouts[table]
            for code in _WITH_EQUAL_FACTOR:
                row = self.row_of[code]
                moved = ",".join(sheet.away(key, row) for key in _MOVED)
                lacking.append(f'(SUM({moved})>0)*({sheet.away("factor_equal", row)}="")')
        return f"({'+'.join(lacking)})"

    def _coal_twice(self, key: str, factor: str = "1") -> str:
        """Raw coal where its kinds are filed as well: its sum is in them already; kinds that are all zero are no filing."""
        rows = [self.row_of[code] for code in COAL_PARTS]
        kinds = self.layouts["energy_consumption"].span("consumption_total", min(rows), max(rows))
        return f"N({self._one(key, COAL_TOTAL)})*{factor}*(SUM({kinds})<>0)"

    def _consumption(self, row: int, code: str) -> dict[str, str]:
        sheet = self.layouts["energy_consumption"]

        def at(key: str) -> str:
            return sheet.cell(key, row)

        parts = (at("consumption_industrial"), at("consumption_nonindustrial"))
        used = at("consumption_total")
        # while the industry is open, only a figure that is the same both ways may be used
        either = f'IF({parts[0]}={used},{used},"")'
        quantity = f'IF({INDUSTRIAL_CELL}="",{either},IF({INDUSTRIAL_CELL}=1,{parts[0]},{used}))'
        calorific = f'IF({at("factor_adopted")}="",{at("factor_reference")},{at("factor_adopted")})'
        electric = code in _WITH_EQUAL_FACTOR
        equal = at("factor_equal") if electric else f'IF({at("factor_equal")}="",{calorific},{at("factor_equal")})'
        return {
            "consumption_total": f'=IF(COUNT({",".join(parts)})=0,"",ROUND(SUM({",".join(parts)}),6))',
            "reported_tce_calorific": _weighed(quantity, calorific),
            "reported_tce_equal": _weighed(quantity, equal),
        }

    def _grand_total(self) -> dict[str, str]:
        """Row 40: quantities weighed with each row's factor (form 205-1), tce columns added; its unit is tce, so its factor is 1."""
        table = "energy_consumption"
        adopted, reference = self._span(table, "factor_adopted"), self._span(table, "factor_reference")
        used = self._span(table, "consumption_total")
        own_factor, other_factor = self._one("factor_adopted", COAL_TOTAL), self._one("factor_reference", COAL_TOTAL)
        of_coal = f'IF({own_factor}="",N({other_factor}),N({own_factor}))'
        formulas = {}
        for key in ("reported_tce_calorific", "reported_tce_equal"):
            tce = self._span(table, key)
            total = f"ROUND(SUM({tce})-{self._coal_twice(key)},2)"
            formulas[key] = f'=IF(OR(COUNT({tce})=0,COUNT({tce})<>COUNT({used})),"",{total})'
        begun = f"COUNT({self._one('consumption_total', GRAND_TOTAL)})>0"
        formulas["factor_adopted"] = f'=IF({begun},1,"")'
        formulas["factor_source"] = f'=IF({begun},"参考","")'
        for key in ("consumption_total", "consumption_industrial", "consumption_nonindustrial"):
            own = self._span(table, key)
            lacking = f'SUMPRODUCT(ISNUMBER({own})*({own}<>0)*({adopted}="")*({reference}=""))'
            weighed = f'SUMPRODUCT({own},{adopted})+SUMPRODUCT({own},{reference},--({adopted}=""))'
            total = f"ROUND({weighed}-{self._coal_twice(key, of_coal)},2)"
            formulas[key] = f'=IF(OR(COUNT({own})=0,{lacking}>0),"",{total})'
        return formulas

    def _conversion(self, row: int) -> dict[str, str]:
        own, other = self.layouts["energy_conversion"], self.layouts["energy_consumption"]

        def at(key: str) -> str:
            return own.cell(key, row)

        inputs = ",".join(at(key) for key in PROCESSES)
        # asked first and alone: an error of table 2 then stays out of rows that hold nothing
        begun = f"COUNT({inputs},{','.join(at(key) for key in _MOVED)})=0"
        adopted, reference = other.away("factor_adopted", row), other.away("factor_reference", row)
        equal, used = other.away("factor_equal", row), other.away("consumption_industrial", row)
        return {
            "consumption_industrial": f'=IF({begun},"",IF({used}="","",{used}))',
            "conversion_input": f'=IF(COUNT({inputs})=0,"",ROUND(SUM({inputs}),6))',
            "conversion_output_tce": _weighed(at("conversion_output"), at("factor_adopted")),
            "factor_adopted": f'=IF({begun},"",IF({adopted}<>"",{adopted},IF({reference}<>"",{reference},"")))',
            "factor_equal": f'=IF({begun},"",IF({equal}="","",{equal}))',
        }

    def _metering(self, row: int) -> dict[str, str]:
        sheet = self.layouts["metering"]
        formulas = {}
        for level in ("l1", "l2", "l3"):
            need, have = sheet.cell(f"{level}_need", row), sheet.cell(f"{level}_have", row)
            formulas[f"{level}_rate"] = f'=IF(OR({need}="",{have}=""),"",IF({need}=0,"",ROUND({have}/{need}*100,2)))'
        return formulas

    def _product(self, row: int) -> dict[str, str]:
        sheet = self.layouts["product"]

        def ratio(suffix: str) -> str:
            above, below = sheet.cell(f"numerator{suffix}", row), sheet.cell(f"denominator{suffix}", row)
            scale = sheet.cell("conversion_factor", row)
            value = f'ROUND({above}/{below}*IF({scale}="",1,{scale}),4)'
            return f'=IF(OR({above}="",{below}=""),"",IF({below}=0,"",{value}))'

        now, before = sheet.cell("value", row), sheet.cell("value_prev", row)
        change = f"ROUND(({now}/{before}-1)*100,2)"
        return {
            "value": ratio(""),
            "value_prev": ratio("_prev"),
            "change_pct": f'=IF(OR({now}="",{before}=""),"",IF({before}=0,"",{change}))',
        }

    def _span(self, table: str, key: str) -> str:
        """The rows of all energies, without row 40."""
        layout = self.layouts[table]
        return layout.span(key, layout.first, self.row_of[GRAND_TOTAL] - 1)

    def _one(self, key: str, code: str) -> str:
        return self.layouts["energy_consumption"].away(key, self.row_of[code])


def _weighed(quantity: str, factor: str) -> str:
    """Quantity × factor; nothing used is zero whatever the factor."""
    return f'=IF({quantity}="","",IF({quantity}=0,0,IF({factor}="","",ROUND({quantity}*{factor},2))))'


def _looked_up(name: str, names: str, wanted: str) -> str:
    return f'=IF({name}="","",IFERROR(INDEX({wanted},MATCH({name},{names},0)),""))'
