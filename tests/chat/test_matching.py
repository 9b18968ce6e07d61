"""Enterprises and support measures: what applies, what may, what does not, and why — on texts of our own."""

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from chat import __main__ as command_line
from chat.matching.kinds import enterprise_kinds, in_industry, industries, is_kind, widened
from chat.matching.match import GROUPS, match_measures, match_one, period_of
from chat.matching.profile import BadProfile, Profile, profile_from, read_profile
from chat.matching.self_description import profile_of_sentence
from chat.matching.sheet import sheet
from corpus.document import Document
from indexing.measures import find_measures

DAY = date(2026, 11, 23)


def group(sentence: str, profile: dict[str, Any] | str, day: date = DAY, **facts: Any) -> str:
    """The group of the one measure that a sentence gives."""
    document = Document("doc", "措施", sentence, **{"region": "湖北省", **facts})
    (measure,) = find_measures(document)
    read = profile_of_sentence(profile) if isinstance(profile, str) else profile_from(profile)
    return match_one(document, measure, read, day).group


VOUCHER = "省级每年向中小微企业发放上云服务券。"
HUBEI = {"region": "湖北省武汉市"}


@pytest.mark.parametrize(
    ("sentence", "profile", "expected"),
    [
        (VOUCHER, {**HUBEI, "size": "小型"}, "applies"),
        (VOUCHER, {**HUBEI, "titles": ["专精特新“小巨人”企业"]}, "applies"),  # a 小巨人 is a 中小企业
        (VOUCHER, {**HUBEI, "size": "大型"}, "does_not_apply"),
        (VOUCHER, HUBEI, "may_apply"),
        (VOUCHER, {"size": "小型"}, "may_apply"),  # where it is, is not known
        (VOUCHER, {"size": "小型", "region": "安徽省"}, "does_not_apply"),
        ("对专精特新企业开展改造优先给予支持。", {**HUBEI, "size": "小型"}, "may_apply"),
        ("对专精特新企业开展改造优先给予支持。", {**HUBEI, "titles": ["高新技术企业"], "titles_complete": True}, "does_not_apply"),
        ("对小巨人企业开展改造给予奖补。", {**HUBEI, "titles": ["专精特新中小企业"]}, "may_apply"),  # not the other way
        ("集成电路设计企业首次流片的，一次性奖补80万元。", {**HUBEI, "industry": "集成电路设计"}, "may_apply"),
        ("集成电路设计企业首次流片的，一次性奖补80万元。", {**HUBEI, "industry": "集成电路设计", "meets": ["首次流片"]}, "applies"),
        ("集成电路设计企业首次流片的，一次性奖补80万元。", {**HUBEI, "industry": "集成电路设计", "fails": ["首次流片"]}, "does_not_apply"),
        ("集成电路设计企业首次流片的，一次性奖补80万元。", {**HUBEI, "industry": "餐饮", "meets": ["首次流片"]}, "does_not_apply"),
        ("集成电路设计企业首次流片的，一次性奖补80万元。", {**HUBEI, "industry": "制造业", "meets": ["首次流片"]}, "may_apply"),
        ("营业收入2000万元以上的企业，一次性奖励20万元。", {**HUBEI, "revenue": "2000万元"}, "applies"),
        ("营业收入2000万元以上的企业，一次性奖励20万元。", {**HUBEI, "revenue": "1999万元"}, "does_not_apply"),
        ("营业收入2000万元以上的企业，一次性奖励20万元。", HUBEI, "may_apply"),
        ("成立满1年的企业，一次性奖励20万元。", {**HUBEI, "founded": "2025-11-01"}, "applies"),
        ("成立满1年的企业，一次性奖励20万元。", {**HUBEI, "founded": "2026-03-01"}, "does_not_apply"),
        ("应纳税所得额低于10万元（含10万元）的企业，减按20%的税率征收企业所得税。", {**HUBEI, "taxable_income": 100000}, "applies"),
        ("应纳税所得额低于10万元的企业，减按20%的税率征收企业所得税。", {**HUBEI, "taxable_income": 100000}, "does_not_apply"),
        ("应纳税所得额在100万元至300万元之间的企业，减半征收企业所得税。", {**HUBEI, "taxable_income": "200万元"}, "applies"),
        ("应纳税所得额在100万元至300万元之间的企业，减半征收企业所得税。", {**HUBEI, "taxable_income": "301万元"}, "does_not_apply"),
        ("为符合条件的小微企业提供低费率担保。", {**HUBEI, "size": "微型"}, "may_apply"),
        ("对培训合格的失业人员给予职业培训补贴。", {**HUBEI, "size": "微型"}, "does_not_apply"),
        ("中央财政对成效明显的地方给予奖补。", {**HUBEI, "size": "微型"}, "does_not_apply"),
        ("每年安排奖励资金1000万元。", {**HUBEI, "size": "微型"}, "may_apply"),  # the text names nobody
        ("不裁员的企业，可以拿回上年度缴纳失业保险费的50%。", {**HUBEI, "fails": ["不裁员"]}, "does_not_apply"),
        ("不裁员的企业，可以拿回上年度缴纳失业保险费的50%。", {**HUBEI, "meets": ["裁员"]}, "may_apply"),
    ],
)  # fmt: skip
def test_groups(sentence: str, profile: dict[str, Any], expected: str) -> None:
    assert group(sentence, profile) == expected


def test_one_unknown_clause_is_enough_not_to_apply() -> None:
    """A near miss: everything is met but one clause that nobody spoke of."""
    sentence = "软件企业营业收入2000万元以上且近三年无违法记录的，一次性奖励20万元。"
    profile = {**HUBEI, "industry": "软件", "revenue": "3000万元"}
    assert group(sentence, profile) == "may_apply"
    assert group(sentence, {**profile, "meets": ["营业收入2000万元以上", "近三年无违法记录"]}) == "applies"


@pytest.mark.parametrize(
    ("facts", "day", "expected"),
    [
        ({"expires_on": date(2016, 12, 31)}, DAY, "does_not_apply"),
        ({"expires_on": date(2016, 12, 31)}, date(2016, 1, 1), "applies"),
        ({"status": "repealed"}, DAY, "does_not_apply"),
        ({"effective_on": date(2027, 1, 1)}, DAY, "does_not_apply"),
        ({"title": "2022年政府工作报告"}, DAY, "does_not_apply"),
        ({"title": "2022年政府工作报告"}, date(2022, 6, 1), "applies"),
        ({"title": "行动计划（2021—2023年）"}, DAY, "does_not_apply"),
        ({"title": "行动计划（2024—2026年）"}, DAY, "applies"),
        ({"region": "全国"}, DAY, "applies"),
        ({"region": None}, DAY, "may_apply"),
        ({"region": "湖北省襄阳市"}, DAY, "does_not_apply"),
    ],
)
def test_place_and_day(facts: dict[str, Any], day: date, expected: str) -> None:
    document = Document(**{"doc_id": "d", "title": "措施", "text": VOUCHER, "region": "湖北省", **facts})
    (measure,) = find_measures(document)
    match = match_one(document, measure, profile_from({**HUBEI, "size": "小型"}), day)
    assert match.group == expected, match.findings


def test_a_city_of_the_province_is_unknown_and_within_it_known() -> None:
    assert group(VOUCHER, {"region": "湖北省", "size": "小型"}, region="湖北省襄阳市") == "may_apply"
    assert group(VOUCHER, {"region": "湖北省襄阳市", "size": "小型"}, region="湖北省") == "applies"


def test_the_period_that_a_measure_gives() -> None:
    sentence = "自2024年1月1日至2025年12月31日，对小规模纳税人免征增值税。"
    profile = {**HUBEI, "taxpayer": "小规模纳税人"}
    assert group(sentence, profile, date(2025, 5, 1)) == "applies"
    assert group(sentence, profile, DAY) == "does_not_apply"
    assert group(sentence, profile, date(2023, 5, 1)) == "does_not_apply"
    assert period_of("2019年1月1日至12月31日") == (date(2019, 1, 1), date(2019, 12, 31))
    assert period_of("自2021年9月1日起") == (date(2021, 9, 1), None)


def test_one_sentence_of_its_own() -> None:
    profile = profile_of_sentence(
        "我们是武汉的一家专精特新小巨人企业，做汽车零部件，有120名员工，年营业收入2.3亿元，2016年成立，想上云、贷款"
    )
    assert (
        profile.region == "武汉"
        and profile.kinds == {"专精特新小巨人企业"}
        and profile.industries == {"汽车"}
    )
    assert profile.employees == 120 and profile.revenue == 230_000_000 and profile.founded == date(2016, 1, 1)
    assert "上云" in profile.wants[0]
    assert group(VOUCHER, "我们是武汉的一家专精特新小巨人企业，想上云") == "applies"
    assert group(VOUCHER, "我们在宜昌，不是小微企业") == "may_apply"
    assert profile_of_sentence("我们想评高新技术企业").kinds == frozenset(), "what is wanted is not held"
    assert profile_of_sentence("我们主要服务小微企业客户，公司在武汉").kinds == frozenset()


@pytest.mark.parametrize(
    ("value", "named"),
    [
        ([], "JSON 对象"),
        ({"sise": "小型"}, "sise"),
        ({"size": "巨型"}, "size"),
        ({"employees": "很多"}, "employees"),
        ({"employees": True}, "employees"),
        ({"revenue": "不少"}, "revenue"),
        ({"revenue": -1}, "revenue"),
        ({"founded": "去年"}, "founded"),
        ({"founded": "2024-13"}, "founded"),
        ({"titles": {"a": 1}}, "titles"),
        ({"titles_complete": "yes"}, "titles_complete"),
        ({"wants": ["x" * 500]}, "wants"),
    ],
)
def test_a_bad_profile_is_named(value: Any, named: str) -> None:
    with pytest.raises(BadProfile, match=named):
        profile_from(value)


def test_a_bad_sentence_or_file_is_named(tmp_path: Path) -> None:
    for words in ("", "  ", "长" * 2000):
        with pytest.raises(BadProfile, match="一句话"):
            profile_of_sentence(words)
    (tmp_path / "bad.json").write_text("{", encoding="utf-8")
    for name in ("bad.json", "none.json"):
        with pytest.raises(BadProfile, match=name):
            read_profile(tmp_path / name)


def test_the_tables_hold_together() -> None:
    for table in (enterprise_kinds(), industries()):
        for kind in table.values():
            assert set(kind.wider) | set(kind.excludes) <= set(table), kind
            assert not set(kind.excludes) & widened([kind.name], table), f"{kind.name} excludes itself"
    assert is_kind(["专精特新小巨人企业"], "中小企业") == "yes"
    assert is_kind(["大型企业"], "专精特新小巨人企业") == "no"
    assert is_kind(["中小企业"], "小微企业") == "unknown"
    assert in_industry(["集成电路设计"], "制造业") == "yes" and in_industry(["制造业"], "汽车") == "unknown"


def test_reasons_cite_the_very_characters() -> None:
    text = "一、奖补\n软件企业首次上云的，一次性奖励20万元。\n二、服务券\n" + VOUCHER
    document = Document("doc", "措施<b>", text, region="湖北省")
    found = [(document, row) for row in find_measures(document)]
    profile = profile_from({**HUBEI, "size": "小型", "wants": ["服务券"]})
    groups = match_measures(found, profile, DAY)
    assert [len(groups[name]) for name in GROUPS] == [1, 1, 0]
    for matches in groups.values():
        for match in matches:
            shown = match.to_json()
            assert shown["citations"] and shown["reasons"]
            for citation in shown["citations"]:
                assert (
                    text[citation["start"] : citation["end"]] == citation["quote"]
                    and len(citation["quote"]) <= 200
                )
            for reason in shown["reasons"]:
                assert reason["citation"] is None or 1 <= reason["citation"] <= len(shown["citations"])
    page = sheet(profile, groups, DAY)
    assert "可以享受（1项）" in page and "上云服务券" in page and "<" not in page
    unknown = next(
        f for f in groups["may_apply"][0].findings if f.verdict == "unknown" and f.requirement.sort == "case"
    )
    again = match_measures(
        found,
        profile_from({**HUBEI, "industry": "软件", "size": "小型", "meets": [unknown.requirement.value]}),
        DAY,
    )
    assert len(again["applies"]) == 2, "ticking what was unknown settles it"


def test_command(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    from corpus.library import Library

    home = tmp_path / "home"
    Library(home).add(
        [Document("a", "甲", VOUCHER, region="湖北省"), Document("b", "乙", VOUCHER, region="安徽省")]
    )
    assert command_line.main(["match", "我们是武汉的小微企业", "--json", "--home", str(home)]) == 0
    groups = json.loads(capsys.readouterr().out)
    assert list(groups) == ["applies", "may_apply", "does_not_apply"]
    assert [m["doc_id"] for m in groups["applies"]] == ["a"]
    assert [m["doc_id"] for m in groups["does_not_apply"]] == ["b"]
    profile = tmp_path / "p.json"
    profile.write_text(json.dumps({"region": "安徽省", "size": "小型"}), encoding="utf-8")
    assert (
        command_line.main(
            ["match", "--profile", str(profile), "--region", "安徽", "--json", "--home", str(home)]
        )
        == 0
    )
    groups = json.loads(capsys.readouterr().out)
    assert [m["doc_id"] for m in groups["applies"]] == ["b"] and not groups["does_not_apply"]
    assert command_line.main(["match", "--profile", str(profile), "--home", str(home)]) == 0
    assert "可以享受" in capsys.readouterr().out
    with pytest.raises(SystemExit) as usage:
        command_line.main(["match", "--home", str(home)])
    assert usage.value.code == 2


@pytest.mark.parametrize(
    "sentence",
    [
        "对企业开展国际合作给予补助。",  # every enterprise there is? it says nothing
        "对省级智能工厂，分别给予企业一次性奖补50万元。",  # the case stands before the recipient
        "对汽车、家电、高端装备制造等企业“走出去”给予支持。",  # 制造 does not make it every manufacturer
        "对符合产业方向的软件企业开展改造给予补助。",
        "对中小企业按照有关规定发放信用贷款。",  # the conditions are in that paper
        "按照有关规定，向中小企业发放信用贷款。",
    ],
)
def test_near_misses_do_not_apply_for_sure(sentence: str) -> None:
    assert group(sentence, {**HUBEI, "industry": "集成电路设计", "size": "小型"}) != "applies"


def test_what_heading_and_neighbours_ask_counts() -> None:
    text = (
        "二、企业招用退役军人\n（一）适用条件。新增岗位并签订1年以上劳动合同。\n"
        "（二）定额标准。3年内按招用人数定额扣减，标准为每人每年4000元。\n"
    )
    document = Document("doc", "税收措施", text, region="全国")
    (measure,) = find_measures(document)
    match = match_one(document, measure, profile_from({**HUBEI, "size": "小型"}), DAY)
    asked = [finding.requirement.value for finding in match.findings if finding.verdict == "unknown"]
    assert match.group == "may_apply"
    assert any("招用退役军人" in words for words in asked) and any("劳动合同" in words for words in asked)


def test_support_in_a_document_on_one_industry_is_for_that_industry() -> None:
    facts = {"title": "关于农机装备产业的意见"}
    document = Document("doc", facts["title"], "加大对中小企业的扶持力度。", region="湖北省")
    (measure,) = find_measures(document)
    for industry, expected in (("农机装备", "applies"), ("餐饮", "may_apply")):
        profile = profile_from({**HUBEI, "size": "小型", "industry": industry})
        assert match_one(document, measure, profile, DAY).group == expected


def test_a_service_form_without_conditions_is_never_sure() -> None:
    form = "事项名称：对检举有功单位的奖励\n事项类型：行政奖励\n实施部门：滨海市统计局\n服务对象：企业法人\n行政区划：湖北省\n"
    document = Document("doc", "奖励", form, region="湖北省")
    (measure,) = find_measures(document)
    assert match_one(document, measure, profile_from({**HUBEI, "size": "小型"}), DAY).group == "may_apply"


def test_an_empty_profile_gets_nothing_for_sure() -> None:
    document = Document("doc", "措施", VOUCHER + "\n对企业开展改造的，给予补贴100万元。", region="湖北省")
    found = [(document, row) for row in find_measures(document)]
    assert match_measures(found, Profile(), DAY)["applies"] == []
