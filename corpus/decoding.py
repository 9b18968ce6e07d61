"""Bytes to text: UTF-8, UTF-16 with a byte order mark, GB18030; line ends to LF; nothing else changes."""

import codecs
import re

from corpus.errors import Refused

# Characters that no text holds, but binary files do; tab, line ends and page breaks aside.
_CONTROLS = re.compile(r"[\x01-\x08\x0e-\x1f\x7f]")
_MARKS = [
    (codecs.BOM_UTF8, "utf-8", "UTF-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le", "UTF-16"),
    (codecs.BOM_UTF16_BE, "utf-16-be", "UTF-16"),
]
_MEND = "请用文本编辑器打开，另存为 UTF-8 编码后再导入"
_LONGEST_SAMPLE = 20_000


def decode(data: bytes, path: str) -> str:
    """The text of a file, its byte order mark dropped and CRLF and CR made LF.

    Raises Refused if the bytes are no text, or in an encoding that we don't read.
    """
    for mark, encoding, name in _MARKS:
        if data.startswith(mark):
            try:
                return clean(data[len(mark) :].decode(encoding), path)
            except UnicodeDecodeError as error:
                raise Refused(
                    path, f"标明是 {name} 编码，但第 {error.start} 字节处无法解码；{_MEND}"
                ) from None
    if b"\0" in data:
        raise Refused(path, "是二进制文件，不是文本；请导入文本，或把它另存为受支持的格式")
    try:
        return clean(data.decode("utf-8"), path)
    except UnicodeDecodeError:
        pass
    try:
        text = clean(data.decode("gb18030"), path)
    except UnicodeDecodeError:
        raise Refused(path, f"无法识别文字编码（不是 UTF-8、UTF-16 或 GB18030）；{_MEND}") from None
    if _is_rather_big5(data, text):
        raise Refused(path, f"看起来是 Big5 编码；{_MEND}")
    return text


def clean(text: str, path: str) -> str:
    """The text with a byte order mark dropped and line ends made LF.

    Raises Refused if it holds characters that no text holds.
    """
    text = text.removeprefix("\ufeff")
    if "\0" in text:
        raise Refused(path, "含有空字符（NUL），不是文本；请检查文件是否损坏")
    if any("\ud800" <= character <= "\udfff" for character in text):
        raise Refused(path, "含有残缺的字符（UTF-16 代理码位）；请检查导出它的程序")
    controls = len(_CONTROLS.findall(text))
    if controls * 500 > len(text):
        raise Refused(path, f"含有 {controls} 个控制字符，像是二进制文件；请检查文件是否损坏")
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _is_rather_big5(data: bytes, text: str) -> bool:
    """Whether Big5 makes common characters of what GB18030 makes rare ones of.

    GB18030 can decode nearly anything, so that a text from Taiwan would come out as nonsense.
    """
    foreign = [character for character in text[:_LONGEST_SAMPLE] if character > "\x7f"]
    common = sum(_encodable(character, "gb2312") for character in foreign)
    if len(foreign) < 30 or common >= 0.6 * len(foreign):
        return False
    try:
        rival = data.decode("big5hkscs")
    except UnicodeDecodeError:
        return False
    others = [character for character in rival[:_LONGEST_SAMPLE] if character > "\x7f"]
    # Big5 keeps its 5,401 common characters in one range.
    known = sum(
        _encodable(character, "big5") and b"\xa1" <= character.encode("big5")[:1] <= b"\xc6"
        for character in others
    )
    return known > 0.9 * len(others)


def _encodable(character: str, encoding: str) -> bool:
    try:
        character.encode(encoding)
    except UnicodeEncodeError:
        return False
    return True
