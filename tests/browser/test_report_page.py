"""What a person can do and read in the report, in a real browser."""

from __future__ import annotations

import pytest
from axe_playwright_python.sync_playwright import Axe


def violations(page) -> list[str]:
    """What axe finds against the page, each with the first place."""
    found = Axe().run(page).response["violations"]
    return [f"{one['id']}: {one['nodes'][0]['html'][:200]}" for one in found]


def opacity(page, selector: str) -> set[str]:
    return set(page.eval_on_selector_all(selector, "nodes => nodes.map(node => getComputedStyle(node).opacity)"))


PAGES = ("stored", "compared", "city", "person", "hostile")
OPEN_ALL = "document.querySelectorAll('details').forEach(node => node.open = true)"


# Every page in light, dark and narrow; colours do not hang on the width.
@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize(("width", "look"), [(1320, "light"), (420, "dark")])
def test_everybody_can_use_it(open_page, name, width, look):
    page = open_page(name, width=width, look=look)
    page.evaluate(OPEN_ALL)
    # Axe adds a script of its own, which the page's policy would forbid: it is put in through the browser instead.
    assert violations(page) == []


@pytest.mark.parametrize("name", PAGES)
def test_everybody_can_use_the_print(open_page, name):
    page = open_page(name)
    page.emulate_media(media="print")
    assert violations(page) == []
    assert page.locator(".filter").is_hidden()
    assert page.locator(".buttons").is_hidden()


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize("width", [1320, 420])
def test_the_page_itself_never_scrolls_sideways(open_page, name, width):
    page = open_page(name, width=width)
    page.evaluate(OPEN_ALL)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


@pytest.mark.parametrize("name", PAGES)
def test_every_page_is_quiet_and_complete_without_the_script(open_page, name):
    page = open_page(name, script=False)
    assert page.locator("table tr[id^=e]").count() > 0
    assert page.locator(".filter").is_hidden()
    assert page.locator(".buttons").is_hidden()


def test_what_changed_stands_out_and_the_rest_is_pale(open_page):
    page = open_page("compared")
    drawn = page.locator("svg.changed")
    assert opacity(page, "svg.changed .still") == {"0.28"}
    assert drawn.locator(".box:not(.still)").count() == 2  # the visit that moved, at both its cities
    assert drawn.locator(".meet:not(.still)").count() == 1  # the meeting that a city left
    assert drawn.locator(".was").count() == 5  # both ends of the moved and the dropped visit, and who left


def test_a_theme_keeps_what_touches_it_and_nothing_jumps(open_page):
    page = open_page()
    before = page.locator("#table").bounding_box()
    page.get_by_role("button", name="Making participation effective").click()
    assert opacity(page, ".weeks .box.t2") == {"1"}
    assert opacity(page, ".weeks .box.t0") == {"0.1"}
    assert opacity(page, ".map .band.t3") == {"0.1"}
    assert opacity(page, ".map .dot[data-c=athens], .ring text[data-c=ghent]") == {"1"}
    assert opacity(page, ".map .dot[data-c=riga]") == {"0.1"}
    assert page.locator("#live").inner_text().startswith("4 of 17 events: Making participation")
    assert page.locator("#table").bounding_box() == before
    page.keyboard.press("Escape")
    assert opacity(page, ".weeks .box") == {"1"}
    assert page.locator("#live").inner_text() == ""


@pytest.mark.parametrize("part", ["svg.timeline", "svg.map", "svg.ring"])
def test_a_city_pressed_anywhere_keeps_its_events(open_page, part):
    page = open_page()
    page.locator(f".weeks {part} [data-press=athens], {part} [data-press=athens]").first.click()
    assert page.locator("#live").inner_text() == "8 of 17 events: Athens"
    assert opacity(page, "a.box[data-e='2']") == {"1"}
    page.get_by_role("link", name="Open its page").click()
    assert page.locator("#city-athens").evaluate("node => node.open")
    page.get_by_role("button", name="Show all").click()
    assert page.locator("#live").inner_text() == ""


def test_pointing_at_an_event_tells_it_and_lights_both_ends(open_page):
    page = open_page()
    box = page.locator(".weeks a.box.host").first
    box.hover()
    card = page.locator("#card")
    assert card.is_visible()
    row = page.locator(f"#e{box.get_attribute('data-e')} td")
    assert card.locator("p").first.inner_text() == row.first.inner_text()
    assert page.locator(f".weeks .lit[data-e='{box.get_attribute('data-e')}']").count() == 2


def test_the_timeline_is_one_stop_and_arrows_walk_in_it(open_page):
    page = open_page()
    page.locator("#times .scroll.weeks").focus()
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('svg.timeline') !== null")
    first = page.evaluate("document.activeElement.getAttribute('href')")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowRight")
    assert page.evaluate("document.activeElement.getAttribute('href')") != first
    assert page.evaluate("document.querySelectorAll('.weeks a[tabindex=\"0\"]').length") == 1
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('.weeks') === null")


def test_days_can_be_seen_instead_of_weeks_without_the_script(open_page):
    page = open_page(script=False)
    assert page.locator("#times .scroll.weeks").is_visible()
    assert page.locator("#times .scroll.days").is_hidden()
    page.get_by_text("Days", exact=True).click()
    assert page.locator("#times .scroll.days").is_visible()
    assert page.locator("#times .scroll.weeks").is_hidden()


def test_without_the_script_everything_can_be_read(open_page):
    page = open_page(script=False)
    assert page.locator("table tr[id^=e]").count() == 17
    page.locator("#city-athens summary").click()
    assert page.locator("#city-athens").get_by_text("Partners").is_visible()


def test_hostile_names_run_nothing(open_page):
    page = open_page("hostile")
    asked: list[str] = []
    page.on("dialog", lambda dialog: asked.append(dialog.message))
    page.locator(".weeks a.box").first.hover()
    page.locator(".weeks [data-press=markup]").click()
    assert "<img src=x onerror=alert(1)>" in page.locator("#live").inner_text()
    assert page.locator("img").count() == 0
    assert asked == []


def test_light_and_dark_can_be_chosen(open_page):
    page = open_page()
    ground = "getComputedStyle(document.documentElement).backgroundColor"
    light = page.evaluate(ground)
    page.get_by_role("button", name="Light / dark").click()
    assert page.evaluate(ground) != light
    page.emulate_media(media="print")
    assert page.evaluate(ground) == "rgb(255, 255, 255)"


def test_it_prints_a_view_a_page(open_page, tmp_path):
    page = open_page()
    printed = page.pdf(path=tmp_path / "report.pdf", prefer_css_page_size=True)
    pages = printed.count(b"/Type /Page\n")
    assert 18 <= pages <= 30
    assert len(printed) < 3_000_000


@pytest.mark.parametrize(("zoom", "width"), [("Days", 1320), ("Weeks", 420)])
def test_the_names_of_cities_stay_where_the_timeline_scrolls(open_page, zoom, width):
    page = open_page(width=width)
    page.get_by_text(zoom, exact=True).click()
    part = page.locator(f"#times .scroll.{zoom.lower()}")
    name, box = part.locator(".names a").first, part.locator("a.box").first
    before, was = name.bounding_box(), box.bounding_box()
    assert part.evaluate("node => { node.scrollLeft = 150; return node.scrollLeft; }") == 150
    assert box.bounding_box()["x"] == pytest.approx(was["x"] - 150, abs=1)
    assert name.bounding_box() == before
    at = "const { left, top } = node.getBoundingClientRect()"
    shown = f"node => {{ {at}; return node.contains(document.elementFromPoint(left + 5, top + 9)); }}"
    name.scroll_into_view_if_needed()
    assert name.evaluate(shown)  # nothing lies over it


@pytest.mark.parametrize("look", ["light", "dark"])
def test_a_picture_of_its_own_stays_dark_on_light(open_page, look):
    page = open_page("ring", look=look)
    inks = page.evaluate("[...document.querySelectorAll('text')].map(node => getComputedStyle(node).fill)")
    assert len(inks) == 14
    assert set(inks) == {"rgb(27, 36, 48)"}
