"""Which row of a table of products a filed name means, and whether its indicator is the one that the row limits.

A name in a filing carries or lacks the qualifiers of the process. The same words mean the same product; without
them, or with others, every variant of the product is a candidate, and only what is true of all of them is known.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

import polars as pl

from energy_audit.reference.once import once
from energy_audit.reference.spelling import normalised

if TYPE_CHECKING:
    from energy_audit.reference.tables import Reference

_BRACKETED = r"[(\[〔【][^()\[\]〔〕【】]*[)\]〕】]"
_BETWEEN_QUALIFIERS = r"[,;]"

# After such a sign the rest of a name qualifies it: 焦炭-捣固焦炉, 水泥:P.O42.5.
_BEFORE_QUALIFIER = r"^[^-—–:,、;]+"

# Which line, kiln or shop made it: 水泥熟料 1号线, 2#窑, 一期, 2500t/d生产线. The number of a grade (0号, 553#) is none.
_COUNT = r"第?(?:[0-9]{1,2}|[一二三四五六七八九十]{1,2})"
_PLANT = r"(?:生产线|线|期|窑|(?:焦|高|电|转|矿热)?炉|机组|车间|分厂)"
_LINE = rf"(?:{_COUNT}\s*[#号]?\s*{_PLANT}|(?-u:\b)[0-9]{{1,2}}\s*#|#\s*[0-9]{{1,2}})"
_LINES = rf"\(\s*{_LINE}\s*\)|[-—–:、,\s]*(?:{_LINE}|生产线)\s*$"
_LINE_AHEAD = r"^\s*(?:第?(?:[0-9]{1,2}|[一二三四五六七八九十]{1,2})\s*[#号]?\s*(?:生产线|线|期|车间|分厂)|[0-9]{1,2}\s*[#号]|#\s*[0-9]{1,2})[-—–:、,\s]*"

# A grade or size in figures, before or behind the words, qualifies as it would in brackets: 硅锰合金6517, 工业硅553#, P.O42.5级水泥.
_FIGURES = r"[A-Za-z0-9.·%#/+\- ]*[0-9][A-Za-z0-9.·%#/+\- ]*级?"
_GRADE_AHEAD = rf"^\s*({_FIGURES})(\p{{Han}}.*)$"
_GRADE_BEHIND = rf"^(.*[\p{{Han}})\]])[—–:、,]?({_FIGURES})$"

# Words of a qualifier that make it another kind of product, which the standard of the common kind does not bind.
# Pellets and sinter of chrome or manganese ore are made for ferroalloys: GB 21256 limits those of iron ore.
# Silicomanganese of more than 20 % silicon (GB/T 4008: FeMn64Si27, FeMn67Si23 …) is that of low carbon, whose limits are higher;
# figures alone say it as well, 6427 as 6517 the common kind.
_OTHER_KIND = "特种|特殊|白|彩色|铝酸盐|油井|再生|铬(?:铁|精)?矿|锰(?:精)?矿|mn6[0-9]si2[0-9]|^6[0-9]2[0-9]#?$"

# Words of an indicator that add nothing once the product is known, and ways to write the same quantity.
_NOISE = ("单位产品", "单位", "产品", "工序", "工段", "当量值", "等价值", "当量", "等价", "指标")
_SAME_QUANTITY = {
    "综合能源消耗量": "能耗",
    "综合能源消费量": "能耗",
    "综合能源消耗": "能耗",
    "综合能耗": "能耗",
    "能源消耗量": "能耗",
    "能源消费量": "能耗",
    "能源消耗": "能耗",
    "电力消耗量": "电耗",
    "电力消耗": "电耗",
    "标准煤耗": "煤耗",
    "标煤耗": "煤耗",
    "电能比eer/pue": "电能比",
    "电能利用效率": "电能比",
    "电能使用效率": "电能比",
}
_WHOLE_INDICATOR = {"pue": "电能比", "eer": "电能比", "电能比pue": "电能比", "电能比eer": "电能比"}


_POWER = "^(?:电|电力|电能|电量|供电|供电量|发电|发电量|上网电量|上网电力)$"
_THERMAL_POWER = "火力发电"


def product_meant(name: pl.Expr, indicator: pl.Expr) -> pl.Expr:
    """Return the name of a product as the standards call it: power that is filed with the coal it takes is that of a thermal
    plant, whereas power from water or wind is limited by nothing.
    """
    burnt = normalised(name).str.contains(_POWER) & normalised(indicator).str.contains("煤耗", literal=True)
    return pl.when(burnt).then(pl.lit(_THERMAL_POWER)).otherwise(name)


def name_parts(name: pl.Expr) -> list[pl.Expr]:
    """Return ``spelling`` (all of a name), ``base`` (without brackets and grades) and ``parts`` (its qualifiers, List).

    The number of the line or kiln that made it is left out.
    """
    plain = _without_line(name)
    behind = pl.coalesce(plain.str.extract(_GRADE_AHEAD, 2), plain)
    words = pl.coalesce(behind.str.extract(_GRADE_BEHIND, 1), behind)
    grades = [plain.str.extract(_GRADE_AHEAD, 1), behind.str.extract(_GRADE_BEHIND, 2)]
    qualifiers = [words.str.extract_all(_BRACKETED).list.join("、"), *grades]
    inside = normalised(pl.concat_str(qualifiers, separator="、", ignore_nulls=True)).str.replace_all(
        _BETWEEN_QUALIFIERS, "、"
    )
    return [
        normalised(plain).alias("spelling"),
        normalised(words.str.replace_all(_BRACKETED, "")).alias("base"),
        inside.str.split("、").list.filter(pl.element() != "").alias("parts"),
    ]


def spelling_of(name: pl.Expr) -> pl.Expr:
    """Return the compared spelling of a product, without the number of the line that made it."""
    return normalised(_without_line(name))


def _without_line(name: pl.Expr) -> pl.Expr:
    whole = name.str.normalize("NFKC")
    bare = whole.str.replace_all(_LINES, "").str.replace(_LINE_AHEAD, "")
    return pl.when(bare.str.strip_chars() != "").then(bare).otherwise(whole)


@once
def product_index(reference: Reference, table: Literal["limits", "benchmarks"]) -> pl.DataFrame:
    """Return every name under which a product of a table is found.

    Returns:
        item: String (compared spelling of field and product, as ``item_of`` gives it), spelling, base: String,
        parts: List(String); one row a name and item.
    """
    own = (
        reference.limits.select(field=pl.lit(""), product="product_zh")
        if table == "limits"
        else reference.benchmarks.select(field="field_zh", product="product_zh")
    )
    others = pl.DataFrame(
        [
            (each.field, each.product, name)
            for each in reference.product_names
            if each.table == table
            for name in each.names
        ],
        schema={"field": pl.String, "product": pl.String, "name": pl.String},
        orient="row",
    )
    return (
        pl.concat([own.with_columns(name="product"), others])
        .select(item_of(pl.col("field"), pl.col("product")), *name_parts(pl.col("name")))
        .unique(["item", "spelling"], maintain_order=True)
    )


@once
def names_of_one_process(reference: Reference, table: Literal["limits", "benchmarks"]) -> pl.Series:
    """Return, as ``named_item`` gives them, the names whose row is of one process of what they make (生铁: 高炉工序)."""
    own = [each for each in reference.product_names if each.table == table and each.of_one_process]
    named = [(each.field, each.product, name) for each in own for name in each.names]
    frame = pl.DataFrame(named, schema=dict.fromkeys(("field", "product", "name"), pl.String), orient="row")
    item = item_of(pl.col("field"), pl.col("product"))
    return frame.select(named_item(spelling_of(pl.col("name")), item)).to_series()


def named_item(name: pl.Expr, item: pl.Expr) -> pl.Expr:
    """Return a compared name together with the product that it means."""
    return pl.concat_str(name, pl.lit(" = "), item)


def item_of(field: pl.Expr, product: pl.Expr) -> pl.Expr:
    """Return what identifies a product within its table."""
    return pl.concat_str(normalised(field), pl.lit("|"), normalised(product)).alias("item")


def match_products(names: pl.Series, index: pl.DataFrame) -> pl.DataFrame:
    """Return the products that each filed name may mean.

    Args:
        names: product names as filed.
        index: ``product_index``.

    Returns:
        product_name: String (distinct, never null), item: String, item_base: String (how the table's name is
        spelled without qualifiers), fit: ``exact``, ``variant`` or ``possible`` (the name only ends like the
        product's, so it may be another product), may_be_free: Boolean (a process that the table does not name
        may be meant, which is bound by nothing). A name that means none has no row.
    """
    filed = (
        names.alias("product_name")
        .drop_nulls()
        .unique(maintain_order=True)
        .to_frame()
        .with_columns(name_parts(pl.col("product_name")))
        .with_columns(swapped=pl.col("parts").list.join("") + pl.col("base"))
    )
    found = _exact(filed, index)
    for looser in (_variants, _possible):
        rest = filed.join(found, on="product_name", how="anti")
        if not rest.is_empty():
            found = pl.concat([found, looser(rest, index)])
    return found.unique(["product_name", "item"], maintain_order=True)


def _exact(filed: pl.DataFrame, index: pl.DataFrame) -> pl.DataFrame:
    """The same words, brackets or not; 锰硅合金(低碳) is 低碳锰硅合金."""
    found = [filed.join(index, left_on=words, right_on="spelling") for words in ("spelling", "swapped")]
    return pl.concat(_outcome(each, "exact", may_be_free=pl.lit(value=False)) for each in found)


def _variants(filed: pl.DataFrame, index: pl.DataFrame) -> pl.DataFrame:
    """The same base: the variants whose qualifiers include all that were filed, else every variant.

    A filed qualifier that no variant has may name a process that is not limited, unless the table has the
    product without qualifiers and it names no other kind of it (水泥熟料(特种)); or it may be part of another product's name: 水泥(新型干法熟料).
    """
    same = filed.join(index, on="base").with_columns(
        included=pl.col("parts").list.set_difference("parts_right").list.len() == 0
    )
    same = same.with_columns(
        explained=pl.col("included").any().over("product_name"),
        all_qualified=(pl.col("parts_right").list.len() > 0).all().over("product_name"),
        variants=pl.col("item").n_unique().over("product_name"),
        bare=pl.col("parts").list.len() == 0,
    ).filter(pl.col("included") | ~pl.col("explained"))
    lone = pl.col("bare") & (pl.col("variants") == 1)
    other_kind = pl.col("parts").list.eval(pl.element().str.contains(_OTHER_KIND)).list.any()
    free = (pl.col("all_qualified") & (lone | ~pl.col("explained"))) | (~pl.col("explained") & other_kind)
    unexplained = filed.join(same.filter(~pl.col("explained")), on="product_name", how="semi")
    return pl.concat([_outcome(same, "variant", may_be_free=free), _longer(unexplained, index)])


def _longer(filed: pl.DataFrame, index: pl.DataFrame) -> pl.DataFrame:
    """Products whose name is the filed base and more, where the filed qualifiers speak of what is more."""
    more = pl.col("base_right").str.split(pl.col("base")).list.join("")
    spoken_of = pl.col("qualifiers").str.contains(more, literal=True) | more.str.contains(
        pl.col("qualifiers"), literal=True
    )
    found = (
        filed.with_columns(qualifiers=pl.col("parts").list.join(""))
        .join_where(index, pl.col("base_right").str.contains(pl.col("base"), literal=True))
        .filter((more != "") & spoken_of)
    )
    return _outcome(found.with_columns(base="base_right"), "variant", may_be_free=pl.lit(value=False))


def _possible(filed: pl.DataFrame, index: pl.DataFrame) -> pl.DataFrame:
    """Names that end like a product's (普通硅酸盐水泥), that a product's ends like (纯碱), or that it begins (焦炭-捣固)."""
    bases = index.select("item", "base").unique(maintain_order=True)
    endings = _with_endings(filed.select("product_name", "base")).join(bases, left_on="ending", right_on="base")
    shorter = filed.select("product_name", "base").join(
        _with_endings(bases).filter(pl.col("ending").str.len_chars() > 1), left_on="base", right_on="ending"
    )
    begun = (
        filed.select("product_name", start=pl.col("base").str.extract(_BEFORE_QUALIFIER, 0))
        .join(bases, left_on="start", right_on="base")
        .with_columns(base="start")
    )
    found = [each.select("product_name", "item", "base") for each in (endings, shorter, begun)]
    return pl.concat(_outcome(each, "possible", may_be_free=pl.lit(value=True)) for each in found)


def _with_endings(named: pl.DataFrame) -> pl.DataFrame:
    """One row an ending of ``base``, all of it included."""
    return (
        named.with_columns(start=pl.int_ranges(0, pl.col("base").str.len_chars()))
        .explode("start", empty_as_null=True, keep_nulls=True)
        .drop_nulls("start")
        .with_columns(ending=pl.col("base").str.slice(pl.col("start")))
    )


def _outcome(found: pl.DataFrame, fit: str, *, may_be_free: pl.Expr) -> pl.DataFrame:
    return found.select(
        "product_name", "item", item_base="base", fit=pl.lit(fit), may_be_free=may_be_free.cast(pl.Boolean)
    )


def quantity_of(indicator: pl.Expr, *products: pl.Expr) -> pl.Expr:
    """Return which quantity an indicator is, without the words that only repeat its subject.

    单位产品综合能耗, 水泥单位产品能耗 and 单位水泥综合能耗 (of 水泥) are one quantity, 铝液交流电耗 and
    铝液综合交流电耗 two.

    Args:
        indicator: as filed or as in the table.
        products: compared spellings of the product that may be repeated in it.
    """
    bare = normalised(indicator)
    for product in products:
        # An empty name would split the indicator into its letters.
        bare = bare.str.split(pl.when(product != "").then(product).otherwise(pl.lit("\n"))).list.join("")
    bare = bare.str.replace_many(list(_NOISE), [""] * len(_NOISE), leftmost=True).str.replace_many(
        list(_SAME_QUANTITY), list(_SAME_QUANTITY.values()), leftmost=True
    )
    return bare.replace(_WHOLE_INDICATOR).str.strip_suffix("率")


def basis_of(indicator: pl.Expr) -> pl.Expr:
    """Return the electricity basis that an indicator's own words name: ``calorific`` or ``equal``, null if none."""
    words = normalised(indicator)
    return (
        pl.when(words.str.contains("等价", literal=True))
        .then(pl.lit("equal"))
        .when(words.str.contains("当量", literal=True))
        .then(pl.lit("calorific"))
    )
