"""Which code a report comes from."""

from evals.provenance import ROOT, code_state


def test_where_figures_come_from() -> None:
    state = code_state()
    assert len(state["source_sha256"]) == 64
    assert (state["commit"] is None) is (state["dirty"] is None)
    assert state["commit"] is None or len(state["commit"]) == 40
    assert (ROOT / "evals" / "provenance.py").exists()
