"""The stated programme for Timefold: its rules, and its goals in order as levels of the score."""

from timefold.solver.score import (
    BendableScore,
    Constraint,
    ConstraintCollectors,
    ConstraintFactory,
    Joiners,
    constraint_provider,
)

from benchmarks.peer.timefold_domain import MEETING, VISIT, Meeting, Need, Office, Stay, fit_of


def meeting_stays(need: Need, meeting: Meeting) -> list[Stay]:
    """What the meeting of its theme is to both cities of a pairing."""
    found: list[Stay] = []
    for city in (need.city, need.offer.city):
        event = -1 - meeting.id
        end = meeting.day + MEETING - 1
        found.append(Stay(city, event, meeting.day, end, 2 * city.km[meeting.host.id], meeting.host))
    return found


def meeting_faults(need: Need, meeting: Meeting, lag: int) -> int:
    """Cities that cannot come, and a second visit too late."""
    faults = 0
    for city in (need.city, need.offer.city):
        if not city.meeting[meeting.day]:
            faults += 1
    if need.first is not None and need.second is not None:
        missing = lag - (meeting.day - (need.first + need.second + VISIT))
        if missing > 0:
            faults += 1 + missing // 7  # by the week, so that a better day is seen to be better
    return faults


def clashes(one: Stay, two: Stay) -> bool:
    """Whether a city's two stays overlap or lie too near."""
    city = one.city
    wanted = 0
    if one.place.id != city.id and two.place.id != city.id:
        wanted = city.rest
    if wanted < city.far_days and one.place.km[two.place.id] > city.far_km:
        wanted = city.far_days
    return max(one.first - two.last, two.first - one.last) - 1 < wanted


def hard() -> BendableScore:
    """One rule broken."""
    return BendableScore.of((1,), (0, 0, 0, 0))


def soft(level: int) -> BendableScore:
    """One unit of the goal of this number."""
    return BendableScore.of((0,), tuple(1 if number == level else 0 for number in range(4)))


@constraint_provider
def constraints(factory: ConstraintFactory) -> list[Constraint]:
    """Every rule of the stated programme, and its four goals."""

    def served():
        return factory.for_each_including_unassigned(Need).filter(lambda need: need.offer is not None)

    def with_meeting():
        return served().join(
            Meeting,
            Joiners.equal(lambda need: need.theme, lambda meeting: meeting.id),
        )

    def visit_stays():
        return served().map(lambda need: need.stays()).flatten_last(lambda stays: stays)

    def meeting_stays_of_all():
        return (
            with_meeting()
            .map(lambda need, meeting: meeting_stays(need, meeting))
            .flatten_last(lambda stays: stays)
            .distinct()
        )

    def all_stays():
        return visit_stays().concat(meeting_stays_of_all())

    return [
        served().filter(lambda need: need.closed() > 0)
        .penalize(hard(), lambda need: need.closed()).as_constraint("closed days"),
        served().group_by(lambda need: need.offer, ConstraintCollectors.count())
        .filter(lambda offer, number: number > offer.mentees)
        .penalize(hard(), lambda offer, number: number - offer.mentees).as_constraint("places"),
        with_meeting().join(Office)
        .filter(lambda need, meeting, office: meeting_faults(need, meeting, office.meeting_lag) > 0)
        .penalize(hard(), lambda need, meeting, office: meeting_faults(need, meeting, office.meeting_lag))
        .as_constraint("meeting day"),
        factory.for_each(Meeting)
        .if_not_exists_including_unassigned(
            Need,
            Joiners.equal(lambda meeting: meeting.id, lambda need: need.theme),
            Joiners.filtering(lambda meeting, need: need.offer is not None
                              and (need.city.id == meeting.host.id or need.offer.city.id == meeting.host.id)),
        )
        .penalize(hard()).as_constraint("host takes part"),
        all_stays().join(
            all_stays(),
            Joiners.equal(lambda stay: stay.city),
            Joiners.less_than(lambda stay: stay.event),
            Joiners.filtering(clashes),
        ).penalize(hard()).as_constraint("too near"),
        served().map(lambda need: need.weeks()).flatten_last(lambda weeks: weeks)
        .group_by(lambda week: week, ConstraintCollectors.count()).join(Office)
        .filter(lambda week, number, office: number > office.people)
        .penalize(hard(), lambda week, number, office: number - office.people).as_constraint("facilitators"),
        factory.for_each_including_unassigned(Need).filter(lambda need: need.offer is None)
        .penalize(soft(0), lambda need: need.priority).as_constraint("needs"),
        served().reward(soft(1), lambda need: fit_of(need, need.offer)).as_constraint("fit"),
        all_stays().penalize(soft(2), lambda stay: stay.km).as_constraint("km"),
        served().penalize(soft(3), lambda need: need.last_days()).as_constraint("visits early"),
        factory.for_each(Meeting)
        .penalize(soft(3), lambda meeting: meeting.day + MEETING - 1).as_constraint("meetings early"),
    ]  # fmt: skip
