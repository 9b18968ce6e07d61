"""The commands and JSON shapes of the contract, as a script outside the project would call them."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

LIST_KEYS = [
    *("doc_id", "title", "source_path", "issuer", "document_number", "issued_on", "effective_on"),
    *("expires_on", "region", "document_type", "status", "source_url", "characters"),
]
TEXT = """湖北省人民政府办公厅关于印发《湖北省上云行动方案》的通知
鄂政办发[2024] 12号
各市、州、县人民政府：
现将方案印发给你们。本通知自2024年4月1日起施行，有效期3年。
湖北省人民政府办公厅
2024年3月5日
"""


def corpus(*arguments: str, home: Path | None = None) -> subprocess.CompletedProcess[str]:
    environment = os.environ | ({"POLICYQA_HOME": str(home)} if home else {})
    return subprocess.run(
        [sys.executable, "-m", "corpus", *arguments],
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=60,
        env=environment,
    )


def test_help_imports_nothing_heavy() -> None:
    done = subprocess.run(
        [sys.executable, "-X", "importtime", "-m", "corpus", "--help"], capture_output=True, text=True
    )
    assert done.returncode == 0
    imported = {line.rpartition("|")[2].strip() for line in done.stderr.splitlines()}
    assert not imported & {"sqlite3", "yaml", "numpy", "torch", "pydantic", "lxml", "pypdf"}


@pytest.mark.parametrize("arguments", [[], ["add"], ["nix"], ["show"], ["show", "a", "--text", "--json"]])
def test_wrong_usage_exits_with_2(arguments: list[str], tmp_path: Path) -> None:
    assert corpus(*arguments, home=tmp_path).returncode == 2


def test_add_list_show_remove(tmp_path: Path) -> None:
    home, files = tmp_path / "home", tmp_path / "files"
    files.mkdir()
    (files / "a.txt").write_bytes(TEXT.replace("\n", "\r\n").encode("gb18030"))
    (files / "b.bin").write_bytes(b"\0\1\2")
    rows = [{"doc_id": "x1", "title": "题", "text": "第一条\r\n正文"}, {"doc_id": "../x", "text": "坏"}]
    (files / "c.jsonl").write_text("\n".join(map(json.dumps, rows)))

    # --home stands before or after the subcommand, or in the environment
    done = corpus("--home", str(home), "add", str(files), "--json")
    assert done.returncode == 0
    report: dict[str, Any] = json.loads(done.stdout)
    assert list(report) == ["added", "updated", "unchanged", "refused"]
    assert (len(report["added"]), report["updated"], report["unchanged"]) == (2, [], [])
    assert [set(refused) for refused in report["refused"]] == [{"path", "reason"}] * 2
    assert report["refused"][0]["path"] == str(files / "b.bin")
    doc_id = report["added"][0]
    again = json.loads(corpus("add", str(files), "--json", "--home", str(home)).stdout)
    assert (again["added"], again["updated"], again["unchanged"]) == ([], [], report["added"])

    listed = json.loads(corpus("list", "--json", home=home).stdout)
    assert [list(row) for row in listed] == [LIST_KEYS] * 2
    by_id = {row["doc_id"]: row for row in listed}
    assert by_id[doc_id] == {
        "doc_id": doc_id,
        "title": "湖北省人民政府办公厅关于印发《湖北省上云行动方案》的通知",
        "source_path": str(files / "a.txt"),
        "issuer": "湖北省人民政府办公厅",
        "document_number": "鄂政办发〔2024〕12号",
        "issued_on": "2024-03-05",
        "effective_on": "2024-04-01",
        "expires_on": "2027-03-31",
        "region": "湖北省",
        "document_type": "action_plan",
        "status": by_id[doc_id]["status"],  # moves with today
        "source_url": None,
        "characters": len(TEXT),
    }
    assert by_id["x1"]["status"] == "unknown"
    assert TEXT[:10] in corpus("list", home=home).stdout

    shown = subprocess.run(
        [sys.executable, "-m", "corpus", "show", doc_id, "--text", "--home", str(home)], capture_output=True
    )
    assert shown.stdout.decode() == TEXT
    lines = corpus("show", "x1", doc_id, "--json", home=home).stdout.splitlines()
    assert [json.loads(line) for line in lines] == [
        {"doc_id": "x1", "text": "第一条\n正文"},
        {"doc_id": doc_id, "text": TEXT},
    ]

    missing = corpus("show", "nix", home=home)
    assert (missing.returncode, missing.stdout) == (1, "")
    assert "nix" in missing.stderr and "Traceback" not in missing.stderr

    removed = corpus("remove", "x1", "--json", home=home)
    assert json.loads(removed.stdout) == {"removed": ["x1"]}
    assert corpus("remove", "x1", home=home).returncode == 1
    assert len(json.loads(corpus("list", "--json", home=home).stdout)) == 1


def test_all_refused_exits_with_1(tmp_path: Path) -> None:
    (tmp_path / "empty.txt").write_bytes(b"")
    done = corpus("add", str(tmp_path / "empty.txt"), str(tmp_path / "nix"), "--json", home=tmp_path / "h")
    assert done.returncode == 1
    assert [refused["reason"] for refused in json.loads(done.stdout)["refused"]] == [
        "文件是空的",
        "文件不存在",
    ]


def test_doctor_backup_restore(tmp_path: Path) -> None:
    home, other, copy = tmp_path / "home", tmp_path / "other", tmp_path / "copy.sqlite"
    (tmp_path / "a.txt").write_text("正文")
    corpus("add", str(tmp_path / "a.txt"), home=home)
    healthy = corpus("doctor", "--json", home=home)
    assert healthy.returncode == 0
    report = json.loads(healthy.stdout)
    assert report["healthy"] is True
    assert {check["verdict"] for check in report["checks"]} <= {"ok", "warning"}
    assert [check["check"] for check in report["checks"]] == [
        *("integrity", "references", "documents", "spans", "statements", "lock", "leftovers", "disk", "index")
    ]

    assert corpus("backup", str(copy), home=home).returncode == 0
    assert corpus("backup", str(copy), home=home).returncode == 1  # exists
    assert corpus("restore", str(copy), home=other).returncode == 0
    assert corpus("list", "--json", home=other).stdout == corpus("list", "--json", home=home).stdout
    refused = corpus("restore", str(copy), home=other)
    assert refused.returncode == 1 and "--force" in refused.stderr
    assert corpus("restore", str(copy), "--force", home=other).returncode == 0

    damaged = tmp_path / "damaged.sqlite"
    data = bytearray(copy.read_bytes())
    data[100:4000] = b"\xff" * 3900
    damaged.write_bytes(data)
    assert corpus("restore", str(damaged), "--force", home=other).returncode == 1
    assert len(json.loads(corpus("list", "--json", home=other).stdout)) == 1
