"""Fixtures that every test may ask for."""

import os

from hypothesis import settings

pytest_plugins = ["tests.browser", "tests.databases"]

# The same examples on every machine and in every run; HYPOTHESIS_PROFILE=wander looks for new ones.
settings.register_profile("same", derandomize=True, deadline=None)
settings.register_profile("wander", deadline=None)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "same"))
