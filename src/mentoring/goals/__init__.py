"""What a plan should have much or little of: one goal a file."""

from mentoring.goals.base import Goal
from mentoring.goals.fit import Fit

GOALS: tuple[Goal, ...] = (Fit(),)
BY_SLUG: dict[str, Goal] = {goal.slug: goal for goal in GOALS}
