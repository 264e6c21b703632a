// Sorting, filters and copy buttons. Pages say everything without them, so each adds its own
// controls, and nothing is fetched or kept.
"use strict";
(() => {
  const make = (tag, properties, ...children) => {
    const node = Object.assign(document.createElement(tag), properties);
    node.append(...children);
    return node;
  };
  const makeButton = (className, textContent, label) => {
    const button = make("button", { type: "button", className, textContent });
    if (label) button.setAttribute("aria-label", label);
    return button;
  };
  const textOf = (node) => node.textContent.trim().replace(/\s+/g, " ");

  // Says politely what an action led to.
  const voice = make("output", { className: "unseen" });
  document.body.append(voice);
  const say = (text) => { voice.textContent = text; };

  // Sorting

  const sizes = {
    ns: 1, us: 1e3, µs: 1e3, ms: 1e6, s: 1e9, B: 1, kB: 1e3, MB: 1e6, GB: 1e9,
    KiB: 2 ** 10, MiB: 2 ** 20, GiB: 2 ** 30, thousand: 1e3, million: 1e6,
  };
  const numberAhead = /^(?:p [=<] )?([-−]?[\d,]*\.?\d+)(?: (to [-−]?[\d,.]+$)?([A-Za-zµ]*))?/;
  const words = new Intl.Collator("en", { numeric: true });

  // The number that a cell begins with; NaN for an outcome. A bare interval has the unit of the
  // cell before.
  const valueOf = (cell) => {
    const [, digits, isInterval, unit] = numberAhead.exec(textOf(cell)) ?? [];
    if (!digits) return NaN;
    const before = isInterval && / ([A-Za-zµ]+)/.exec(textOf(cell.previousElementSibling ?? cell));
    return digits.replaceAll(",", "").replace("−", "-") * (sizes[before?.[1] ?? unit] ?? 1);
  };

  const compareCells = (column, isNumeric, sign) => (one, other) => {
    const [a, b] = [one.cells[column], other.cells[column]];
    if (!isNumeric) {
      const plain = (cell) => textOf(cell).replace(/(\d),(?=\d)/g, "$1");
      return sign * words.compare(plain(a), plain(b));
    }
    const [x, y] = [valueOf(a), valueOf(b)];
    if (isNaN(x) || isNaN(y)) return isNaN(x) - isNaN(y);
    return sign * (x - y);
  };

  const addSorting = (table) => {
    const body = table.tBodies[0];
    if (!table.tHead || !body || body.rows.length < 3) return;
    const original = [...body.rows];
    const headers = [...table.tHead.rows[0].cells];
    for (const header of headers) {
      const name = textOf(header);
      const isNumeric = header.classList.contains("right");
      const button = makeButton("sort", "", `Sort by ${name}`);
      button.addEventListener("click", () => {
        const orders = { none: "ascending", ascending: "descending", descending: "none" };
        const order = orders[header.getAttribute("aria-sort") ?? "none"];
        for (const other of headers) other.removeAttribute("aria-sort");
        if (order !== "none") header.setAttribute("aria-sort", order);
        const sign = { ascending: 1, descending: -1 }[order];
        const compare = compareCells(header.cellIndex, isNumeric, sign);
        body.append(...(sign ? original.toSorted(compare) : original));
        say(sign ? `Sorted by ${name}, ${order}.` : "In the order of the report.");
      });
      if (isNumeric) header.prepend(button, " ");
      else header.append(" ", button);
    }
  };

  // A page may have hundreds of tables: each gets its buttons when near.
  const nearby = new IntersectionObserver((entries) => {
    for (const entry of entries.filter((entry) => entry.isIntersecting)) {
      nearby.unobserve(entry.target);
      addSorting(entry.target);
    }
  }, { rootMargin: "100%" });
  const tables = [...document.querySelectorAll("main table")];
  for (const table of tables) nearby.observe(table);

  // Filters: rows by these columns, kept in the address as ?runtime=go,tokio-rust

  const mostChoices = 40;
  const slug = (text) => text.toLowerCase().replace(/[^a-z0-9]+/g, "-").replace(/^-|-$/g, "");
  const columnOf = (table, title) =>
    [...(table.tHead?.rows[0].cells ?? [])].findIndex((header) => textOf(header) === title);
  const first = tables.find((table) => !table.closest("figure")
    && ["Runtime", "Size"].some((title) => columnOf(table, title) >= 0));
  const filters = ["Runtime", "Size"].map((title) => {
    const rows = tables.flatMap((table) => {
      const column = columnOf(table, title);
      const found = column < 0 ? [] : [...table.tBodies[0].rows];
      return found.map((row) => ({ row, text: textOf(row.cells[column]) }));
    });
    const choices = new Map(rows.map(({ text }) => [slug(text), text]));
    return { key: title.toLowerCase(), rows, choices, boxes: new Map() };
  }).filter(({ choices }) => choices.size > 1 && choices.size <= mostChoices);

  // Hides the rows that a filter with a choice does not name; says how many are left.
  const applyFilters = () => {
    const hidden = new Set();
    const all = new Set();
    const query = [];
    for (const { key, rows, boxes } of filters) {
      const chosen = [...boxes.keys()].filter((choice) => boxes.get(choice).checked);
      if (chosen.length) query.push(`${key}=${chosen.join(",")}`);
      for (const { row, text } of rows) {
        all.add(row);
        if (chosen.length && !chosen.includes(slug(text))) hidden.add(row);
      }
    }
    for (const row of all) row.hidden = hidden.has(row);
    for (const table of tables) {
      const count = [...table.rows].filter((row) => row.hidden).length;
      const { dataset } = table.closest(".table");
      if (count) dataset.hidden = count;
      else delete dataset.hidden;
    }
    const search = query.length ? `?${query.join("&")}` : "";
    history.replaceState(null, "", location.pathname + search + location.hash);
    return `${all.size - hidden.size} of ${all.size} rows shown`;
  };

  const addFilters = () => {
    const asked = new URLSearchParams(location.search);
    const groups = filters.map(({ key, choices, boxes }) => {
      const chosen = asked.get(key)?.split(",") ?? [];
      const labels = [...choices].map(([choice, text]) => {
        const checked = chosen.includes(choice);
        boxes.set(choice, make("input", { type: "checkbox", checked }));
        return make("label", {}, boxes.get(choice), " ", text);
      });
      return make("fieldset", {}, make("legend", {}, `Only these ${key}s`), ...labels);
    });
    const state = make("span", {}, applyFilters());
    const summary = make("summary", {}, "Filter the tables: ", state);
    const open = filters.some(({ key }) => asked.has(key));
    const box = make("details", { className: "filter", open }, summary, ...groups);
    box.addEventListener("change", () => {
      state.textContent = applyFilters();
      say(state.textContent);
    });
    let place = first.closest("main > *");
    while (place.previousElementSibling && !/^H\d$/.test(place.tagName)) {
      place = place.previousElementSibling;
    }
    place.after(box);
  };
  if (first && filters.length) addFilters();

  // Copying, and addresses of lines

  for (const code of document.querySelectorAll("pre > code")) {
    const heading = code.closest("details, section")?.querySelector("h3");
    const button = makeButton("copy", "Copy", `Copy ${heading ? textOf(heading) : "the command"}`);
    button.addEventListener("click", async () => {
      try {
        await navigator.clipboard.writeText(code.textContent.trimEnd() + "\n");
        say("Copied.");
        button.textContent = "Copied";
        setTimeout(() => { button.textContent = "Copy"; }, 2000);
      } catch {
        getSelection().selectAllChildren(code);
        say("Selected: copy it with your keyboard.");
      }
    });
    const box = make("div", { className: "code" });
    code.parentElement.before(box);
    box.append(code.parentElement, button);
  }

  document.addEventListener("click", ({ target, clientX }) => {
    if (!target.matches("pre a[id]")) return;
    const gutter = parseFloat(getComputedStyle(target).paddingLeft);
    if (clientX - target.getBoundingClientRect().left < gutter) location.hash = target.id;
  });
})();
