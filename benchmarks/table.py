"""The results as a table, and against what the project set itself."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pathlib import Path

TABLE_ROWS = 1_000_000
"""Energy rows from which on the goals of typed tables are set; on fewer what every run costs outweighs the rows."""

WHOLE_ROWS = 10_000_000
"""The same of the whole inspection."""

BEGIN, END = "<!-- bench:begin -->", "<!-- bench:end -->"
Groups = dict[str, Any]


def table(report: dict[str, Any]) -> str:
    """Write all groups as Markdown; ratios are of median seconds of work to the group's floor of the same size."""
    machine = report["machine"]
    lines = [
        (
            f"{report['day']}, {machine['cores']} cores of {machine['cpu']}, {machine['memory_gib']} GiB, "
            f"Python {machine['python']}, polars {report['versions'].get('own polars')}, "
            f"load before the run {machine['load_before']:.1f} (on {machine['cores']} cores; above that the machine was "
            "busy with other work and seconds waver). Medians of fresh processes that took turns: seconds of the work, "
            "processor seconds and most memory of the whole process."
        ),
        "",
    ]
    for group in report["groups"].values():
        lines += [f"| {group['title']} | seconds | CPU s | rows/s | MiB | x floor |", "|---|--:|--:|--:|--:|--:|"]
        for name, case in group["cases"].items():
            if "failed" in case:
                lines.append(f"| {name} | failed | | | | |")
                continue
            work = case["work_seconds"]
            rate = f"{case['rows'] / work:,.0f}" if case["rows"] > 1 else ""
            ratio = _ratio(group, name)
            shown = f"{ratio:.1f}" if ratio is not None else ""
            lines.append(
                f"| {name} | {work:.3g} | {case['cpu_seconds']:.3g} | {rate} | {case['peak_mib']:,.0f} | {shown} |"
            )
        lines.append("")
        if group.get("note"):
            lines += [group["note"], ""]
    lines += ["| goal | set | measured | met |", "|---|--:|--:|---|"]
    lines += [
        f"| {each['goal']} | {each['set']} | {each['measured']} | {each['met']} |" for each in report.get("goals", [])
    ]
    return "\n".join(lines)


def _ratio(group: dict[str, Any], name: str) -> float | None:
    """Seconds a row against the floor of the same form and size."""
    floor = group["floor"]
    if not floor:
        return None
    tail = name.split(",", 1)[1] if floor.startswith("Polars") and "," in name else ""
    wanted = f"Polars floor,{tail}" if tail else floor
    return (
        per_row(group, name) / per_row(group, wanted) if _measured(group, wanted) and _measured(group, name) else None
    )


def _measured(group: dict[str, Any], name: str) -> bool:
    return "work_seconds" in group["cases"].get(name, {})


def per_row(group: dict[str, Any], name: str, what: str = "work_seconds") -> float:
    case = group["cases"][name]
    return float(case[what] / case["rows"])


def goals(groups: Groups) -> list[dict[str, str]]:
    """Judge what was measured; a goal whose cases did not run is left out."""
    judged: list[dict[str, str]] = []

    def judge(goal: str, sign: str, bound: float, value: float | None, unit: str = "x", *, from_rows: int = 0) -> None:
        """Judge one goal; at fewer rows than it is set for it is shown and not judged."""
        if value is None:
            return
        met = value <= bound if sign == "≤" else value >= bound
        judged_here = "yes" if met else "no"
        judged.append(
            {
                "goal": goal,
                "set": f"{sign} {bound:g}{unit}",
                "measured": f"{value:.3g}{unit}",
                "met": f"set for {from_rows:,} rows" if from_rows else judged_here,
            }
        )

    def ratio(group: str, name: str, other: str, what: str = "work_seconds") -> float | None:
        own = groups.get(group)
        if own is None or not (_measured(own, name) and _measured(own, other)):
            return None
        return per_row(own, name, what) / per_row(own, other, what)

    sizes = _sizes(groups.get("tables"), "typed tables, Parquet, ")
    for size in sizes:
        at, set_for = f"{size:,}", 0 if size >= TABLE_ROWS else TABLE_ROWS
        judge(
            f"typed tables from Parquet, {at} rows",
            "≤",
            2.5,
            ratio("tables", f"typed tables, Parquet, {at}", f"Polars floor, Parquet, {at}"),
            from_rows=set_for,
        )
        judge(
            f"their memory, {at} rows",
            "≤",
            1.5,
            ratio("tables", f"typed tables, Parquet, {at}", f"Polars floor, Parquet, {at}", "peak_mib"),
            from_rows=set_for,
        )
        judge(
            f"typed tables from CSV, {at} rows",
            "≤",
            4,
            ratio("tables", f"typed tables, CSV, {at}", f"Polars floor, CSV, {at}"),
            from_rows=set_for,
        )
        judge(
            f"checks of table 2 alone, {at} rows",
            "≤",
            2.5,
            ratio("tables", f"checks of table 2 alone, Parquet, {at}", f"Polars floor, Parquet, {at}"),
            from_rows=set_for,
        )
        judge(
            f"memory of these checks, {at} rows",
            "≤",
            1.5,
            ratio("tables", f"checks of table 2 alone, Parquet, {at}", f"Polars floor, Parquet, {at}", "peak_mib"),
            from_rows=set_for,
        )
    whole = _sizes(groups.get("whole"), "inspect --format data, ")
    for size in whole:
        at, set_for = f"{size:,}", 0 if size >= WHOLE_ROWS else WHOLE_ROWS
        judge(
            f"inspect without verdicts, {at} rows",
            "≤",
            15,
            ratio("whole", f"inspect --format data, {at}", f"Polars floor, {at}"),
            from_rows=set_for,
        )
        case = groups["whole"]["cases"][f"inspect --format data, {at}"]
        memory = case["peak_mib"] / 1024 if "peak_mib" in case else None
        judge(f"its memory, {at} rows", "≤", 4, memory, " GiB", from_rows=set_for)
    if len(whole) > 1:
        small, large = f"{whole[-2]:,}", f"{whole[-1]:,}"
        for what, word in (("work_seconds", "time"), ("peak_mib", "memory")):
            judge(
                f"{word} a row at {large} to {small}",
                "≤",
                1.3,
                ratio("whole", f"inspect --format data, {large}", f"inspect --format data, {small}", what),
            )
    for name, bound in (("dataframely", 1), ("duckdb", 2), ("great_expectations", 8), ("frictionless", 100)):
        judge(f"faster than {name}", "≥", bound, ratio("checks", name, "energy-audit"))
    differ = (
        groups.get("checks", {})
        .get("cases", {})
        .get("cells that differ from plain pandera", {})
        .get("said", {})
        .get("differ")
    )
    judge("cells that differ from plain pandera", "≤", 0, differ, "")
    said = groups.get("rules", {}).get("cases", {}).get("text rules and by hand", {}).get("said")
    if said:
        judge("text rules to rules by hand", "≤", 1.5, said["compiled"] / said["by_hand"])
    for name, bound in (("pl.read_excel", 5), ("openpyxl", 10)):
        judge(f"workbook cells, faster than {name}", "≥", bound, ratio("workbooks", name, "energy-audit, cells"))
    judge("PDF of 4 pages to one of two characters", "≤", 20, ratio("reports", "PDF, 4 pages", "PDF of two characters"))
    judge("two processes to one, PDFs", "≥", 1.8, ratio("reports", "PDF, 4 pages", "PDF, 4 pages, 2 processes"))
    judge("HTML to PDF rate, whole reports", "≥", 100, ratio("reports", "PDF of a whole report", "enterprise HTML"))
    pdf = groups.get("reports", {}).get("cases", {}).get("PDF of a whole report", {})
    if "said" in pdf:
        judge("PDF size", "≤", 500, pdf["said"]["bytes"] / 1000, " KB")
        judge("PDF memory", "≤", 300, pdf["peak_mib"], " MiB")
    judge("--help to an empty Python", "≤", 6, ratio("start", "energy-audit --help", "python -c pass"))
    return judged


def _sizes(group: dict[str, Any] | None, start: str) -> list[int]:
    names = [name.removeprefix(start) for name in (group or {}).get("cases", {}) if name.startswith(start)]
    return sorted(int(name.replace(",", "")) for name in names)


def write_readme(readme: Path, report: dict[str, Any]) -> None:
    """Put the table between its markers."""
    text = readme.read_text(encoding="utf-8")
    before, rest = text.split(BEGIN, 1)
    _, after = rest.split(END, 1)
    readme.write_text(f"{before}{BEGIN}\n{table(report)}\n{END}{after}", encoding="utf-8", newline="\n")
