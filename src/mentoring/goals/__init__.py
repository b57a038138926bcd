"""What a plan should have much or little of: one goal a file."""

from mentoring.goals.away import Away
from mentoring.goals.base import Goal
from mentoring.goals.blocking import Blocking
from mentoring.goals.changes import Changes
from mentoring.goals.co2_kg import Co2Kg
from mentoring.goals.cost_eur import CostEur
from mentoring.goals.early import Early
from mentoring.goals.finish import Finish
from mentoring.goals.fit import Fit
from mentoring.goals.hosting import Hosting
from mentoring.goals.needs import Needs
from mentoring.goals.preferences import Preferences
from mentoring.goals.spread import Spread
from mentoring.goals.travel_km import TravelKm
from mentoring.goals.wishes import Wishes

GOALS: tuple[Goal, ...] = (
    Needs(),
    Preferences(),
    Blocking(),
    Fit(),
    TravelKm(),
    CostEur(),
    Co2Kg(),
    Hosting(),
    Away(),
    Wishes(),
    Spread(),
    Early(),
    Finish(),
    Changes(),
)
BY_SLUG: dict[str, Goal] = {goal.slug: goal for goal in GOALS}
