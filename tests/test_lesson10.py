"""What lesson 10 promises of its cases."""

import pytest
from answers import graded_cells, run_cell

from cnnlib.check import Exercise
from cnnlib.exercises import lesson10
from cnnlib.exercises.lesson10.labels import likeness


@pytest.fixture
def cases_of_labels(monkeypatch):
    """All cases of `label_after`, hidden ones as well."""
    found = []

    def keep(self, function, hidden):
        found.extend(hidden.values())

    monkeypatch.setattr(Exercise, "check", lambda self, function: None)
    monkeypatch.setattr(Exercise, "grade", keep)
    cell = graded_cells("10-augmentation")["label_after"]
    run_cell(cell.source, {"label_after": None})
    visible = [part.checks for part in lesson10.label_after.parts]
    return [case for cases in [*visible, *found] for case in cases]


def test_label_after_when_two_classes_are_alike_enough_then_never_equally(cases_of_labels):
    assert len(cases_of_labels) > 15
    for case in cases_of_labels:
        pictures, transform, least = (*case.args, 0.8)[:3]
        for name, picture in pictures.items():
            scores = sorted(likeness(transform(picture), other) for other in pictures.values())
            assert scores[-1] < least or scores[-1] - scores[-2] > 1e-6, (case, name)
