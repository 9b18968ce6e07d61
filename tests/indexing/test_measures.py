"""Support measures: what is given, to whom, on which conditions — on texts of our own."""

import json
import time
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.document import Document
from corpus.library import Library
from indexing import __main__ as command_line
from indexing.derived import refresh, rows_of
from indexing.embedder import open_embedder
from indexing.measure_model import MODEL_FILE
from indexing.measure_rows import MEASURES
from indexing.measure_search import matching_measures
from indexing.measures import find_measures

POLICY = """云台市支持海洋装备产业若干措施

一、设备奖补
（一）首台套。获评市级首台套装备的企业，一次性奖补80万元。责任单位：市经信局。
（二）改造。企业实施数字化改造的，市级按设备投资额的15%给予补贴，最高200万元。
（三）评级。等级为甲级的海洋装备企业一次性奖励30万元，乙级20万元。
二、融资
1.对符合条件的小微企业，由市融资担保公司优先提供担保增信。
2.船舶设计企业首次出海的，按3年期贷款利率的50%给予贴息，最高60万元。
三、怎样申报
每年6月30日前向市经信局提交申报书。
四、附则
本措施自2025年1月1日起施行。
"""


def read(text: str, **facts: Any) -> tuple[Document, list[dict[str, Any]]]:
    document = Document("doc", "题目", text, **facts)
    return document, [row.to_json(document) for row in find_measures(document)]


@pytest.mark.parametrize(
    ("sentence", "instrument", "audience", "amount"),
    [
        ("省级每年向中小微企业发放上云服务券。", "服务券", "中小微企业", None),
        ("对小规模纳税人免征增值税。", "税收", "小规模纳税人", None),
        ("获评市级绿色工厂的企业，一次性奖补80万元。", "奖励", "获评市级绿色工厂的企业", "80万元"),
        ("企业购置海试设备的，按投资额的15%给予补贴，最高200万元。", "补贴", "企业", "按投资额的15%"),
        ("船舶设计企业首次出海的，按贷款利率的50%给予贴息。", "贴息", "船舶设计企业", "50%"),
        ("对专精特新企业开展软硬件一体化改造优先给予支持。", "支持", "专精特新企业", None),
        ("各地担保机构应优先为小微企业提供低费率担保。", "担保", "小微企业", None),
        ("省级每年面向2000名企业管理人员开展海洋工程培训。", "培训", "企业管理人员", None),
        ("省级每年向企业选派“科技副总”100名。", "人才", "企业", None),
        ("省级每年安排奖励资金1000万元。", "奖励", None, "1000万元"),
    ],
)
def test_one_sentence(sentence: str, instrument: str, audience: str | None, amount: str | None) -> None:
    _, rows = read(sentence)
    assert len(rows) == 1, rows
    assert rows[0]["instrument"] == instrument
    assert (audience is None) == (rows[0]["audience"] is None)
    assert (audience or "") in (rows[0]["audience"] or "")
    assert (amount or "") in (rows[0]["amount"] or "")


@pytest.mark.parametrize(
    "sentence",
    [
        "2024年全省新增减税降费超过300亿元。",
        "任何单位不得享受两次补贴。",
        "本办法所称补贴，是指财政给予企业的补助。",
        "到2027年，海洋装备产值达到5000亿元。",
        "鼓励高校加强学科建设。",
        "市财政局对补贴资金的使用情况开展监督检查。",
        "税务机关据此办理免税手续。",
    ],
)
def test_what_gives_nothing_is_no_measure(sentence: str) -> None:
    assert read(sentence)[1] == []


def test_the_weights_belong_to_the_bundled_embedding() -> None:
    """Where the embedding is made anew, `python -m evals.fit_measures` must be run again."""
    kept = json.loads(MODEL_FILE.read_text(encoding="utf-8"))
    assert kept["fitted_on"]["embedding"] == open_embedder(None).fingerprint
    assert len(kept["meaning"]) == 4 * open_embedder(None).dimensions


@pytest.mark.parametrize(
    ("sentence", "audience"),
    [
        ("对月销售额不超过8万元（按季申报的，不超过24万元）的小规模纳税人，免征增值税。", "小规模纳税人"),
        ("补贴对象：符合条件的渔民。\n补贴标准：每人补贴3000元。", "渔民"),
        ("海洋装备企业招用失业人员，签订1年以上劳动合同的，给予每人2000元补贴。", "海洋装备企业"),
    ],
)
def test_recipients_of_several_layouts(sentence: str, audience: str) -> None:
    _, rows = read("云台市惠民办法\n\n" + sentence)
    assert rows and any(audience in (row["audience"] or "") for row in rows), rows


@pytest.mark.parametrize(
    "sentence",
    [
        "据统计，上半年全市企业享受减免税额3.2亿元，同比增长12%。",
        "截至7月末，银行发放的普惠小微贷款余额为1200亿元。",
        "执法人员责令该餐饮企业改正，给予警告。",
    ],
)
def test_reports_and_penalties_are_no_measures(sentence: str) -> None:
    assert read("本报讯。" + sentence)[1] == []


def test_two_recipients_are_two_rows_and_steps_of_a_scale_one() -> None:
    _, rows = read("省级奖补按平台类型确定：综合型平台最高3000万元；专业型平台最高1000万元。")
    assert [(row["audience"], row["amount"]) for row in rows] == [
        ("综合型平台", "最高3000万元"),
        ("专业型平台", "最高1000万元"),
    ]
    _, rows = read("企业开展能力评估，等级为3A级的一次性奖励50万元，4A级100万元，5A级150万元。")
    assert len(rows) == 1 and rows[0]["amount"].endswith("150万元")


def test_every_part_of_a_policy() -> None:
    document, rows = read(POLICY)
    by_name = {row["measure"]: row for row in rows}
    assert by_name["首台套"]["office"] == "市经信局"
    assert by_name["首台套"]["audience"] == "获评市级首台套装备的企业"
    change = by_name["改造"]
    assert change["audience"] == "企业" and "实施数字化改造的" in change["conditions"]
    assert change["amount"].startswith("按设备投资额的15%") and change["amount"].endswith("200万元")
    assert all("6月30日前" in row["deadline"] for row in rows)
    assert all("向市经信局提交申报书" in row["how_to_apply"] for row in rows)
    assert all("2025年1月1日" in row["validity"] for row in rows)
    guarantee = next(row for row in rows if row["instrument"] == "担保")
    assert "符合条件的小微企业" in guarantee["audience"] and guarantee["amount"] is None
    assert guarantee["materials"] is None, "what is not stated stays empty"
    for row in rows:
        assert document.text[row["start"] : row["end"]] == row["quote"] and len(row["quote"]) <= 200
        for part, span in row["spans"].items():
            if part not in ("conditions", "materials"):
                assert document.text[slice(*span)] == row[part]


FORM = """事项名称：滨海企业创新券补贴核发
事项类型：公共服务
实施部门：滨海市科技局
受理条件：（一）在滨海市登记3年内；（二）吸纳就业5人以上
办理地点：滨海大道1号
申请材料：申请表、营业执照（副本、复印件）、承诺书
服务对象：企业法人
"""


def test_each_case_and_each_group_has_a_row_of_its_own() -> None:
    _, rows = read(
        "本市缴存职工购买首套住房，单方缴存的，最高贷款额度由35万元调高至45万元；夫妻双方缴存的，最高贷款额度由60万元调高至75万元，"
        "购买第二套住房的，最高贷款额度由30万元调高至38万元。"
    )
    assert [row["measure"] for row in rows] == [
        "最高贷款额度由35万元调高至45万元", "最高贷款额度由60万元调高至75万元", "最高贷款额度由30万元调高至38万元",
    ]  # fmt: skip
    _, rows = read(
        "对困难家庭学生给予生活补助。本科生每人每年补助不超过6000元，研究生每人每年补助不超过9000元。"
    )
    assert [row["measure"] for row in rows][1:] == [
        "本科生每人每年补助不超过6000元",
        "研究生每人每年补助不超过9000元",
    ]
    _, rows = read(
        "对获评市级绿色工厂的企业给予一次性奖励20万元，最高不超过30万元。"
    )  # a bound is no measure
    assert len(rows) == 1, rows


def test_a_form_of_labelled_lines() -> None:
    _, (row,) = read(FORM)
    assert (row["measure"], row["instrument"], row["audience"]) == (
        "滨海企业创新券补贴核发",
        "补贴",
        "企业法人",
    )
    assert row["conditions"] == "在滨海市登记3年内；吸纳就业5人以上"
    assert row["materials"] == ["申请表", "营业执照（副本、复印件）", "承诺书"]
    assert (row["office"], row["how_to_apply"]) == ("滨海市科技局", "滨海大道1号")
    assert read(FORM.replace("补贴核发", "名录查询"))[1] == []


@settings(max_examples=150, deadline=None)
@given(
    st.lists(
        st.sampled_from(
            ["对", "企业", "给予", "补贴", "，", "。", "；", "：", "\n", "（", "）", "最高", "100万元", "支持", "的", "一、", "1.",
             "其", "免征", "增值税", "事项名称：", "由", "负责", "2025年1月1日起", "𠮷", " ", "　", "a"]
        ),
        max_size=40,
    )
)  # fmt: skip
def test_any_text_gives_exact_spans(pieces: list[str]) -> None:
    document = Document("d", "t", "".join(pieces))
    for row in find_measures(document):
        assert MEASURES.restore(document, json.loads(json.dumps(MEASURES.keep(row)))) == row
        shown = row.to_json(document)
        assert shown["quote"] == document.text[row.span.start : row.span.end]
        assert row.span.contains(row.core) and 0 < row.span.end - row.span.start <= 200


def test_the_work_grows_with_the_text_not_with_its_square() -> None:
    """A whole text on one line, as some are: ten times as long may take some forty times, never a hundred."""

    def seconds(times: int) -> float:
        document = Document("d", "t", "开头。\n" + "对企业给予补贴，" * times)
        begin = time.process_time()
        find_measures(document)
        return time.process_time() - begin

    seconds(10)  # patterns compiled
    assert seconds(600) < 45 * max(seconds(60), 0.001)


def test_rows_are_kept_and_searched(library: Library) -> None:
    library.add([Document("policy", "云台市措施", POLICY, region="云台市")])
    refresh(library, MEASURES)
    documents = library.documents()
    kept = [(d, row) for d in documents for row in rows_of(library, MEASURES, [d])]
    assert [row for d, row in kept if d.doc_id == "policy"] == find_measures(library.get("policy"))
    found = matching_measures(kept, "小微企业 担保")
    assert found and found[0][1].instrument == "担保"
    assert matching_measures(kept, "航天火箭发射") == []


def test_command(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, embedder: Any
) -> None:
    monkeypatch.setattr("indexing.embedder.open_embedder", lambda model: embedder)
    (tmp_path / "policy.txt").write_text(POLICY, encoding="utf-8")
    home = str(tmp_path / "home")
    assert command_line.main(["build", "--home", home, str(tmp_path / "policy.txt")]) == 0
    capsys.readouterr()
    assert command_line.main(["measures", "--home", home, "--query", "贴息", "--json"]) == 0
    (row,) = json.loads(capsys.readouterr().out)
    assert {
        "measure",
        "instrument",
        "audience",
        "amount",
        "conditions",
        "how_to_apply",
        "deadline",
        "office",
    } < set(row)
    assert row["instrument"] == "贴息" and "贴息" in row["quote"]
    assert command_line.main(["measures", "--home", home, "--region", "外省", "--json"]) == 0
    assert json.loads(capsys.readouterr().out) == []
    assert command_line.main(["measures", "--home", home]) == 0
    assert "首台套" in capsys.readouterr().out
