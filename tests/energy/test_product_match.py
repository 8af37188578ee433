"""A filed name means the products it can mean, no fewer: what it leaves open stays open."""

from __future__ import annotations

from typing import Literal

import polars as pl
import pytest

from energy_audit.energy.product_match import basis_of, item_of, match_products, product_index, quantity_of
from energy_audit.reference.tables import Reference


def matches(reference: Reference, name: str, table: Literal["limits", "benchmarks"] = "limits") -> pl.DataFrame:
    return match_products(pl.Series([name]), product_index(reference, table))


@pytest.mark.parametrize(
    ("name", "item"),
    [
        ("水泥", "|水泥"),
        ("水 泥", "|水泥"),
        ("水泥熟料", "|水泥熟料"),
        ("水泥（熟料）", "|水泥熟料"),
        ("熟料", "|水泥熟料"),
        ("焦炭(捣固焦炉)", "|焦炭捣固焦炉"),
        ("捣固焦炭", "|焦炭捣固焦炉"),
        ("黄磷", "|黄磷电炉法"),
        ("硅锰合金", "|锰硅合金"),
        ("锰硅合金（低碳）", "|低碳锰硅合金"),
        ("合成氨（优质无烟块煤）", "|合成氨优质无烟块煤"),
    ],
)
def test_the_same_words_mean_one_product(reference: Reference, name: str, item: str) -> None:
    assert [(item, "exact", False)] == matches(reference, name).select("item", "fit", "may_be_free").rows()


@pytest.mark.parametrize(
    ("name", "item"),
    [
        ("水泥熟料 1号线", "|水泥熟料"),
        ("水泥熟料-2#线", "|水泥熟料"),
        ("水泥熟料（一线）", "|水泥熟料"),
        ("水泥熟料1#窑", "|水泥熟料"),
        ("1号线水泥熟料", "|水泥熟料"),
        ("二期电石", "|电石"),
        ("电石 3号电炉", "|电石"),
        ("电石(#2)", "|电石"),
        ("焦炭（捣固焦炉）2号焦炉", "|焦炭捣固焦炉"),
        ("2号高炉工序", "|高炉工序"),
        ("第一车间 水泥", "|水泥"),
    ],
)
def test_the_number_of_a_line_or_kiln_names_no_other_product(reference: Reference, name: str, item: str) -> None:
    assert [(item, "exact", False)] == matches(reference, name).select("item", "fit", "may_be_free").rows()


@pytest.mark.parametrize("name", ["1号线", "#2", "一期"])
def test_a_number_alone_names_no_product(reference: Reference, name: str) -> None:
    assert matches(reference, name).is_empty()


@pytest.mark.parametrize(
    "name",
    ["水泥熟料（特种）", "水泥熟料（白水泥）", "水泥（铝酸盐）", "电解铝（再生）", "球团（铬矿）", "烧结矿（锰矿）"],
)
def test_a_qualifier_of_another_kind_of_product_may_be_bound_by_nothing(reference: Reference, name: str) -> None:
    """GB 16780 binds common Portland cement; what is said to be of another kind is not accused by it."""
    assert [True] == matches(reference, name)["may_be_free"].unique().to_list()


@pytest.mark.parametrize(
    ("name", "items"),
    [
        ("焦炭", {"|焦炭顶装焦炉", "|焦炭捣固焦炉"}),
        ("煤炭", {"|煤炭井工开采", "|煤炭露天开采"}),
        ("磷酸一铵（粒状）", {"|磷酸一铵传统法、粒状", "|磷酸一铵料浆法、粒状"}),
        ("磷酸一铵（粒状、料浆法）", {"|磷酸一铵料浆法、粒状"}),
        ("合成氨(粉煤)", {"|合成氨粉煤,含无烟粉煤、烟煤"}),
        (
            "纯碱",
            {
                *("|氨碱法轻质纯碱", "|氨碱法重质纯碱", "|联碱法轻质纯碱", "|联碱法重质纯碱"),
                *("|天然碱法轻质纯碱碳化法", "|天然碱法重质纯碱碳化法"),
                *("|天然碱法轻质纯碱蒸发法", "|天然碱法重质纯碱蒸发法"),
            },
        ),
        ("水泥（P·O 42.5）", {"|水泥"}),
    ],
)
def test_lacking_qualifiers_leave_every_variant_that_fits(reference: Reference, name: str, items: set[str]) -> None:
    found = matches(reference, name)
    assert items == set(found["item"])
    assert {("variant", False)} == set(found.select("fit", "may_be_free").rows())


@pytest.mark.parametrize(
    ("name", "items"),
    [
        ("硅锰合金6517", {"|锰硅合金"}),
        ("锰硅合金 FeMn68Si18", {"|锰硅合金"}),
        ("硅铁75", {"|硅铁"}),
        ("75硅铁", {"|硅铁"}),
        ("水泥熟料4000t/d", {"|水泥熟料"}),
        ("水泥熟料2500t/d生产线", {"|水泥熟料"}),
        ("4000t/d熟料生产线", {"|水泥熟料"}),
        ("P.O42.5水泥", {"|水泥"}),
        ("P.O42.5级水泥", {"|水泥"}),
        ("水泥42.5级", {"|水泥"}),
        ("P·O 42.5R 水泥", {"|水泥"}),
        ("工业硅553#", {"|工业硅主还原剂木炭", "|工业硅主还原剂石油焦和煤", "|工业硅主还原剂煤"}),
        ("32%液碱", {"|液碱≥30.0%", "|液碱≥45.0%"}),
    ],
)
def test_a_grade_without_brackets_is_the_qualifier_that_it_is_in_brackets(
    reference: Reference, name: str, items: set[str]
) -> None:
    """A product that goes by its grade is limited like any other of its name."""
    found = matches(reference, name)
    assert (items, {"variant"}) == (set(found["item"]), set(found["fit"]))


@pytest.mark.parametrize("name", ["锰硅合金（FeMn64Si27）", "硅锰合金FeMn67Si23", "硅锰合金6427", "硅锰合金6723#"])
def test_silicomanganese_of_low_carbon_is_not_bound_by_the_limit_of_the_common_kind(
    reference: Reference, name: str
) -> None:
    """GB/T 4008 gives more than 20 % silicon to carbon of 0.7 % and less; GB 21341 limits it at 4990, not 4250 kWh/t."""
    assert [("|锰硅合金", True)] == matches(reference, name).select("item", "may_be_free").rows()


@pytest.mark.parametrize("name", ["2,3-丁二醇", "C30混凝土", "20万吨水泥", "6517", "SG-5"])
def test_figures_make_no_product_of_another(reference: Reference, name: str) -> None:
    assert {"possible"} >= set(matches(reference, name)["fit"])


@pytest.mark.parametrize("name", ["二甲醚", "二甲醚（一步法）", "炭黑（未扣除原料用能）", "合成氨（焦炉气）"])
def test_a_process_that_the_table_does_not_name_may_be_free(reference: Reference, name: str) -> None:
    """二甲醚 is limited where it is made of methanol only; 未扣除 is not 扣除, though the words are contained."""
    assert [True] == matches(reference, name)["may_be_free"].unique().to_list()


def test_a_qualifier_that_speaks_of_another_product_makes_it_a_candidate(reference: Reference) -> None:
    assert {"|水泥", "|水泥熟料"} == set(matches(reference, "水泥（新型干法熟料）")["item"])


@pytest.mark.parametrize("name", ["普通硅酸盐水泥", "焦炭-捣固焦炉", "氧化镁", "空心砖", "页岩砖"])
def test_a_name_that_only_ends_or_begins_like_a_product_is_possible(reference: Reference, name: str) -> None:
    assert ["possible"] == matches(reference, name)["fit"].unique().to_list()


@pytest.mark.parametrize("name", ["酱油", "水泥制品", "铝合金", "", "粗钢", "电力"])
def test_another_product_has_no_match(reference: Reference, name: str) -> None:
    assert 0 == matches(reference, name).height


@pytest.mark.parametrize(
    ("name", "item"),
    [
        ("磷酸一铵（料浆法、粒状）", "磷酸一铵|料浆法粒状"),
        ("磷酸二铵（料浆法、粒状）", "磷酸二铵|料浆法粒状"),
        ("焦炭（捣固焦炉）", "煤制焦炭|捣固焦炉焦炭"),
        ("黄磷（电炉法）", "黄磷|黄磷"),
        ("电解铝", "电解铝|电解铝铝液交流电耗"),
    ],
)
def test_a_product_is_found_among_the_benchmarks_by_its_limit_name(reference: Reference, name: str, item: str) -> None:
    assert [item] == matches(reference, name, "benchmarks")["item"].to_list()


@pytest.mark.parametrize(
    ("indicator", "expected"),
    [
        ("单位产品综合能耗", "能耗"),
        ("单位产品能耗", "能耗"),
        ("水泥单位产品综合能耗", "能耗"),
        ("单位水泥综合能耗", "能耗"),
        ("单位产品综合能源消耗量", "能耗"),
        ("单位产品综合能耗（当量值）", "能耗"),
        ("可比水泥综合能耗", "可比能耗"),
        ("单位产品综合电耗", "综合电耗"),
        ("单位产品电耗", "电耗"),
        ("水泥熟料综合能耗", "熟料能耗"),
        ("铝液交流电耗", "铝液交流电耗"),
        ("铝液综合交流电耗", "铝液综合交流电耗"),
        ("供电标准煤耗", "供电煤耗"),
        ("供电煤耗率", "供电煤耗"),
        ("PUE", "电能比"),
        ("电能比（EER/PUE）", "电能比"),
    ],
)
def test_an_indicator_is_the_quantity_behind_its_words(indicator: str, expected: str) -> None:
    assert expected == pl.select(quantity_of(pl.lit(indicator), pl.lit("水泥"), pl.lit(""))).item()


def test_an_indicator_may_name_its_electricity_basis() -> None:
    named = pl.DataFrame({"i": ["综合能耗（等价值）", "综合能耗(当量)", "综合能耗"]}).select(basis_of(pl.col("i")))
    assert ["equal", "calorific", None] == named.to_series().to_list()


@pytest.mark.parametrize(
    ("name", "products"),
    [
        ("铝液", {"电解铝"}),
        ("重熔用铝锭", {"电解铝"}),
        ("金属硅", {"工业硅（主还原剂木炭）", "工业硅（主还原剂煤）", "工业硅（主还原剂石油焦和煤）"}),
        ("浮法玻璃", {"平板玻璃（≤500 t/d）", "平板玻璃（500-800 t/d）", "平板玻璃（>800 t/d）"}),
        ("冶金焦", {"焦炭（顶装焦炉）", "焦炭（捣固焦炉）"}),
        ("生铁", {"高炉工序"}),
        ("烧结矿", {"烧结工序"}),
        (
            "阴极铜",
            {
                "铜冶炼（铜精矿-阴极铜）",
                "铜电解工序（阳极铜-阴极铜）",
                "铜冶炼（粗铜-阴极铜）",
                "铜冶炼（杂铜-阴极铜）",
            },
        ),
        ("电锌", {"湿法炼锌电锌锭（含渣处理）", "湿法炼锌电锌锭（无渣处理）"}),
        ("粗铅", {"粗铅工艺（铅精矿-粗铅）"}),
        ("箱板纸", {"箱纸板、石膏板护面纸板"}),
        ("蒸压加气混凝土砌块", {"加气混凝土"}),
        ("IDC机房", {"数据中心"}),
        ("球团矿", {"球团工序"}),
        ("捣固焦", {"焦炭（捣固焦炉）"}),
        ("片碱", {"固碱（≥98.0%）"}),
        ("全钢胎", {"全钢子午线轮胎"}),
        ("PHC管桩", {"预制混凝土桩"}),
        ("烧结页岩多孔砖", {"烧结多孔砖和多孔砌块"}),
        (
            "烧结页岩砖",
            {"烧结多孔砖和多孔砌块", "烧结空心砖和空心砌块", "烧结保温砖和保温砌块", "烧结实心制品"},
        ),
        ("DAP", {"磷酸二铵（传统法、粒状）", "磷酸二铵（料浆法、粒状）"}),
    ],
)
def test_the_names_of_the_trade_mean_the_product_of_the_standard(
    reference: Reference, name: str, products: set[str]
) -> None:
    found = matches(reference, name)
    items = pl.DataFrame({"product": sorted(products)}).select(item_of(pl.lit(""), pl.col("product")))["item"]
    assert set(items) == set(found.filter(pl.col("fit") != "possible")["item"])


def test_power_without_its_fuel_is_no_product_of_the_coal_standard(reference: Reference) -> None:
    """A biomass station supplies power too; only what names coal or gas, or thermal power as either, is looked up."""
    assert matches(reference, "供电").filter(pl.col("fit") != "possible").is_empty()
    burnt = {item[1:3] for item in matches(reference, "火电")["item"]}
    assert {"燃煤", "燃气"} == burnt
