// Search, sorting, filters and copy buttons. Pages say everything without them, so each adds its own
// controls. Nothing is kept, and nothing is loaded but the site's own index for a search.
"use strict";
(() => {
  const root = document.currentScript.src.replace(/[^/]*$/, "");
  const make = (tag, properties, ...children) => {
    const node = Object.assign(document.createElement(tag), properties);
    node.append(...children);
    return node;
  };
  const makeButton = (className, textContent, ariaLabel) =>
    make("button", { type: "button", className, textContent, ariaLabel });
  const textOf = (node) => node.textContent.trim().replace(/\s+/g, " ");
  const headersOf = (table) => [...(table.tHead?.rows[0].cells ?? [])];

  // Says politely what an action led to.
  const voice = make("output", { className: "unseen" });
  document.body.append(voice);
  const say = (text) => { voice.textContent = text; };

  // Sorting

  const sizes = {
    ns: 1, us: 1e3, µs: 1e3, ms: 1e6, s: 1e9, B: 1, kB: 1e3, MB: 1e6, GB: 1e9,
    KiB: 2 ** 10, MiB: 2 ** 20, GiB: 2 ** 30, k: 1e3, M: 1e6,
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
    if (!body || body.rows.length < 3) return;
    const original = [...body.rows];
    const headers = headersOf(table);
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
      header.append(button);
    }
  };

  // A table as Markdown, as in the page's own source.
  const markdownOf = (table) => {
    const line = (cells) => `| ${cells.join(" | ")} |`;
    const rows = [...table.rows].filter((row) => !row.hidden).map((row) =>
      [...row.cells].filter((cell) => !cell.hidden)
        .map((cell) => textOf(cell).replace(/[\\|]/g, "\\$&")));
    const shown = headersOf(table).filter((header) => !header.hidden);
    const rule = shown.map((header) => (header.classList.contains("right") ? "---:" : "---"));
    return [line(rows[0]), line(rule), ...rows.slice(1).map(line)].join("\n") + "\n";
  };

  const addCopying = (table) => {
    const box = table.closest(".table");
    if (!table.tHead || !box) return;
    const button = makeButton("copy-table", "Copy as Markdown", `Copy ${box.ariaLabel} as Markdown`);
    button.addEventListener("click", () => copy(() => markdownOf(table), table, button));
    box.after(button);
  };

  // Puts a text into the clipboard; where that is refused, selects what it came from.
  const copy = async (text, source, button) => {
    const before = button.textContent;
    try {
      await navigator.clipboard.writeText(text());
      say("Copied.");
      button.textContent = "Copied";
      setTimeout(() => { button.textContent = before; }, 2000);
    } catch {
      getSelection().selectAllChildren(source);
      say("Selected: copy it by keyboard.");
    }
  };

  // A page may have hundreds of tables: each gets its buttons when near.
  const nearby = new IntersectionObserver((entries) => {
    for (const entry of entries.filter((entry) => entry.isIntersecting)) {
      nearby.unobserve(entry.target);
      addSorting(entry.target);
      addCopying(entry.target);
    }
  }, { rootMargin: "100%" });
  const tables = [...document.querySelectorAll("main table")];
  for (const table of tables) nearby.observe(table);

  // Filters: rows and columns by runtime and size, kept in the address as ?runtime=go,tokio-rust

  const slug = (text) => text.toLowerCase().replace(/[^a-z0-9]+/g, "-").replace(/^-|-$/g, "");
  // A number of something, as “100,000 tasks”, which “Latency, p99” and “99 %” are not.
  const isSize = (text) => /(^| )[\d,]+( [a-z]|$)/i.test(text);

  // A choice has the rows that name it and the cells of the columns that are headed by it.
  const filters = ["Runtime", "Size"].map((title) => {
    const choices = {};
    const add = (text, nodes) => {
      (choices[slug(text)] ??= { text, nodes: [] }).nodes.push(...nodes);
    };
    const headers = tables.flatMap(headersOf);
    for (const header of headers.filter((header) => textOf(header) === title)) {
      const { rows } = header.closest("table").tBodies[0];
      for (const row of rows) add(textOf(row.cells[header.cellIndex]), [row]);
    }
    for (const header of headers) {
      const text = textOf(header);
      if (!choices[slug(text)] && !(title === "Size" && isSize(text))) continue;
      add(text, [...header.closest("table").rows].map((row) => row.cells[header.cellIndex]));
    }
    return { key: title.toLowerCase(), choices };
  }).filter(({ choices }) => Object.keys(choices)[1] && !Object.keys(choices)[40]);
  const nodes = filters
    .flatMap(({ choices }) => Object.values(choices).flatMap((choice) => choice.nodes));
  const first = [...document.querySelectorAll("main > .table")]
    .find((table) => nodes.some((node) => table.contains(node)));

  // The class of each runtime's marks in charts, by the name that stands beside its mark.
  const marks = {};
  for (const mark of document.querySelectorAll("main .mark")) {
    const name = [...mark.classList].find((name) => name.startsWith("r-"));
    if (name) marks[slug(textOf(mark.parentElement))] ??= name;
  }

  // Fades the runtimes in charts that a filter leaves out.
  const fade = ({ choices }) => {
    const chosen = Object.keys(choices).some((name) => choices[name].box.checked);
    for (const name of Object.keys(choices).filter((name) => marks[name])) {
      const isFaded = chosen && !choices[name].box.checked;
      for (const part of document.querySelectorAll(`.chart .${marks[name]}`)) {
        part.classList.toggle("faded", isFaded);
        part.closest(".legend li")?.classList.toggle("faded", isFaded);
      }
    }
  };

  // Hides what a filter with a chosen box does not name; says whether there is one.
  const applyFilters = () => {
    for (const node of nodes) node.hidden = false;
    const query = [];
    for (const { key, choices } of filters) {
      const chosen = Object.keys(choices).filter((name) => choices[name].box.checked);
      if (!chosen.length) continue;
      query.push(`${key}=${chosen.join(",")}`);
      for (const { nodes, box } of Object.values(choices)) {
        if (!box.checked) for (const node of nodes) node.hidden = true;
      }
    }
    for (const filter of filters.filter(({ key }) => key === "runtime")) fade(filter);
    for (const table of tables) {
      const count = [...table.rows, ...headersOf(table)].filter((node) => node.hidden).length;
      table.closest(".table").dataset.hidden = count;
    }
    const search = (query.length ? "?" : "") + query.join("&");
    history.replaceState(null, "", location.pathname + search + location.hash);
    return query.length > 0;
  };

  const addFilters = () => {
    const groups = filters.map(({ key, choices }) => {
      const asked = new URLSearchParams(location.search).get(key)?.split(",");
      const labels = Object.entries(choices).map(([name, choice]) => {
        choice.box = make("input", { type: "checkbox", checked: asked?.includes(name) });
        return make("label", {}, choice.box, " ", choice.text);
      });
      return make("fieldset", {}, make("legend", {}, `Only these ${key}s`), ...labels);
    });
    const open = applyFilters();
    const summary = make("summary", {}, "Filter tables and charts");
    const box = make("details", { className: "filter", open }, summary, ...groups);
    box.addEventListener("change", () => say(applyFilters() ? "Filtered." : "All shown."));
    first.before(box);
  };
  if (first) addFilters();

  // Copying, and addresses of lines

  for (const code of document.querySelectorAll("pre > code")) {
    const heading = code.closest("details, section")?.querySelector("h3");
    const button = makeButton("copy", "Copy", `Copy ${heading ? textOf(heading) : "the command"}`);
    button.addEventListener("click", () =>
      copy(() => code.textContent.trimEnd() + "\n", code, button));
    const box = make("div", { className: "code" });
    code.parentElement.before(box);
    box.append(code.parentElement, button);
  }

  // The menu closes with Escape, and when the reader turns to something else

  const menus = [...document.querySelectorAll("header details")];
  document.addEventListener("click", ({ target }) => {
    for (const menu of menus) if (!menu.contains(target)) menu.open = false;
  });
  document.addEventListener("keydown", ({ key }) => {
    // The innermost first.
    const menu = key === "Escape" && menus.findLast((menu) => menu.open);
    if (!menu) return;
    menu.open = false;
    menu.querySelector("summary").focus();
  });

  // Search, in an index that is loaded when it is first needed

  const addSearch = (header) => {
    const input = make("input", { type: "search", placeholder: "Search", ariaLabel: "Search" });
    const list = make("ul", {});
    const box = make("div", { className: "search" }, input, list);
    box.setAttribute("role", "search");
    const words = (text) => text.toLowerCase().split(/[^\p{L}\p{N}]+/u).filter(Boolean);
    const find = () => {
      const wanted = words(input.value);
      const found = !wanted.length ? [] : (globalThis.searchIndex ?? []).filter(([title, page]) => {
        const text = ` ${words(`${title} ${page}`).join(" ")}`;
        return wanted.every((word) => text.includes(` ${word}`));
      }).slice(0, 12);
      list.replaceChildren(...found.map(([title, page, address]) => {
        const link = make("a", { href: root + address, textContent: title });
        if (title !== page) link.append(make("small", { textContent: page }));
        return make("li", {}, link);
      }));
      if (wanted.length) say(`${found.length} found.`);
    };
    let isAsked = false;
    const load = () => {
      if (!isAsked) document.head.append(make("script", { src: `${root}search.js`, onload: find }));
      isAsked = true;
    };
    input.addEventListener("focus", load);
    input.addEventListener("input", () => { load(); find(); });
    input.addEventListener("keydown", ({ key }) => {
      if (key === "Enter") list.querySelector("a")?.click();
    });
    box.addEventListener("keydown", ({ key }) => {
      if (key !== "Escape") return;
      input.value = "";
      list.replaceChildren();
      input.focus();
    });
    document.addEventListener("click", ({ target }) => {
      if (!box.contains(target)) list.replaceChildren();
    });
    (header.querySelector("nav") ?? header.lastElementChild).after(box);
  };
  const header = document.querySelector("header.top");
  if (header) addSearch(header);

  document.addEventListener("click", ({ target, clientX }) => {
    if (!target.matches("pre a[id]")) return;
    const gutter = parseFloat(getComputedStyle(target).paddingLeft);
    if (clientX - target.getBoundingClientRect().left < gutter) location.hash = target.id;
  });
})();
