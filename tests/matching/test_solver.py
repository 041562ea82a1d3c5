"""The solver against every possible plan, on problems small enough to try them all."""

import itertools
import math

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from reports.matching.scoring import Grid, Points, kilometres, shares
from reports.matching.solver import NOBODY, Problem, solve

COST = st.integers(-60, 60) | st.just(math.inf)


@st.composite
def problems(draw):
    units, officers = draw(st.integers(1, 4)), draw(st.integers(1, 3))
    cells = draw(st.lists(COST, min_size=units * officers, max_size=units * officers))
    return Problem(
        pair_cost=np.array(cells, dtype=float).reshape(units, officers),
        held=np.array(draw(st.lists(st.integers(0, 2), min_size=officers, max_size=officers))),
        load_weight=draw(st.integers(0, 60)),
        load_min=draw(st.integers(0, 2)),
        load_max=draw(st.integers(0, 4)),
    )


def worth(problem: Problem, plan: tuple[int, ...]) -> tuple[int, float] | None:
    """(Units left over, cost) of a plan; None when it breaks a rule. Written without the solver's code."""
    units, officers = problem.pair_cost.shape
    average = max(1.0, (units + int(problem.held.sum())) / officers)
    loads, cost = list(problem.held), 0.0
    for unit, officer in enumerate(plan):
        if officer == NOBODY:
            continue
        loads[officer] += 1
        cost += problem.pair_cost[unit, officer]
        cost += problem.load_weight * ((loads[officer] - 1) / average - (loads[officer] <= problem.load_min))
    full = any(load > problem.load_max and load > held for load, held in zip(loads, problem.held, strict=True))
    return None if full or math.isinf(cost) else (plan.count(NOBODY), cost)


@given(problems())
@settings(max_examples=300, deadline=None)
def test_no_plan_places_more_units_or_costs_less(problem):
    units, officers = problem.pair_cost.shape
    found = worth(problem, tuple(int(officer) for officer in solve(problem).chosen))
    assert found is not None
    every_plan = itertools.product([NOBODY, *range(officers)], repeat=units)
    best = min(value for plan in every_plan if (value := worth(problem, plan)) is not None)
    assert found[0] == best[0]
    assert math.isclose(found[1], best[1], abs_tol=0.001 * units)


@given(problems())
@settings(max_examples=100, deadline=None)
def test_the_same_problem_gives_the_same_plan_and_a_runner_up_is_somebody_else_with_room(problem):
    first, second = solve(problem), solve(problem)
    assert (first.chosen == second.chosen).all()
    assert (first.runner_up == second.runner_up).all()
    loads = problem.held + np.bincount(first.chosen[first.chosen != NOBODY], minlength=len(problem.held))
    for unit, (chosen, other) in enumerate(zip(first.chosen, first.runner_up, strict=True)):
        if other != NOBODY:
            assert other != chosen
            assert np.isfinite(problem.pair_cost[unit, other])
            assert loads[other] < problem.load_max


def test_ninety_hamlets_by_forty_seven_officers_is_one_or_two_each():
    """Chợ Lách (seed 002): 1,91 on average."""
    chosen = solve(Problem(np.zeros((90, 47)), np.zeros(47, dtype=np.int64), load_weight=30)).chosen
    assert sorted(np.bincount(chosen)) == [1] * 4 + [2] * 43


def test_without_a_bound_no_unit_is_left_over_while_somebody_may_hold_it():
    """Only the first of ten officers may hold any of the 30 units: twice the average is not enough."""
    cost = np.full((30, 10), math.inf)
    cost[:, 0] = 0.0
    assert set(solve(Problem(cost, np.zeros(10, dtype=np.int64), load_weight=30)).chosen) == {0}


def test_nothing_to_give_or_nobody_to_give_it_to():
    assert solve(Problem(np.zeros((0, 3)), np.zeros(3, dtype=np.int64), 30)).chosen.tolist() == []
    assert solve(Problem(np.zeros((2, 0)), np.zeros(0, dtype=np.int64), 30)).chosen.tolist() == [NOBODY, NOBODY]


def test_those_with_few_units_come_first():
    """Three, one and none held; two more units: the last gets both, for the second one makes two, as with the other."""
    plan = solve(Problem(np.zeros((1, 3)), np.array([3, 1, 0]), load_weight=30))
    assert plan.chosen.tolist() == [2]
    assert plan.runner_up.tolist() in ([0], [1])


def test_distance_is_along_the_earth_and_unknown_where_a_place_is():
    """Thành phố Bến Tre to Ba Tri is about 31 km; one degree of latitude is 111,195 km."""
    found = kilometres(
        np.array([[10.0, 106.0], [np.nan, np.nan]]), np.array([[11.0, 106.0], [10.0, 106.0], [np.nan, np.nan]])
    )
    assert np.round(found[0, :2], 3).tolist() == [111.195, 0.0]
    assert np.isnan(found[0, 2])
    assert np.isnan(found[1]).all()


def test_a_skill_is_the_share_of_what_the_unit_needs():
    needs = np.array([[3.0, 1.0], [0.0, 0.0]])
    skills = np.array([[1.0, 0.0], [0.0, 1.0], [1.0, 1.0]])
    assert shares(needs, skills).tolist() == [[0.75, 0.25, 1.0], [0.0, 0.0, 0.0]]


def test_points_of_a_pair_by_hand():
    """Near and skilled; unknown distance; due for rotation without an account; not allowed."""
    grid = Grid(
        allowed=np.array([[True, True, True, False]]),
        skill=np.array([[1.0, 0.0, 0.0, 1.0]]),
        km=np.array([[5.0, np.nan, 400.0, 0.0]]),
        ties=np.array([[0.5, 0.0, 1.0, 1.0]]),
        due=np.array([[False, False, True, False]]),
        account=np.array([True, True, False, True]),
    )
    points = Points(expertise=40, distance=20, continuity=10, rotation=30, account=5, far_km=20)
    assert grid.costs(points).tolist() == [[-40 - 5 + 5, 10, 20 + 30 + 5, math.inf]]
