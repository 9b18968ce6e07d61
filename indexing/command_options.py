"""What the subcommands share: an option's type, the model that the environment names, words to the person."""

import argparse
import os
import sys
from typing import Any

Subparsers = Any  # argparse's own type has no public name


def model_name() -> str | None:
    """The embedding model that the environment names; None for the bundled one."""
    return os.environ.get("POLICYQA_EMBEDDING_MODEL") or None


def positive(text: str) -> int:
    """A whole number from 1. Raises argparse.ArgumentTypeError."""
    if not text.isdecimal() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"“{text}”不是正整数")
    return int(text)


def progress(label: str, total: int) -> Any:
    """A bar on stderr, where a person sees it."""
    from tqdm import tqdm

    return tqdm(total=total, desc=label, unit="个", file=sys.stderr, disable=None, leave=False)


def say(message: str) -> None:
    """A message to the person, aside from the results."""
    sys.stderr.write(f"{message}\n")
