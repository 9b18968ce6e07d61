"""The tables of the library, as a list of steps; a home of an earlier version takes the steps it lacks.

A step that has been released is never changed, only followed by another.
"""

MIGRATIONS = [
    """
    CREATE TABLE state (name TEXT PRIMARY KEY, value INTEGER NOT NULL) STRICT;
    INSERT INTO state VALUES ('revision', 0);

    CREATE TABLE components (name TEXT PRIMARY KEY, version INTEGER NOT NULL) STRICT;

    CREATE TABLE documents (
        doc_id TEXT PRIMARY KEY,
        title TEXT NOT NULL,
        text TEXT NOT NULL,
        source_path TEXT,
        issuer TEXT,
        document_number TEXT,
        issued_on TEXT,
        effective_on TEXT,
        expires_on TEXT,
        region TEXT,
        document_type TEXT,
        status TEXT NOT NULL,
        source_url TEXT,
        characters INTEGER NOT NULL,
        id_given INTEGER NOT NULL,
        content_hash TEXT NOT NULL,
        wording_hash TEXT NOT NULL,
        metadata_hash TEXT NOT NULL,
        first_added TEXT NOT NULL,
        changed_at TEXT NOT NULL,
        revision INTEGER NOT NULL
    ) STRICT;
    CREATE INDEX documents_by_wording ON documents (wording_hash);
    CREATE INDEX documents_by_content ON documents (content_hash);

    -- Where a document was read from. One path leads to one document, except for collections such as
    -- .jsonl, whose rows are told apart by their ids or texts (single = 0).
    CREATE TABLE sources (
        path TEXT NOT NULL,
        doc_id TEXT NOT NULL REFERENCES documents (doc_id) ON DELETE CASCADE,
        single INTEGER NOT NULL,
        PRIMARY KEY (path, doc_id)
    ) STRICT;
    CREATE INDEX sources_by_document ON sources (doc_id);

    -- The characters of the text that a value was read from; none for a value that was given.
    CREATE TABLE readings (
        doc_id TEXT NOT NULL REFERENCES documents (doc_id) ON DELETE CASCADE,
        field TEXT NOT NULL,
        start INTEGER NOT NULL,
        "end" INTEGER NOT NULL,
        PRIMARY KEY (doc_id, field)
    ) STRICT;

    -- Earlier versions of a document.
    CREATE TABLE versions (
        doc_id TEXT NOT NULL REFERENCES documents (doc_id) ON DELETE CASCADE,
        revision INTEGER NOT NULL,
        added_at TEXT NOT NULL,
        replaced_at TEXT NOT NULL,
        content_hash TEXT NOT NULL,
        text TEXT NOT NULL,
        metadata TEXT NOT NULL,
        PRIMARY KEY (doc_id, revision)
    ) STRICT;
    """,
    """
    -- Where on the page characters stand, for documents that have pages; points from the upper left corner.
    CREATE TABLE page_boxes (
        doc_id TEXT NOT NULL REFERENCES documents (doc_id) ON DELETE CASCADE,
        start INTEGER NOT NULL,
        "end" INTEGER NOT NULL,
        page INTEGER NOT NULL,
        "left" REAL NOT NULL,
        top REAL NOT NULL,
        "right" REAL NOT NULL,
        bottom REAL NOT NULL,
        PRIMARY KEY (doc_id, start)
    ) STRICT, WITHOUT ROWID;
    """,
    """
    -- What documents say about others, and which document that is, if it is here.
    CREATE TABLE statements (
        doc_id TEXT NOT NULL REFERENCES documents (doc_id) ON DELETE CASCADE,
        kind TEXT NOT NULL,
        title TEXT NOT NULL,
        number TEXT,
        begins TEXT,
        start INTEGER NOT NULL,
        "end" INTEGER NOT NULL,
        target TEXT REFERENCES documents (doc_id) ON DELETE SET NULL
    ) STRICT;
    CREATE INDEX statements_by_document ON statements (doc_id);
    CREATE INDEX statements_by_target ON statements (target);
    """,
    """
    -- The left edge of every character in the box and the right one of the last, as JSON.
    ALTER TABLE page_boxes ADD COLUMN edges TEXT NOT NULL DEFAULT '[]';

    -- The pages of a document that has some, in points; scanned where a program recognised the text.
    CREATE TABLE pages (
        doc_id TEXT NOT NULL REFERENCES documents (doc_id) ON DELETE CASCADE,
        page INTEGER NOT NULL,
        width REAL NOT NULL,
        height REAL NOT NULL,
        scanned INTEGER NOT NULL,
        PRIMARY KEY (doc_id, page)
    ) STRICT, WITHOUT ROWID;

    -- The file that a document's text was read from, unless it held others too.
    CREATE TABLE originals (
        doc_id TEXT PRIMARY KEY REFERENCES documents (doc_id) ON DELETE CASCADE,
        name TEXT NOT NULL,
        content BLOB NOT NULL
    ) STRICT;

    -- Metadata set by hand, and what they replaced (both null where nothing is known).
    CREATE TABLE edits (
        doc_id TEXT NOT NULL REFERENCES documents (doc_id) ON DELETE CASCADE,
        field TEXT NOT NULL,
        value TEXT,
        read TEXT,
        edited_at TEXT NOT NULL,
        PRIMARY KEY (doc_id, field)
    ) STRICT;
    """,
]
