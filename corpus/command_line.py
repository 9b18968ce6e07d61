"""What the command lines of all folders share: the home, the filters, errors as messages.

Only a folder's `__main__` reads arguments and environment.
"""

import argparse
import io
import os
import sys
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path

from corpus.document import DOCUMENT_TYPES
from corpus.errors import PolicyQAError
from corpus.filters import Filters


def home_option() -> argparse.ArgumentParser:
    """A parent parser with `--home`, for the main parser and every subcommand alike.

    The default is suppressed so that a subcommand does not wipe out what stood before it.
    """
    parent = argparse.ArgumentParser(add_help=False)
    parent.add_argument(
        "--home",
        metavar="DIR",
        default=argparse.SUPPRESS,
        help="存放全部数据的文件夹（环境变量 POLICYQA_HOME，默认 .policyqa）",
    )
    return parent


def home_of(arguments: argparse.Namespace) -> Path:
    """The home folder: the argument, else the environment, else `.policyqa` in the current folder."""
    return Path(getattr(arguments, "home", None) or os.environ.get("POLICYQA_HOME") or ".policyqa")


def filter_options() -> argparse.ArgumentParser:
    """A parent parser with the filters of the contract."""
    parent = argparse.ArgumentParser(add_help=False)
    group = parent.add_argument_group("筛选文档")
    group.add_argument("--doc", metavar="ID", action="append", default=[], help="只用这个文档（可重复）")
    group.add_argument("--region", help="地区，如 湖北")
    group.add_argument("--issuer", help="发文机关")
    group.add_argument(
        "--type",
        metavar="TYPE",
        help="文档类型：" + "、".join(f"{k}（{v}）" for k, v in DOCUMENT_TYPES.items()),
    )
    group.add_argument("--in-force", action="store_true", help="只用现行有效的文档")
    group.add_argument("--as-of", metavar="YYYY-MM-DD", type=iso_date, help="以这一天判断是否有效")
    return parent


def filters_of(arguments: argparse.Namespace) -> Filters:
    """The filters that the arguments name. The Chinese name of a document type is understood too."""
    by_label = {label: name for name, label in DOCUMENT_TYPES.items()}
    return Filters(
        doc_ids=frozenset(arguments.doc),
        region=arguments.region,
        issuer=arguments.issuer,
        document_type=by_label.get(arguments.type, arguments.type),
        in_force=arguments.in_force,
        as_of=arguments.as_of,
    )


def check_batch(source: Path, output: Path) -> None:
    """Raises PolicyQAError where a batch file is not there, or its results would be written over it."""
    if not source.is_file():
        raise PolicyQAError(f"找不到文件 {source}。请检查 --batch 的路径。")
    if output.resolve() == source.resolve():
        raise PolicyQAError("--output 不能就是 --batch 的文件，否则会覆盖题目。请换一个文件名。")


def iso_date(text: str) -> date:
    """Reads 2023-06-01. Raises argparse.ArgumentTypeError, which becomes exit status 2."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"“{text}”不是日期，请写成 2023-06-01 这样") from None


def run(command: Callable[[Sequence[str] | None], int], arguments: Sequence[str] | None = None) -> int:
    """Runs a command; an error that the user can mend becomes its message and exit status 1.

    Output is UTF-8 with LF whatever the terminal's setting, so that `--text` is the text exactly.
    """
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(encoding="utf-8", newline="\n")
    try:
        return command(arguments)
    except PolicyQAError as error:
        print(f"出错了：{error}", file=sys.stderr)  # noqa: T201 - the command line's edge
        return 1
    except BrokenPipeError:
        # The reader of our output has gone (… | head); leave quietly, as other tools do.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # nor at exit
        return 1
    except Exception as error:
        if type(error).__module__ != "sqlite3":  # not imported for --help
            raise
        print(  # noqa: T201
            f"出错了：资料库无法读写（{error}）。请运行 corpus doctor 检查；若已损坏，用 corpus restore 恢复备份。",
            file=sys.stderr,
        )
        return 1
    except KeyboardInterrupt:
        print("已停止；已完成的部分不会丢失。", file=sys.stderr)  # noqa: T201
        return 130
