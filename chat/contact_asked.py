"""Whether a question asks for a way to reach somebody: a number to call, a mailbox, an address.

Read by patterns from the folded question.
"""

import re

from chat.charge import asks_charge

_CONTACT = re.compile(
    r"电话|热线|(?<!什么)(?<!证)(?<!代)号码|邮箱|邮件地址|网址|网站是|微信号|公众号(?:是|叫)|联系方式|传真|座机|邮编|地址(?!一样|相同|注册|变更)|(?:寄|邮)[^，。？]{0,6}(?:哪|什么地方|何处)|往哪[里儿]?[寄送]|[打拨](?:什么|啥|哪个|几)号|(?:怎么|咋|如何|怎样)联系"
)
# 热线升级花了多少钱, 热线哪个月底前升级完: what is asked is something else about a line to call
_BESIDES_CONTACT = re.compile(
    r"百分之[几多]|比率|[通满解办完]\w{0,2}率|什么[^，。？]{0,4}(?:要求|规定|标准)|(?:多少|几)(?=[万亿元块钱件个次家人条天年月倍成])|多久|多长时间|比例|哪一?个?月|什么时[候间]|几[号月点][^，]{0,4}前"
    r"|(?:哪|几)[俩两几]?个?(?:单位|部门)"
)
_CONTACT_ITSELF = re.compile(
    r"(?:(?:哪|什么|啥)(?:个|条)?|多少|几号)(?:电话|热线|号码|邮箱|网址|座机|传真)|(?:电话|热线|号码|邮箱|地址|网址|座机|传真|联系方式)(?:是|为|打)?(?:多少(?![万元块钱次件])|什么(?!时)|啥(?!时)|几(?![月点天次个])|哪(?!一?个?[月天年]))"
)
# a number that says who somebody is
_IDENTIFIES = re.compile(r"标识|识别|辨认|身份|(?:凭|靠)(?:的是?)?(?:哪|什么)")
_HAS_ONE = re.compile(r"有没有|[有没][吗么没]?[？?]?$")


def asks_contact(text: str, yes_no: bool) -> bool:
    """Whether it asks for a way to reach somebody, and not for something else about one."""
    if not _CONTACT.search(text) or asks_charge(text) or (yes_no and not _HAS_ONE.search(text)):
        return False
    if "号码" in text and _IDENTIFIES.search(text):
        return False
    return bool(_CONTACT_ITSELF.search(text)) or not _BESIDES_CONTACT.search(text)
