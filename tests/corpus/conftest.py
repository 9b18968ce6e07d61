"""Property tests share two cores with others: how long one example takes says nothing."""

from hypothesis import settings

settings.register_profile("corpus", deadline=None, max_examples=60)
settings.load_profile("corpus")
