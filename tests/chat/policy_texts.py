"""Four policy-like texts of our own, and the assistant over them: real Chroma, the real bundled embedding."""

from datetime import date
from functools import lru_cache
from pathlib import Path

from chat.assistant import Assistant
from corpus.document import Document
from tests.chat.conftest import assistant_over

INTERVIEW = Document(
    "interview",
    "襄阳市发展改革委负责人谈临空产业",
    """襄阳市发展改革委负责人谈临空产业

问：临空产业的发展目标是什么？
答：我们有信心把临空产业做成支柱。力争到2027年临空产业规模达到6千亿级、2030年达到9千亿级。目前全市已有航空维修企业48家，到2028年力争航空维修企业达到120家。同时，机场周边的配套用房、货运通道和公共服务也要跟上，让企业落得下、留得住、长得大，这些工作由各区分头推进，每季度通报一次进展。

问：怎样推动产教融合？
答：产教融合是关键一环。重点实施三大举措：
一是共建实训基地。支持企业与职业院校在园区内共建共享，开放真实的生产线。
二是推行双导师制。企业工程师与学校教师共同带徒，学分互认。
三是设立技能奖学金。对学完航空维修课程的学员发放奖学金。

问：民营航空企业能得到什么支持？
答：市级每年向民营航空企业发放航材服务券，帮助企业降低采购成本。我们还提供检测设备共享服务。
""",
    issuer="襄阳晚报",
    region="襄阳市",
    document_type="interview",
    issued_on=date(2025, 4, 10),
)
NOTICE = Document(
    "notice",
    "十堰市科技局关于申报冷链设备更新补助的通知",
    """十堰市科技局关于申报冷链设备更新补助的通知
十科发〔2025〕17号

一、支持对象
在本市登记、从事冷链仓储或者运输的企业。
二、补助标准
对更新制冷机组的企业，按设备投资额的12%给予补助，单个企业最高80万元。
三、申报条件
申报企业应当符合下列条件：上年度没有发生食品安全事故；更新后的设备能效达到二级以上。
四、申报方式
申报企业应当登录十堰市科技服务平台填报申请表，并向所在区科技部门提交发票和验收报告。申报截止时间为2025年9月30日。
""",
    issuer="十堰市科技局",
    document_number="十科发〔2025〕17号",
    region="十堰市",
    document_type="notice",
    issued_on=date(2025, 6, 1),
)
REGULATION = Document(
    "regulation",
    "宜昌市电动自行车停放管理办法",
    """宜昌市电动自行车停放管理办法

第一条　为了规范电动自行车停放，制定本办法。
第二条　本办法适用于本市行政区域内电动自行车的停放和充电。
第三条　物业服务企业应当划定停放区域，每处停放区域不得少于20个车位。
第四条　禁止在楼梯间、疏散通道停放电动自行车或者为其充电。
第五条　本办法自2024年5月1日起施行。
""",
    issuer="宜昌市人民政府",
    region="宜昌市",
    document_type="regulation",
    issued_on=date(2024, 3, 20),
    effective_on=date(2024, 5, 1),
    status="in_force",
)
REPEALED = Document(
    "repealed",
    "荆门市老旧锅炉淘汰奖励办法",
    """荆门市老旧锅炉淘汰奖励办法

第一条　为了推动老旧锅炉淘汰，制定本办法。
第二条　对提前淘汰燃煤锅炉的单位，每蒸吨奖励3万元。
第三条　奖励资金由市生态环境部门负责发放。
""",
    issuer="荆门市人民政府",
    region="荆门市",
    document_type="measures",
    issued_on=date(2018, 2, 1),
    status="repealed",
)
DOCUMENTS = (INTERVIEW, NOTICE, REGULATION, REPEALED)

TARGET = "到2027年襄阳的临空产业规模要达到多少?"


@lru_cache(maxsize=1)
def policies_in(base: Path) -> tuple[Path, Assistant]:
    """A home with the four texts, and the assistant over it; made once for all tests of a process."""
    home = base / "policies"
    return home, assistant_over(home, DOCUMENTS)
