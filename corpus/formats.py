"""Which parser reads which kind of file. A parser takes a file's bytes and its name and gives a Parsed.

They are named, not imported: each brings a library that only its own files need.
"""

PARSERS = {
    ".txt": "corpus.plain_text:parse",
    ".md": "corpus.plain_text:parse",
    ".html": "corpus.web_page:parse",
    ".htm": "corpus.web_page:parse",
    ".docx": "corpus.word:parse",
    ".pdf": "corpus.pdf:parse",
}
# Read line by line in our own process: JSON is all they hold, and one line is one document.
LINES = (".jsonl", ".jsonl.gz")
ARCHIVE = ".zip"
# Old or other forms that people try, and what to do about them.
NOT_READ = {
    ".doc": "旧版 Word 格式；请在 Word 或 WPS 里另存为 .docx",
    ".wps": "WPS 格式；请在 WPS 里另存为 .docx",
    ".ofd": "OFD 版式文件；请用阅读器转成 PDF",
    ".rtf": "RTF 格式；请另存为 .docx",
    ".xls": "表格文件；请另存为 PDF 或 .docx",
    ".xlsx": "表格文件；请另存为 PDF 或 .docx",
    ".rar": "RAR 压缩包；请解压，或改用 .zip",
    ".7z": "7z 压缩包；请解压，或改用 .zip",
}


def supported() -> str:
    """The endings that are read, for a message."""
    return " ".join([*PARSERS, *LINES, ARCHIVE])


def why_not_read(suffix: str, name: str) -> str | None:
    """Why a file with this ending is not read; None if it is."""
    if suffix in PARSERS or suffix in LINES or suffix == ARCHIVE:
        return None
    hint = NOT_READ.get(suffix)
    return hint or f"不支持“{suffix or name}”格式；支持 {supported()}"


def suffix_of(name: str) -> str:
    """The ending of a file's name that decides its format: .txt, .jsonl.gz; empty if there is none."""
    lower = name.lower()
    if lower.endswith(".jsonl.gz"):
        return ".jsonl.gz"
    stem, dot, ending = lower.rpartition(".")
    return f".{ending}" if dot and stem and "/" not in ending else ""
