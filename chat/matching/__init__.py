"""Which support measures an enterprise may have: profile in; applies, may apply, does not apply out, with reasons."""
