"""How much of a file is read: what is larger is refused before it can hurt."""

from dataclasses import dataclass

MEGABYTE = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Limits:
    """`bytes`: the largest file, or line of a `.jsonl`; `unpacked_bytes`: the most that an archive may hold;
    `seconds` and `memory_bytes`: what parsing one file may take."""

    bytes: int = 50 * MEGABYTE
    unpacked_bytes: int = 2048 * MEGABYTE
    seconds: int = 40
    memory_bytes: int = 1536 * MEGABYTE

    @property
    def described(self) -> str:
        """The largest size, in words for the user."""
        if self.bytes >= MEGABYTE:
            return f"上限 {self.bytes / MEGABYTE:g} MB"
        return f"上限 {self.bytes} 字节"
