"""Our retriever and the frameworks' that a user would pick instead, measured in one run.

In reading order: `sets` (documents, questions, what is measured of each), `systems` (what every system must do, and
ours), `peers` (LangChain, LlamaIndex, Haystack, txtai), `retrieval` (the run), `report` (its table).
"""
