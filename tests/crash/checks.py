"""Is a home as it should be? Every check there is, over every document and every passage."""

import time
from pathlib import Path
from typing import Any

from corpus.doctor import examine
from corpus.library import Library
from indexing.build import INDEXES, build
from indexing.embedder import open_embedder
from indexing.generation import Generation
from indexing.generation_files import load
from indexing.retriever import Retriever
from indexing.splitter import split
from indexing.store import Store
from tests.crash.texts import made, versions_in

_ASKED = 20  # documents whose words are searched for
QUESTION = "上云服务券由哪个部门办理"


def reopened(home: Path) -> dict[str, Any]:
    """Opens a home as after a crash, asks it, and says what is in it: `ready` and `cpu` in seconds, `state`, `faults`."""
    began, worked = time.monotonic(), time.process_time()
    retriever = Retriever.open(home)
    found = retriever.search(QUESTION)
    ready, cpu = time.monotonic() - began, time.process_time() - worked
    faults = [] if found else ["the first search found nothing"]
    state: dict[str, int] = {}
    for document in retriever.library.documents():
        versions = versions_in(document.text)
        (version,) = versions[document.doc_id]
        state[document.doc_id] = version
        if document.text != made(document.doc_id, version).text:
            faults.append(f"{document.doc_id} has another text")
    for one in found:
        span = one.passage.span
        if one.passage.text != made(span.doc_id, state[span.doc_id]).text[span.start : span.end]:
            faults.append(f"{one.passage.passage_id} is not what the document says there")
    return {"ready": ready, "cpu": cpu, "exact": retriever.exact, "state": state, "faults": faults}


def faults_of(home: Path) -> list[str]:
    """Builds, and then looks at everything: truth and index agree, every vector and every passage finds itself."""
    library, embedder = Library(home), open_embedder(None)
    build(library, embedder)
    # The doctor looks at every span, hash and vector, and at files left over; it would mend, so any word is a fault.
    faults = [f"{f.check}: {f.message}" for f in examine(library) if f.verdict != "ok" and f.check != "disk"]
    store = Store(library)
    pointer = store.pointer()
    assert pointer is not None
    generation = load(home / INDEXES / pointer.folder, pointer.stamp)
    faults += _passage_faults(library, Retriever(library, lambda: embedder), generation)
    unkept = "SELECT count(*) FROM vectors WHERE digest NOT IN (SELECT digest FROM passages)"
    if library.connection.execute(unkept).fetchone() != (0,):
        faults.append("vectors of no passage were kept")
    if store.unsplit() or store.unembedded(embedder.fingerprint):
        faults.append("something was left undone")
    return faults


def _passage_faults(library: Library, retriever: Retriever, generation: Generation) -> list[str]:
    faults = []
    documents = library.documents()
    searchable = {document.doc_id for document in retriever.documents()}
    if searchable != {document.doc_id for document in documents}:
        faults.append(f"{len(documents)} documents, {len(searchable)} of them searchable")
    for document in documents:
        if retriever.passages_of(document.doc_id) != split(document):
            faults.append(f"{document.doc_id}: its passages are not those of its text")
    for document in documents[:: len(documents) // _ASKED + 1]:
        passages = split(document)
        first = retriever.search(passages[0].text[:200], 1)
        if not first or first[0].passage != passages[0]:
            faults.append(
                f"{document.doc_id}: its first passage is not the first to be found by its own words"
            )
    places = {(generation.doc_ids[row.document], row.start) for row in generation.rows}
    if len(places) != len(generation.rows):
        faults.append("a passage is in the index twice")
    return faults
