"""A name that nobody knows beside a code that is known is asked about where it speaks of another energy, else never."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import polars as pl
import pytest
from tests.energy.relations.conftest import JudgeAll

CODE = "energy-name-unknown-beside-code"

USUAL = {
    "01": "电厂 供热 煤气站 蒸汽锅炉 煤气发生炉 洗煤厂 发电 炼焦 原煤 动力煤 末煤 块煤 混煤 燃料煤 原料用煤 锅炉用煤 电煤 商品煤 原煤（外购） 原煤(无烟煤) 煤炭合计 蒸汽煤 籽煤 RAW",
    "02": "无烟煤 无烟块煤 无烟末煤 无烟煤(末) 白煤 原煤（无烟煤） 其中:无烟煤 喷吹煤 造气用块煤 燃料煤",
    "03": "炼焦烟煤 主焦煤 肥煤 瘦煤 1/3焦煤 配煤 炼焦配煤 气煤",
    "04": "一般烟煤 长焰煤 不粘煤 烟煤（锅炉） 电煤 烟煤末",
    "05": "褐煤 褐煤（外购） 低质煤",
    "06": "洗精煤 洗精煤（自产） 洗精煤(用于炼焦) 精洗煤 外购精煤",
    "07": "其他洗煤 洗混煤 中煤 煤泥(自产)",
    "08": "煤制品 型煤(外购) 焦末型球 煤粉",
    "09": "焦炭 冶金焦炭 焦粒 焦末 干熄焦 焦炭（自产） 铸造焦 兰炭末",
    "10": "其他焦化产品 煤焦油(自产) 粗酚 洗油 轻苯",
    "11": "焦炉煤气 焦炉煤气(自产) 荒煤气 COG 焦炉气（外购） 净煤气",
    "12": "高炉煤气 高炉煤气(自产) BFG 高炉尾气",
    "13": "转炉煤气 转炉煤气(回收) LDG 转炉气体",
    "14": "发生炉煤气 水煤气 半水煤气 其他煤气 两段炉煤气 黄磷尾气 电石炉气",
    "15": "加热炉 热水锅炉 热处理 供热 发电 燃烧器 供气 天然气 天然气（管道） 天然气(气态) 管输气 民用天然气 工业用气 天然气（锅炉用） LNG气化天然气 天燃气",
    "16": "液化天然气 液化天然气(液态) LNG LNG（槽车） 液化天燃气 锅炉用液化天然气",
    "17": "煤层气 抽采瓦斯 瓦斯（煤矿） 煤层气(煤田) 低浓度瓦斯气",
    "18": "原油 石油 原油（进口）",
    "19": "汽油 92#汽油 95# 98号 92号车用汽油 乙醇汽油E10 汽油（车辆） 汽柴油",
    "20": "煤油 航空煤油3# 灯油",
    "21": "汽车 发电 内燃机 油库 柴油 0#柴油 0号柴油（叉车） -10#柴油 柴油(国六) 国六0# 车用柴油 非道路柴油 燃油（柴油） 轻质柴油",
    "22": "燃料油 重油 渣油 燃油 180#燃料油 蜡油 轻质燃料油 锅炉燃料",
    "23": "液化石油气 液化气（罐装） 丙烷 瓶装气 LPG 食堂液化气",
    "24": "炼厂干气 炼油厂干气 燃料气 自产干气",
    "25": "石脑油 轻石脑油 粗汽油石脑油",
    "26": "润滑油 机油 液压油 润滑脂 齿轮油",
    "27": "石蜡 微晶蜡 白蜡",
    "28": "溶剂油 200#溶剂油 稀释剂 溶剂",
    "29": "石油焦 煅后石油焦 石油焦（外购） 生焦",
    "30": "石油沥青 改性沥青 道路沥青",
    "31": "其他石油制品 凡士林 白油 石油树脂",
    "32": "余热蒸汽（外购） 热力 蒸汽 蒸汽(1.0MPa) 低压蒸汽 外购热水 采暖 供暖 暖气 集中供热 余热回收蒸汽 热力（外购） 汽",
    "33": "煤矿 焦化厂 油泵 空压机 气站 加热 供热站 采煤 电力 外购电力 电 用电 峰段 平段 谷段 尖峰 照明 办公 二车间 动力电 光伏发电 自备电厂发电 余热发电 "
    "柴油发电 天然气发电 水电 风电 国网 生活用电 电力（10kV） 大工业用电 热电厂",
    "34": "煤矸石 煤矸石用于燃料 矸石",
    "36": "生物质颗粒 木屑 稻壳 锯末 生物质成型燃料 酒糟 甘蔗渣 沼气 生物柴油 树皮",
    "37": "余热余压 烟气显热 TRT发电 窑头余热",
    "38": "其他工业废料用于燃料 废轮胎 废油 废有机溶剂",
    "39": "其他燃料 甲醇 醇基燃料 氢气 沼气",
    "40": "能源合计 折标煤合计 总能耗 当量值合计 用电合计",
}  # fmt: skip
"""Names as people write them, under their right codes."""

FOREIGN = [
    ("16", "神秘燃料"),
    ("33", "神秘燃料"),
    ("33", "柴油（叉车）"),
    ("33", "柴油（外购）"),
    ("33", "锅炉用煤"),
    ("33", "低压蒸汽(1.0MPa)"),
    ("21", "电力(10kV)"),
    ("21", "天然气（锅炉用）"),
    ("15", "0#柴油（国六）"),
    ("15", "无烟块煤"),
    ("12", "焦炉煤气（自产）"),
    ("01", "天然气（食堂）"),
    ("32", "洗精煤（自产）"),
    ("09", "煅烧石油焦"),
    ("2", "大工业用电"),
]


def _told(
    judge_all: JudgeAll, table: str, pairs: Sequence[tuple[str | None, str | None]]
) -> list[list[dict[str, Any]]]:
    rows = [{"energy_code": code, "energy_name": name, "unit": "吨"} for code, name in pairs]
    return [found.filter(code=CODE).to_dicts() for found in judge_all([({table: [row]}, ()) for row in rows])]


def test_usual_names_beside_their_codes_are_not_asked_about(judge_all: JudgeAll) -> None:
    pairs = [(code, name) for code, names in USUAL.items() for name in names.split()]

    told = _told(judge_all, "energy_consumption", pairs)

    assert [] == [pair for pair, found in zip(pairs, told, strict=True) if found]


@pytest.mark.parametrize("table", ["energy_consumption", "energy_conversion"])
def test_a_name_that_speaks_of_another_energy_is_told_at_its_cell(judge_all: JudgeAll, table: str) -> None:
    told = _told(judge_all, table, FOREIGN)

    assert [] == [pair for pair, found in zip(FOREIGN, told, strict=True) if len(found) != 1]
    (first,) = told[0]
    assert ("神秘燃料", "16 液化天然气(液态)") == (first["value"], first["detail"])
    assert (table, "energy_name", "warning") == (first["table"], first["column"], first["severity"])


def test_nothing_is_added_where_the_name_or_the_code_is_known_to_be_wrong_or_is_not_there(judge_all: JudgeAll) -> None:
    pairs = [("33", "柴油"), ("99", "神秘燃料"), (None, "神秘燃料"), ("33", None), ("33", "压缩空气"), ("33", "新水")]

    assert [] == [found for found in _told(judge_all, "energy_consumption", pairs) if found]


def test_a_name_is_told_in_every_row(judge: Any) -> None:
    rows = [{"energy_code": "33", "energy_name": "锅炉用煤"}] * 2

    found: pl.DataFrame = judge(energy_consumption=rows)

    assert [0, 1] == found.filter(code=CODE)["number"].to_list()
