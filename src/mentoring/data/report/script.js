(() => {
  const root = document.documentElement, live = document.getElementById("live"), card = document.getElementById("card");
  const all = (query, inside = document) => [...inside.querySelectorAll(query)];
  const rows = new Map(all("tr[data-c]").map(row => [row.id.slice(1), row]));
  const kept = { theme: null, city: null };
  const cells = row => [...row.cells].map(cell => cell.textContent.trim()).filter(Boolean);
  root.classList.add("js");
  const touches = data => (kept.theme ?? data.t) === data.t && (kept.city === null || meets(data, kept.city));
  const found = () => [...rows.values()].filter(row => touches(row.dataset));
  const meets = (data, city) => ` ${data.c} `.includes(` ${city} `);
  const stays = node => node.dataset.press ? found().some(row => meets(row.dataset, node.dataset.press))
    : node.dataset.e ? node.dataset.e.split(" ").some(event => rows.has(event) && touches(rows.get(event).dataset))
      : touches(node.dataset);
  const keep = (key, value) => {
    kept[key] = kept[key] === value ? null : value;
    const isAll = kept.theme === null && kept.city === null, page = document.getElementById("open-page");
    all("[data-e], [data-c]").forEach(node => node.classList.toggle("off", !isAll && !stays(node)));
    all("[data-theme]").forEach(node => node.setAttribute("aria-pressed", node.dataset.theme === kept.theme));
    all("[data-press]").forEach(node => node.classList.toggle("pressed", node.dataset.press === kept.city));
    const names = [["city", "data-press"], ["theme", "data-theme"]].filter(([what]) => kept[what] !== null)
      .map(([what, mark]) => document.querySelector(`[${mark}="${kept[what]}"]`).dataset.name);
    root.classList.toggle("kept", !isAll);
    live.textContent = isAll ? "" : live.dataset.say.replace("{n}", found().length).replace("{all}", rows.size)
      .replace("{who}", () => names.join(", "));
    document.getElementById("clear").hidden = isAll;
    page.hidden = kept.city === null || !document.getElementById(`city-${kept.city}`);
    page.setAttribute("href", `#city-${kept.city}`);
  };
  const clear = () => { kept.theme = null; keep("city", kept.city); };
  const reveal = hash => {
    const node = document.getElementById(hash.slice(1));
    for (let part = node; part; part = part.parentElement) if (part.tagName === "DETAILS") part.open = true;
    node?.scrollIntoView({ block: "nearest" });
  };
  const show = node => {
    all(".lit").forEach(one => one.classList.remove("lit"));
    const said = node && (node.getAttribute("aria-label") || node.dataset.said);
    card.hidden = !said;
    if (!said) return;
    const row = rows.get(node.dataset.e), lines = row ? cells(row) : [said];
    card.replaceChildren(...lines.map(line => Object.assign(document.createElement("p"), { textContent: line })));
    if (row) all(`[data-e="${node.dataset.e}"]`).forEach(one => one.classList.add("lit"));
    const at = node.getBoundingClientRect(), { offsetWidth: wide, offsetHeight: high } = card, isBelow = at.bottom + high + 12 < innerHeight;
    card.style.left = `${Math.max(8, Math.min(at.left, innerWidth - wide - 8))}px`;
    card.style.top = `${isBelow ? at.bottom + 6 : Math.max(8, at.top - high - 6)}px`;
  };

  // The browser's own tooltip would stand over the card: the title becomes the name that is read aloud.
  all("a[data-e] > title, [data-c] > title, [data-press] > title").forEach(title => {
    const node = title.parentElement;
    if (node.tagName === "a") node.setAttribute("aria-label", title.textContent);
    else node.dataset.said = title.textContent;
    title.remove();
  });

  all("a[data-e]:not([aria-label])").forEach(node =>
    node.setAttribute("aria-label", cells(rows.get(node.dataset.e)).join(", ")));
  const step = (lanes, from, key) => {
    const names = all("[data-press]", lanes), inRow = (row, at) => [names[at], ...all("a", row)];
    const stops = [...all(".meet", lanes), ...all(".row", lanes).flatMap(inRow)], place = stops.indexOf(from);
    if (key === "ArrowRight" || key === "ArrowLeft") return stops[place + (key === "ArrowRight" ? 1 : -1)];
    if (key === "Home" || key === "End") return stops.at(key === "Home" ? 0 : -1);
    const at = from.getBoundingClientRect(), down = key === "ArrowDown" ? 1 : -1;
    const far = stop => { const to = stop.getBoundingClientRect(); return [(to.top - at.top) * down, Math.abs(to.left - at.left)]; };
    return stops.map(stop => [stop, ...far(stop)]).filter(([, y]) => y > 8)
      .sort((one, two) => one[1] + one[2] / 4 - two[1] - two[2] / 4)[0]?.[0];
  };
  all(".lanes").forEach(lanes => {
    lanes.querySelector("a")?.setAttribute("tabindex", "0");
    lanes.addEventListener("keydown", event => {
      if (!/^(Arrow|Home|End)/.test(event.key)) return;
      event.preventDefault();
      const from = event.target.closest("a"), to = from && step(lanes, from, event.key);
      if (!to) return;
      [[from, "-1"], [to, "0"]].forEach(([stop, index]) => stop.setAttribute("tabindex", index));
      to.focus();
    });
  });

  const near = event => event.target.closest?.("[data-e], [data-c], [data-press]");
  ["pointerover", "focusin"].forEach(name => document.addEventListener(name, event => show(near(event))));
  document.addEventListener("focusout", () => show(null));
  document.addEventListener("keydown", event => { if (event.key === "Escape") { show(null); clear(); } });
  document.addEventListener("click", event => {
    const [press, theme, link] = ["[data-press]", "[data-theme]", "a[href^='#']"].map(one => event.target.closest(one));
    if (press) { event.preventDefault(); keep("city", press.dataset.press); }
    else if (theme) keep("theme", theme.dataset.theme);
    else if (link) reveal(link.getAttribute("href"));
  });
  addEventListener("hashchange", () => reveal(location.hash));
  addEventListener("beforeprint", () => all("details").forEach(node => node.setAttribute("open", "")));
  document.getElementById("clear").addEventListener("click", clear);
  document.getElementById("print").addEventListener("click", () => print());
  document.getElementById("look").addEventListener("click", () => {
    const isDark = root.dataset.look ? root.dataset.look === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
    root.dataset.look = isDark ? "light" : "dark";
  });
  reveal(location.hash);
})();
