from datetime import date

import pytest

from corpus.dates import read_date, read_number
from corpus.metadata import read_metadata
from corpus.regions import region_of
from corpus.titles import read_title, read_type


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2024-03-05", date(2024, 3, 5)),
        ("2023-08-18 17:19", date(2023, 8, 18)),
        ("2024/3/5", date(2024, 3, 5)),
        ("20240305", date(2024, 3, 5)),
        ("2024年3月5日", date(2024, 3, 5)),
        ("２０２４年３月５日", date(2024, 3, 5)),
        ("二〇二四年三月五日", date(2024, 3, 5)),
        ("二○一九年十二月三十一日", date(2019, 12, 31)),
        ("二OO四年四月二十日", date(2004, 4, 20)),
        ("2024年2月30日", None),
        ("2024年", None),
        ("3月5日", None),
        ("十十十十年十月十日", None),
    ],
)
def test_dates(text: str, day: date | None) -> None:
    assert read_date(text) == day


@pytest.mark.parametrize(
    ("text", "number"),
    [("5", 5), ("十", 10), ("十五", 15), ("二十", 20), ("廿三", 23), ("卅一", 31), ("x", 0)],
)
def test_numbers(text: str, number: int) -> None:
    assert read_number(text) == number


@pytest.mark.parametrize(
    ("name", "region"),
    [
        ("湖北省经济和信息化厅", "湖北省"),
        ("武汉市人民政府", "湖北省武汉市"),
        ("吉林省财政厅", "吉林省"),
        ("吉林市人民政府", "吉林省吉林市"),
        ("广西壮族自治区人民政府", "广西壮族自治区"),
        ("广西财政厅", "广西壮族自治区"),
        ("海南藏族自治州人民政府", "青海省海南藏族自治州"),
        ("阿坝州人民政府办公室", "四川省阿坝藏族羌族自治州"),
        ("恩施州财政局", "湖北省恩施土家族苗族自治州"),
        ("北京市密云区人民政府", "北京市密云区"),
        ("北京市各区人民政府", "北京市"),
        ("广东省深圳市人民政府", "广东省深圳市"),
        ("国务院办公厅", "全国"),
        ("财政部 税务总局", "全国"),
        ("人工智能办公室", None),
        ("某区人民政府", None),
    ],
)
def test_regions(name: str, region: str | None) -> None:
    assert region_of(name) == region


@pytest.mark.parametrize(
    ("head", "title"),
    [
        ("关于加强管理的通知\n各市：\n正文。", "关于加强管理的通知"),
        ("# 上云管理办法\n\n第一条 正文。", "上云管理办法"),
        (
            "国务院关于在市场领域\n推行监管的意见\n国发〔2019〕5号\n各省：",
            "国务院关于在市场领域推行监管的意见",
        ),
        (
            "国务院关于调整《药品管理法\n实施条例》有关规定\n的决定\n各省：",
            "国务院关于调整《药品管理法实施条例》有关规定的决定",
        ),
        ("办公厅关于印发\n国 家 应 急 预 案 的 函\n各省：", "办公厅关于印发国家应急预案的函"),
        ("京审改办发〔2021〕1号\n\n关于公布目录的通知\n各区：", "关于公布目录的通知"),
        ("某县上云办法\n某县上云办法\n第一条 正文。", "某县上云办法"),
        (">\n\n政务公开\n>\n政策发布\n\n关于上云补贴的通知\n各乡：", "关于上云补贴的通知"),
        (
            "〔九届〕第7号\n\n《某市上云条例》已由某市人民代表大会常务委员会于2024年3月1日通过，现予公布。",
            "某市上云条例",
        ),
        (
            "某市人民代表大会常务委员会公告\n〔九届〕第7号\n《某市上云条例》已于2024年3月1日通过。",
            "某市上云条例",
        ),
        ("各市、区相关单位：\n为贯彻精神，现通知如下。", None),
        ("第一条 为了加强管理，制定本办法。", None),
        ("产业倍增，既是量变，更是质变。", None),
        ("问：请问什么时候开始？\n答：明年。", None),
    ],
)
def test_titles(head: str, title: str | None) -> None:
    found = read_title(head)
    assert (found.text if found else None) == title
    if found and "\n" not in head[found.start : found.end]:
        assert head[found.start : found.end] == title


@pytest.mark.parametrize(
    ("title", "kind"),
    [
        ("关于印发《上云行动方案（2024—2026年）》的通知", "action_plan"),
        ("关于印发上云管理办法的通知", "regulation"),
        ("关于2024年节假日安排的通知", "notice"),
        ("关于支持小微企业的若干措施", "measures"),
        ("关于促进就业的若干意见（试行）", "opinions"),
        ("2024年政府工作报告", "report"),
        ("负责人就新规答记者问", "interview"),
        ("随便什么", None),
    ],
)
def test_types(title: str, kind: str | None) -> None:
    assert read_type(title, "正文") == kind


def test_turns_make_an_interview() -> None:
    assert read_type("产业倍增", "问：甲？\n答：乙。\n问：丙？\n答：丁。") == "interview"


SIGNED = """某省人民政府关于加强管理的通知
某政发（2024）12号
各市人民政府：
根据《国务院通知》（国发〔2020〕1号）的精神，自2020年1月1日起施行的旧办法不再执行。
{validity}
某省人民政府
某省财政厅
（代章）
二〇二四年三月五日
附件
某市财政局
2019年1月1日
"""


def values(text: str) -> dict[str, object]:
    return {field: reading.value for field, reading in read_metadata(text).items()}


def test_head_and_signature() -> None:
    text = SIGNED.format(validity="")
    found = read_metadata(text)
    assert found["document_number"].value == "某政发〔2024〕12号"
    assert found["issued_on"].value == date(2024, 3, 5)
    assert found["issuer"].value == "某省人民政府"
    for field, written in (("document_number", "某政发（2024）12号"), ("issued_on", "二〇二四年三月五日")):
        span = found[field].span
        assert span is not None and text[slice(*span)] == written
    assert "effective_on" not in found


@pytest.mark.parametrize(
    ("validity", "effective", "expires"),
    [
        ("本通知自2024年5月1日起施行。", date(2024, 5, 1), None),
        ("本通知自2024年5月1日起施行，有效期三年。", date(2024, 5, 1), date(2027, 4, 30)),
        ("本通知自2024年5月1日起施行，有效期至2026年12月31日。", date(2024, 5, 1), date(2026, 12, 31)),
        ("本通知自印发之日起施行，有效期5年。", None, date(2029, 3, 4)),
        (
            "本通知执行期限为2024年1月1日至2027年12月31日。",
            date(2024, 1, 1),
            date(2027, 12, 31),
        ),
        ("本办法自2024年5月1日起试行，试行期2年。", date(2024, 5, 1), date(2026, 4, 30)),
        ("本细则自印发之日起施行，有效期暂定三年。", None, date(2027, 3, 4)),
        ("许可证有效期3年，自2024年5月1日起算。", None, None),
        ("本办法自2024年5月1日起施行。本规定自2024年6月1日起施行。", None, None),
        ("现予公布，自2024年5月1日起施行。", date(2024, 5, 1), None),
    ],
)
def test_validity(validity: str, effective: date | None, expires: date | None) -> None:
    found = values(SIGNED.format(validity=validity))
    assert (found.get("effective_on"), found.get("expires_on")) == (effective, expires)


@pytest.mark.parametrize(
    "clause", ["第九条 本办法自印发之日起施行，有效期2年。", "第九条　办法自颁布之日起施行，有效期2年。"]
)
def test_a_period_is_counted_from_the_day_that_the_source_declares(clause: str) -> None:
    assert "expires_on" not in read_metadata(clause)
    found = read_metadata(clause, given={"issued_on": date(2021, 10, 11)})
    assert found["expires_on"].value == date(2023, 10, 10)


@pytest.mark.parametrize(
    "written",
    [
        "〔2024〕12号",
        "[2024]12号",
        "［2024］12 号",
        "【2024】12号",
        "（2024）第12号",
        "(2024)12号",
        "﹝2024﹞12号",
    ]
    + [
        "〔２０２４〕１２号",
        "〈2024〉12号",
        "〖2024〗12号",
        "「2024」12号",
        "{2024}12号",
        " 〔 2024 〕 12 号",
        "〔2024年〕12号",
    ],
)
def test_numbers_in_any_brackets_and_width(written: str) -> None:
    text = f"关于上云的通知\n某政发{written}\n各区：\n正文。\n"
    found = read_metadata(text)
    assert str(found["document_number"].value).replace("第", "") == "某政发〔2024〕12号"
    assert found["title"].value == "关于上云的通知"
    span = found["document_number"].span
    assert span is not None and text[slice(*span)] == f"某政发{written}"


def test_orders_have_numbers_too() -> None:
    assert values("某市人民政府令\n（第179号）\n正文。")["document_number"] == "某市人民政府令第179号"


def test_an_interview_without_a_date_has_none() -> None:
    text = "问：去年如何？\n答：好。某省人民政府\n2023年1月1日\n问：今年呢？\n答：更好。\n"
    assert "issued_on" not in values(text)
