"""What every plan must keep: one rule a file. The order of rules never matters."""

from mentoring.domain.memory import rest_collector
from mentoring.domain.plan import Plan
from mentoring.rules.all_within import AllWithin
from mentoring.rules.at_once import AtOnce
from mentoring.rules.base import Rule, Violation
from mentoring.rules.budget import Budget
from mentoring.rules.capacity import Capacity
from mentoring.rules.closed import Closed
from mentoring.rules.co2 import Co2
from mentoring.rules.country import Country
from mentoring.rules.distance import Distance
from mentoring.rules.events_at_once import EventsAtOnce
from mentoring.rules.events_per_month import EventsPerMonth
from mentoring.rules.flight import Flight
from mentoring.rules.holiday import Holiday
from mentoring.rules.host import Host
from mentoring.rules.hours import Hours
from mentoring.rules.in_or_out import InOrOut
from mentoring.rules.language import Language
from mentoring.rules.lead_time import LeadTime
from mentoring.rules.least_fit import LeastFit
from mentoring.rules.left import Left
from mentoring.rules.order import Order
from mentoring.rules.people import People
from mentoring.rules.person_free import PersonFree
from mentoring.rules.person_gap import PersonGap
from mentoring.rules.person_language import PersonLanguage
from mentoring.rules.pin import Pin
from mentoring.rules.refusal import Refusal
from mentoring.rules.reserve import Reserve
from mentoring.rules.same_person import SamePerson
from mentoring.rules.similarity import Similarity
from mentoring.rules.theme_role import ThemeRole
from mentoring.rules.trip_gap import TripGap
from mentoring.rules.unavailable import Unavailable
from mentoring.rules.weekday import Weekday
from mentoring.rules.whole import Whole
from mentoring.rules.window import Window

RULES: tuple[Rule, ...] = (
    AllWithin(),
    AtOnce(),
    Budget(),
    Capacity(),
    Closed(),
    Co2(),
    Country(),
    Distance(),
    EventsAtOnce(),
    EventsPerMonth(),
    Flight(),
    Holiday(),
    Host(),
    Hours(),
    InOrOut(),
    Language(),
    LeadTime(),
    LeastFit(),
    Left(),
    Order(),
    People(),
    PersonFree(),
    PersonGap(),
    PersonLanguage(),
    Pin(),
    Refusal(),
    Reserve(),
    SamePerson(),
    Similarity(),
    ThemeRole(),
    TripGap(),
    Unavailable(),
    Weekday(),
    Whole(),
    Window(),
)


@rest_collector()
def check_plan(plan: Plan) -> list[Violation]:
    """Everything a finished plan breaks, sorted; a plan that is not whole is told only that."""
    torn = sorted(set(Whole().check(plan)))
    others = (rule for rule in RULES if not isinstance(rule, Whole))
    return torn or sorted({violation for rule in others for violation in rule.check(plan)})
