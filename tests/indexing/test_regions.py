import pytest

from indexing.regions import regions_in, regions_of


@pytest.mark.parametrize(
    ("text", "provinces"),
    [
        ("武汉市的企业怎么办", {"湖北"}),
        ("在京企业和返沪人员", {"北京", "上海"}),
        ("内蒙古自治区包头市", {"内蒙古"}),
        ("吉林省吉林市", {"吉林"}),
        ("中山装和中山大学", set()),
        ("京剧、川菜与黑白电视", set()),
        ("国务院各部委", set()),
    ],
)
def test_provinces_named(text: str, provinces: set[str]) -> None:
    assert set(regions_in(text).provinces) == provinces


def test_a_city_counts_for_its_province_and_for_itself() -> None:
    places = regions_in("荆州市和宜昌")
    assert set(places.cities) == {"荆州", "宜昌"} and places.main == "湖北" and places.share(["湖北"]) == 1


def test_a_document_speaks_for_the_place_in_its_title() -> None:
    text = "援助湖北、湖北武汉的物资。" * 3
    assert regions_of("重庆市税务局通知", text).main == "重庆"
    assert regions_of("通知", "各区：" + "内容。" * 200, region="天津市").main == "天津"
    assert regions_of("通知", "内容").share(["天津"]) == 0
