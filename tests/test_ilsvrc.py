"""The published errors of ILSVRC, and the networks of lesson 08's race."""

import pytest

from cnnlib.exercises.lesson08 import ilsvrc


@pytest.mark.parametrize("one", ilsvrc.RESULTS, ids=lambda one: one.name)
def test_result_when_listed_then_has_year_kind_split_and_source(one):
    assert 2010 <= one.year <= 2017
    assert 0 < one.error < 100
    assert one.kind in ilsvrc.KINDS
    assert one.split in ilsvrc.SPLITS
    assert len(one.source) > 20


def test_winners_when_in_order_then_each_year_is_better_than_the_one_before():
    winners = ilsvrc.results(entry=True)
    assert [one.year for one in winners] == list(range(2010, 2018))
    errors = [one.error for one in winners]
    assert errors == sorted(errors, reverse=True)
    assert {one.split for one in winners} == {"test"}


def test_results_when_listed_then_years_ascend():
    years = [one.year for one in ilsvrc.RESULTS]
    assert years == sorted(years)


def test_results_when_names_are_compared_then_no_two_are_alike():
    names = [(one.year, one.name) for one in ilsvrc.RESULTS]
    assert len(set(names)) == len(names)


@pytest.mark.parametrize(
    ("net", "year"), [("AlexNet", 2012), ("GoogLeNet", 2014), ("ResNet", 2015)]
)
def test_committee_when_beside_one_of_its_networks_then_is_better(net, year):
    mine = [one for one in ilsvrc.results(year=year) if one.name.startswith(net)]
    single = min(one.error for one in mine if one.kind == "single")
    assert all(one.error < single for one in mine if one.kind == "ensemble")


def test_results_when_networks_appear_then_not_before_2012():
    networks = [one for one in ilsvrc.RESULTS if one.kind in ("single", "ensemble")]
    assert min(one.year for one in networks) == 2012
    assert all(one.year < 2012 for one in ilsvrc.results(kind="before networks"))


def test_extra_images_when_used_then_said():
    assert [one.error for one in ilsvrc.results(extra_data=True)] == [15.3, 11.2]


# The race


@pytest.fixture(name="race")
def _race():
    pytest.importorskip("torch")
    from cnnlib.exercises.lesson08 import race

    return race


def test_contestants_when_counted_then_have_the_same_budget_within_3_per_cent(race):
    nets = [race.contestant(kind) for kind in race.WIDTHS]
    sizes = [sum(p.numel() for p in net.parameters()) for net in nets]
    assert max(sizes) / min(sizes) < 1.03


def test_units_when_measured_then_none_sees_more_than_5_by_5(race):
    import torch

    for kind in race.WIDTHS:
        unit = race.unit(kind, 2, 16).eval()
        x = torch.rand(1, 2, 11, 11, requires_grad=True)
        unit(x)[0, :, 5, 5].sum().backward()
        rows, columns = x.grad[0].abs().sum(dim=0).nonzero().T
        assert rows.min() >= 3 and rows.max() <= 7, kind
        assert columns.min() >= 3 and columns.max() <= 7, kind


def test_macs_when_counted_then_agree_with_the_arithmetic_of_stacks(race):
    from torch import nn

    from cnnlib import arithmetic

    stack = [nn.Conv2d(3, 4, 3, stride=2), nn.ReLU(), nn.Flatten(), nn.Linear(4 * 7 * 4, 5)]
    found = race.macs(nn.Sequential(*stack), (3, 16, 10))
    assert found == arithmetic.count_macs(stack, (3, 16, 10))


def test_training_when_repeated_with_a_seed_then_is_the_same(race):
    import torch

    dice = torch.Generator().manual_seed(0)
    part = torch.randn(80, 3, 32, 32, generator=dice), torch.arange(80) % 4
    before = torch.get_rng_state()
    first, second = (race.train("two 3x3", part, seed=3, epochs=1) for _ in range(2))
    assert torch.equal(torch.get_rng_state(), before)
    assert not first.training
    for one, other in zip(first.parameters(), second.parameters(), strict=True):
        assert torch.equal(one, other)
    assert 0 <= race.accuracy(first, part) <= 1


def test_signs_when_loaded_then_four_classes_are_normalised(race):
    train, test = race.signs()
    assert len(train[1]) == 2000 and len(test[1]) == 800
    assert sorted(set(train[1].tolist())) == [0, 1, 2, 3]
    assert abs(float(train[0].mean())) < 0.2
    assert 0.5 < float(train[0].std()) < 1.5
