"""One classifier for all tests of understanding: it is never changed."""

import pytest

from nlp.classifier import Classifier


@pytest.fixture(scope="session")
def classifier() -> Classifier:
    return Classifier.load()
