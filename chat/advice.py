"""Questions for advice: what somebody should do is for no document to say, whatever it holds on the matter."""

import re

_ASKS = re.compile(
    r"该不该(?![交缴办报罚补算收])|划算|合算|拿个?主意|值不值得?|值得(?:买|投|我|去)|帮我(?:判断|选一?[个家]|出个)|你(?:说|看|觉得)(?:我|是)"
    r"|[最更]靠谱|(?:稳|划算|合适)还是|还是[^，。？]{1,12}(?:好|划算|合适|稳)[？?]?$|要不要(?:现在|赶紧|趁)|能(?:打)?赢吗|(?:贷|选|买|去)[^，。]{0,4}比较?好"
)
REFUSAL = "这里只引用政策文件的原文，不代为判断或出主意；请改问政策的规定，例如条件、标准或办理方式。"


def asks_advice(question: str) -> bool:
    """Whether a folded question asks what its asker had better do (该不该, 哪样划算, 帮我拿个主意)."""
    return bool(_ASKS.search(question))
