"""Our retriever and the frameworks' that a user would pick instead, measured in one run.

In reading order: `sets` (documents, questions, what is measured of each), `systems` (what every system must do, and
ours), `peer_texts` and `peers` (the texts made fair for LangChain, LlamaIndex, Haystack and txtai, and these), `retrieval`
(the run), `report` (its table).
"""
