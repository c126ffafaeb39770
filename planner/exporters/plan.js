(() => {
  "use strict";
  const all = (query) => [...document.querySelectorAll(query)];
  const map = document.querySelector(".map");
  const weekBox = document.getElementById("pick-week");
  const teamBoxes = all("input[name=team]");
  const chosen = document.getElementById("chosen");
  const number = new Intl.NumberFormat(document.documentElement.lang);

  function filter() {
    const week = weekBox.value;
    const teams = new Set(teamBoxes.filter((box) => box.checked).map((box) => box.value));
    const isWhole = week === "" && teams.size === teamBoxes.length;
    const isOn = (w, t) => (week === "" || w === week) && teams.has(t);
    map.classList.toggle("picked", !isWhole);
    all("[data-on]").forEach((place) => {
      const on = place.dataset.on.split(" ").some((visit) => isOn(...visit.split(":")));
      place.classList.toggle("on", on && !isWhole);
      place.classList.toggle("off", !on && place.classList.contains("stop"));
    });
    all("g.ways > g").forEach((way) => way.classList.toggle("off", !isOn(way.dataset.week, way.dataset.team)));
    let people = 0, visits = 0;
    all(".week").forEach((part) => {
      const bodies = [...part.querySelectorAll("tbody")];
      bodies.forEach((body) => {
        body.hidden = !isOn(part.dataset.week, body.dataset.team);
        if (!body.hidden) { people += Number(body.dataset.people); visits += Number(body.dataset.visits); }
      });
      part.hidden = (week !== "" && part.dataset.week !== week) || (!isWhole && bodies.every((body) => body.hidden));
    });
    chosen.textContent = chosen.dataset.text
      .replace("{people}", number.format(people)).replace("{visits}", number.format(visits));
  }

  function colour(event) {
    map.classList.toggle("by-left", event.target.value === "left");
    map.classList.toggle("by-share", event.target.value === "share");
    const legend = document.getElementById("legend");
    legend.className = "legend-" + event.target.value;
  }

  const isPoint = document.documentElement.lang === "id";
  function valueOf(row, column) {
    const cell = row.cells[column];
    const text = (cell.dataset.v ?? cell.textContent).trim();
    if (!cell.classList.contains("n")) return text;
    const plain = isPoint ? text.replace(/\./g, "").replace(",", ".") : text.replace(/,/g, "");
    const found = parseFloat(plain);
    return Number.isNaN(found) ? -Infinity : found;
  }

  function compare(a, b) {
    if (typeof a === "number" && typeof b === "number") return a - b;
    return String(a).localeCompare(String(b), document.documentElement.lang, { numeric: true });
  }

  function sort(head, column) {
    const down = head.getAttribute("aria-sort") === "ascending" ? -1 : 1;
    [...head.parentElement.cells].forEach((other) => other.removeAttribute("aria-sort"));
    head.setAttribute("aria-sort", down === 1 ? "ascending" : "descending");
    const body = head.closest("table").tBodies[0];
    const rows = [...body.rows].map((row) => [valueOf(row, column), row]);
    rows.sort((a, b) => down * compare(a[0], b[0])).forEach(([, row]) => body.append(row));
  }

  all("table.sortable thead th").forEach((head) => {
    if (!head.textContent.trim()) return;
    const button = document.createElement("button");
    button.className = "sort";
    button.type = "button";
    button.append(...head.childNodes);
    head.append(button);
    button.addEventListener("click", () => sort(head, head.cellIndex));
  });

  all(".tools").forEach((tool) => { tool.hidden = false; });
  weekBox.addEventListener("change", filter);
  teamBoxes.forEach((box) => box.addEventListener("change", filter));
  all("input[name=colour]").forEach((box) => box.addEventListener("change", colour));
  document.getElementById("print").addEventListener("click", () => window.print());
  let opened = [];
  window.addEventListener("beforeprint", () => {
    opened = all("details:not([open])");
    opened.forEach((part) => { part.open = true; });
  });
  window.addEventListener("afterprint", () => opened.forEach((part) => { part.open = false; }));
  filter();
})();
