"""The one door to embedding models: same vectors, nothing heavy imported, unsafe folders refused."""

import json
import shutil
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from indexing import static_embedding
from indexing.embedder import BUNDLED_MODEL, Embedder, bundled_embedder, open_embedder
from indexing.langchain_embeddings import LangChainEmbeddings
from indexing.model_files import ModelRefused, check_model_folder
from indexing.static_embedding import StaticEmbedder

TEXTS = [
    "到２０２７年，全省制造业增加值占地区生产总值比重达到30%左右。",
    "中小企业申请贷款贴息需要哪些材料？",
    "GDP grew by 5.2 per cent — 新能源汽车产量突破100万辆",
    "〔2024〕12号　①②③ ㎡ é",
    "繁體中文：優化營商環境條例",
    "。，！",
    "",
    "第一条 为了优化营商环境，" * 500,
]


@pytest.fixture(scope="module")
def bundled() -> Embedder:
    return open_embedder(None)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    copy = tmp_path / "model"
    shutil.copytree(BUNDLED_MODEL, copy)
    return copy


def without_checksums(folder: Path) -> Path:
    (folder / "SHA256SUMS").unlink()
    return folder


def test_same_vectors_as_sentence_transformers(bundled: Embedder) -> None:
    from sentence_transformers import SentenceTransformer

    model = SentenceTransformer(str(BUNDLED_MODEL), device="cpu")
    np.testing.assert_allclose(bundled.embed_passages(TEXTS), model.float().encode(TEXTS), atol=1e-5)
    # As it is loaded, its mean is in float16 too: equal up to that rounding, where the text has any word.
    words = [text for text in TEXTS if bundled.embed_query(text).any()]
    np.testing.assert_allclose(bundled.embed_passages(words), model.half().encode(words), atol=1e-3)


def test_related_texts_are_nearer_than_unrelated_ones(bundled: Embedder) -> None:
    query = bundled.embed_query("企业可以申请哪些税收优惠？")
    related, unrelated = bundled.embed_passages(
        ["符合条件的小微企业，减按20%的税率缴纳企业所得税。", "运动员在女子双人跳水决赛中夺得金牌。"]
    )
    assert query @ related > query @ unrelated + 0.1


def test_bundled_model_needs_no_torch() -> None:
    code = (
        "import sys; from indexing.embedder import open_embedder; open_embedder(None).embed_query('补贴')\n"
        "print([m for m in ('torch', 'sentence_transformers', 'transformers', 'sklearn') if m in sys.modules])"
    )
    assert run_python(code).strip() == "[]"


def run_python(code: str, *arguments: str) -> str:
    command = [sys.executable, "-c", code, *arguments]
    root = Path(__file__).resolve().parents[2]
    return subprocess.run(command, cwd=root, check=True, capture_output=True, text=True).stdout


def test_bundled_model_is_small_whole_and_without_code() -> None:
    files = [path for path in BUNDLED_MODEL.rglob("*") if path.is_file()]
    assert sum(path.stat().st_size for path in files) <= 20_000_000
    assert {path.suffix for path in files} <= {".json", ".safetensors", ".md", ""}
    listed = {line.split("  ")[1] for line in (BUNDLED_MODEL / "SHA256SUMS").read_text().splitlines()}
    counted = {
        path.relative_to(BUNDLED_MODEL).as_posix()
        for path in files
        if path.suffix in {".json", ".safetensors"}
    }
    assert listed == counted


@settings(max_examples=50, deadline=None)
@given(st.lists(st.text(max_size=80), max_size=6))
def test_unit_length_and_independent_of_the_batch(texts: list[str]) -> None:
    embedder = open_bundled_once()
    vectors = embedder.embed_passages(texts)
    assert vectors.shape == (len(texts), embedder.dimensions)
    assert vectors.dtype == np.float32
    lengths = np.linalg.norm(vectors, axis=1)
    assert np.all((np.abs(lengths - 1) < 1e-5) | (lengths == 0))
    for text, vector in zip(texts, vectors, strict=True):
        np.testing.assert_array_equal(embedder.embed_query(text), vector)


OPENED: list[Embedder] = []


def open_bundled_once() -> Embedder:
    if not OPENED:
        OPENED.append(open_embedder(None))
    return OPENED[0]


def test_tokens_are_the_same_when_met_again_and_what_is_kept_stays_bounded(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(static_embedding, "SEEN", 4)
    embedder = StaticEmbedder(folder, "copy")
    first = [ids.tolist() for ids in embedder.tokens(TEXTS)]
    assert first[0] and first[4] and not first[6]
    for _ in range(4):
        assert [ids.tolist() for ids in embedder.tokens([*TEXTS, TEXTS[0]])] == [*first, first[0]]
        assert [embedder.tokens([text])[0].tolist() for text in reversed(TEXTS)] == first[::-1]
    assert len(embedder._seen) <= 4 + len(TEXTS) and len(embedder._parts) < 60
    assert TEXTS[0] in embedder._seen and TEXTS[7] not in embedder._seen  # short ones only


@given(st.one_of(st.text(max_size=30), st.text("企业㎡①é\u0301aΣ1，。：（）《》 \n\u3000", max_size=20)))
def test_a_text_read_in_parts_has_the_tokens_of_the_whole(text: str) -> None:
    whole = bundled_embedder()._tokenizer.encode(text, add_special_tokens=False).ids
    assert bundled_embedder().tokens([text])[0].tolist() == whole


def test_a_tokenizer_that_sees_marks_is_refused(folder: Path) -> None:
    file = without_checksums(folder) / "tokenizer.json"
    stored = json.loads(file.read_text(encoding="utf-8"))
    stored["pre_tokenizer"] = None
    file.write_text(json.dumps(stored), encoding="utf-8")
    with pytest.raises(ModelRefused, match="标点"):
        StaticEmbedder(folder, "copy")


def test_a_text_without_words_is_similar_to_nothing(bundled: Embedder) -> None:
    assert not bundled.embed_passages(["", " 　\n", "！？……"]).any()
    assert bundled.embed_passages([]).shape == (0, bundled.dimensions)


def test_a_huge_text_takes_bounded_memory(bundled: Embedder) -> None:
    text = "优化营商环境，支持民营企业发展。"
    # A mean does not change when the text is repeated, and 3 million characters are no trouble.
    np.testing.assert_allclose(bundled.embed_query(text * 200_000), bundled.embed_query(text), atol=1e-4)


# T10: what a model folder must not hold, and the word its refusal must name.


def add_code(folder: Path) -> None:
    (folder / "modeling_x.py").write_text("open('canary', 'w').write('ran')")
    modules = json.loads((folder / "modules.json").read_text())
    modules[0]["type"] = "modeling_x.Model"
    (folder / "modules.json").write_text(json.dumps(modules))


def pickle_weights(folder: Path) -> None:
    (folder / "model.safetensors").rename(folder / "pytorch_model.bin")


def change_weights(folder: Path) -> None:
    path = folder / "model.safetensors"
    weights = bytearray(path.read_bytes())
    weights[-1] ^= 1
    path.write_bytes(weights)


def foreign_module(folder: Path) -> None:
    modules = json.loads((folder / "modules.json").read_text())
    modules[0]["type"] = "subprocess.Popen"
    (folder / "modules.json").write_text(json.dumps(modules))


def nested_pickle(folder: Path) -> None:
    (folder / "2_Dense").mkdir()
    (folder / "2_Dense" / "pytorch_model.bin").write_bytes(b"\x80\x04.")


def remote_code(folder: Path) -> None:
    (folder / "config.json").write_text(
        '{"model": {"auto_map": {"AutoModel": "someone/else--modeling.Model"}}}'
    )


def adapter(folder: Path) -> None:
    (folder / "adapter_config.json").write_text('{"base_model_name_or_path": "someone/else"}')


def outside_path(folder: Path) -> None:
    modules = json.loads((folder / "modules.json").read_text())
    modules[1]["path"] = "../elsewhere"
    (folder / "modules.json").write_text(json.dumps(modules))


def broken_json(folder: Path) -> None:
    (folder / "modules.json").write_text("[{")


def linked_folder(folder: Path) -> None:
    (folder / "2_Dense").symlink_to(folder.parent)


T10 = {add_code: "modeling_x.py", pickle_weights: "pytorch_model.bin", foreign_module: "subprocess.Popen"}
FURTHER = {
    nested_pickle: "2_Dense/pytorch_model.bin",
    remote_code: "auto_map",
    adapter: "adapter_config.json",
    outside_path: "../elsewhere",
    broken_json: "JSON",
    linked_folder: "2_Dense",
}


@pytest.mark.parametrize(
    ("spoil", "named"), (T10 | FURTHER).items(), ids=lambda x: getattr(x, "__name__", "")
)
def test_unsafe_folders_are_refused(folder: Path, spoil: object, named: str) -> None:
    without_checksums(folder)
    spoil(folder)  # type: ignore[operator]
    with pytest.raises(ModelRefused) as refusal:
        open_embedder(str(folder))
    assert named in str(refusal.value)


def test_changed_weights_are_refused(folder: Path) -> None:
    change_weights(folder)
    with pytest.raises(ModelRefused, match="model.safetensors"):
        open_embedder(str(folder))
    with pytest.raises(ModelRefused, match="指纹"):
        open_embedder(None, expected_fingerprint="0" * 64)


def test_refusal_comes_before_any_import(folder: Path) -> None:
    add_code(without_checksums(folder))
    code = (
        "import sys; from indexing.embedder import open_embedder; from indexing.model_files import ModelRefused\n"
        "try: open_embedder(sys.argv[1])\n"
        "except ModelRefused: print([m for m in ('torch', 'sentence_transformers', 'modeling_x') if m in sys.modules])"
    )
    assert run_python(code, str(folder)).strip() == "[]"
    assert not (folder / "canary").exists()


def test_pickles_beside_safetensors_are_left_unread(folder: Path) -> None:
    # Many published folders hold both forms of the weights; only safetensors are read.
    (without_checksums(folder) / "pytorch_model.bin").write_bytes(b"\x80\x04.")
    check_model_folder(folder)


def test_fingerprint_follows_what_determines_the_vectors(folder: Path) -> None:
    first = check_model_folder(without_checksums(folder))
    (folder / "README.md").write_text("another card")
    assert check_model_folder(folder) == first
    change_weights(folder)
    assert check_model_folder(folder) != first


@pytest.mark.parametrize("model", ["./nowhere", "/nowhere/at/all", "a/b/c"])
def test_a_missing_folder_is_named(model: str) -> None:
    with pytest.raises(ModelRefused, match="没有这个文件夹"):
        open_embedder(model)


def test_a_folder_is_read_by_sentence_transformers_with_its_prompts(folder: Path, bundled: Embedder) -> None:
    path = without_checksums(folder) / "config_sentence_transformers.json"
    config = json.loads(path.read_text())
    config["prompts"] = {"query": "查询企业", "document": ""}
    path.write_text(json.dumps(config))
    embedder = open_embedder(str(folder), device="cpu", batch_size=2)
    assert embedder.dimensions == bundled.dimensions
    assert embedder.fingerprint != bundled.fingerprint
    np.testing.assert_allclose(embedder.embed_passages(TEXTS), bundled.embed_passages(TEXTS), atol=1e-3)
    np.testing.assert_allclose(embedder.embed_query("补贴"), bundled.embed_query("查询企业补贴"), atol=1e-3)
    assert embedder.embed_passages([]).shape == (0, embedder.dimensions)


def test_langchain_sees_the_same_vectors(bundled: Embedder) -> None:
    adapter = LangChainEmbeddings(bundled)
    assert adapter.embed_query("补贴") == bundled.embed_query("补贴").tolist()
    assert adapter.embed_documents(TEXTS[:2]) == bundled.embed_passages(TEXTS[:2]).tolist()


def test_a_name_that_cannot_be_fetched_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    import huggingface_hub

    def unreachable(*_: object, **__: object) -> str:
        raise OSError("no network")

    monkeypatch.setattr(huggingface_hub, "snapshot_download", unreachable)
    with pytest.raises(ModelRefused, match="无法下载"):
        open_embedder("some-team/some-model")
