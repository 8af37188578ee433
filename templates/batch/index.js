"use strict";
/* Search, filter, sort and share the list of units. The address after # is the only state: a view is shared by
   copying it, and going back in the browser goes back in the view. All text enters the page as text, never as markup. */
(() => {
  const byId = (id) => document.getElementById(id);
  const data = JSON.parse(byId("data").textContent);
  const column = data.columns;
  const names = data.names;
  const words = data.words;
  const size = column.uscc.length;
  const FIRST_CHUNK = 25;
  const NEXT_CHUNK = 200;
  const PRINTED = 2000;

  /* --- what is known of a row ------------------------------------------------------------------------------ */
  const truth = (value) => (value === null ? "unknown" : value ? "yes" : "no");
  const text = (value) => (value === null ? "" : String(value));
  const place = (i) => [names.prefecture[column.prefecture[i]], names.county[column.county[i]]].filter(Boolean).join(" ");
  const industry = (i) => names.division[column.division[i]] || words.open;
  const haystack = Array.from({ length: size }, (_, i) =>
    [column.name[i], column.uscc[i], place(i), industry(i)].map(text).join(" ").toLowerCase());
  const ruleAt = new Map(data.rules.map((rule, index) => [rule.code, index]));

  const grouped = (number) => {
    const [whole, decimals] = number.split(".");
    return whole.replace(/\B(?=(\d{3})+$)/g, ",") + (decimals ? "." + decimals : "");
  };
  const interval = (certain, low, high) => {
    if (certain !== null) return grouped(certain);
    if (low === null && high === null) return words.untold;
    if (high === null) return "≥ " + grouped(low);
    if (low === null) return "≤ " + grouped(high);
    return low === high ? grouped(low) : grouped(low) + "\u2009– " + grouped(high);
  };
  const calorific = (i) => interval(column.calorific[i], column.calorificLow[i], column.calorificHigh[i]);
  const equal = (i) => interval(column.equal[i], column.equalLow[i], column.equalHigh[i]);

  /* --- filters: name -> value -> does row i fit --------------------------------------------------------------- */
  const same = (values) => (wanted) => (i) => text(values[i]) === wanted;
  const some = (values) => (wanted) => (i) => (wanted === "yes") === (values[i] > 0);
  const filters = {
    q: (wanted) => {
      const parts = wanted.toLowerCase().split(/\s+/).filter(Boolean);
      return (i) => parts.every((part) => haystack[i].includes(part));
    },
    year: (wanted) => (wanted === "all" ? () => true : (i) => text(column.year[i]) === wanted),
    prefecture: same(column.prefecture),
    county: same(column.county),
    division: same(column.division),
    tier: (wanted) => (i) => text(column.tier[i]) === (wanted === "open" ? "" : wanted),
    kind: (wanted) => {
      const counts = { violation: column.violations, suspicion: column.suspicions, notice: column.notices }[wanted];
      return wanted === "clean" ? (i) => column.violations[i] === 0 : (i) => Boolean(counts && counts[i] > 0);
    },
    rule: (wanted) => {
      const index = ruleAt.get(wanted);
      return (i) => column.rules[i].includes(index);
    },
    thol: (wanted) => (i) => truth(column.thol[i]) === wanted,
    untold: some(column.untold),
    key: (wanted) => (i) => truth(column.key[i]) === wanted,
    archive: same(column.archive),
    total: (wanted) => (i) => (column.calorific[i] === null) === (wanted === "open"),
    watch: (wanted) => (i) => column.watch[i].includes(wanted),
  };

  /* --- sorting ------------------------------------------------------------------------------------------------- */
  const order = new Intl.Collator(data.lang === "zh" ? "zh-CN" : "en", { numeric: true });
  const ranks = (labels) => {
    const sorted = [...new Set(labels)].sort(order.compare);
    const rank = new Map(sorted.map((label, index) => [label, index]));
    return labels.map((label) => rank.get(label));
  };
  const rows = Array.from({ length: size }, (_, i) => i);
  /* An open total is ranked by the end that is known, and last where none is. */
  const tce = rows.map((i) => Number(column.calorific[i] ?? column.calorificLow[i] ?? column.calorificHigh[i] ?? NaN));
  const ranked = {};
  const keys = {
    name: () => ranks(rows.map((i) => text(column.name[i]))),
    place: () => ranks(rows.map(place)),
    division: () => ranks(rows.map(industry)),
    year: () => column.year,
    tce: () => tce,
    tier: () => rows.map((i) => (column.tier[i] === null ? NaN : column.tier[i].charCodeAt(0))),
    gravity: () => column.gravity,
    violations: () => column.violations,
    suspicions: () => column.suspicions,
    untold: () => column.untold,
    archive: () => rows.map((i) => ["incomplete", "cannot_tell", "complete"].indexOf(column.archive[i])),
  };
  const key = (name) => (ranked[name] ??= keys[name]());
  const down = new Set(["tce", "gravity", "violations", "suspicions", "untold", "year"]);
  const compared = (values, sign) => (a, b) => {
    const left = values[a];
    const right = values[b];
    if (Number.isNaN(left) || Number.isNaN(right)) return Number.isNaN(left) - Number.isNaN(right);
    return sign * (left - right);
  };
  const byTce = compared(tce, -1);

  /* --- the view is the address ----------------------------------------------------------------------------------- */
  const form = byId("filters");
  const known = new Set([...Object.keys(filters), "sort", "dir"]);
  const readHash = () => {
    const view = {};
    for (const [name, value] of new URLSearchParams(location.hash.slice(1))) {
      if (known.has(name) && value) view[name] = value;
    }
    return view;
  };
  const isView = () => location.hash.includes("=");
  const writeHash = (view, push) => {
    const query = new URLSearchParams(Object.entries(view).filter(([, value]) => value)).toString();
    history[push ? "pushState" : "replaceState"](null, "", query ? "#" + query : location.pathname + location.search);
  };

  let view = {};
  let found = [];
  let shown = 0;

  const select = () => {
    const tests = Object.entries(view).filter(([name]) => name in filters).map(([name, value]) => filters[name](value));
    if (!view.year && data.severalYears) tests.push((i) => column.latest[i]);
    found = rows.filter((i) => tests.every((fits) => fits(i)));
    const by = view.sort in keys ? view.sort : "gravity";
    const sign = (view.dir || (down.has(by) ? "desc" : "asc")) === "desc" ? -1 : 1;
    const compare = compared(key(by), sign);
    found.sort((a, b) => compare(a, b) || byTce(a, b) || a - b);
    return [by, sign];
  };

  /* --- drawing ------------------------------------------------------------------------------------------------------ */
  const body = byId("rows");
  const headings = [...document.querySelectorAll("#units th[data-sort]")];
  const labels = [...document.querySelectorAll("#units thead th")].map((heading) => heading.textContent.trim());
  const element = (tag, className, content) => {
    const made = document.createElement(tag);
    if (className) made.className = className;
    if (content !== undefined) made.textContent = content;
    return made;
  };
  const link = (href, content) => {
    const made = element("a", "", content);
    made.href = href;
    return made;
  };
  const badge = (tier) => element("span", "badge tier-" + (tier || "open") + "-text", tier || words.open);
  const count = (value, className) => element("span", value ? className : "zero", value);

  const grade = (gravest) => element("span", gravest ? gravest.split(" ")[0] : "zero", names.gravest[gravest] || "—");

  const nameCell = (i) => {
    const cell = element("td", "col-name");
    const name = column.name[i] || words.noName;
    cell.append(column.html[i] ? link(column.html[i], name) : name);
    const show = element("button", "show", words.details);
    show.type = "button";
    show.setAttribute("aria-expanded", "false");
    show.dataset.row = i;
    cell.append(show, document.createElement("br"), element("small", "muted", column.uscc[i]));
    return cell;
  };
  const pagesCell = (i) => {
    const cell = element("td");
    if (column.html[i]) cell.append(link(column.html[i], "HTML"), " ");
    if (column.pdf[i]) cell.append(link(column.pdf[i], "PDF"));
    if (!column.html[i] && !column.pdf[i]) {
      const none = element("span", "muted", "—");
      none.title = words.noPage;
      cell.append(none);
    }
    return cell;
  };
  const row = (i) => {
    const line = element("tr");
    const wrap = (content, className) => {
      const cell = element("td", className);
      cell.append(content);
      return cell;
    };
    const cells = [
      nameCell(i),
      wrap(place(i) || words.open),
      wrap(industry(i)),
      wrap(text(column.year[i])),
      wrap(calorific(i), "number"),
      wrap(badge(column.tier[i])),
      wrap(grade(column.gravest[i])),
      wrap(count(column.violations[i], "violation"), "number"),
      wrap(count(column.suspicions[i], "suspicion"), "number"),
      wrap(count(column.untold[i], "untold"), "number"),
      wrap(names.archive[column.archive[i]]),
      pagesCell(i),
    ];
    cells.forEach((cell, index) => cell.setAttribute("data-label", labels[index]));
    line.append(...cells);
    return line;
  };
  const details = (i) => {
    const line = element("tr", "details");
    const cell = element("td");
    cell.colSpan = labels.length;
    const facts = element("p", "", words.equal + " " + equal(i) + " " + words.tce);
    if (column.why[i]) facts.append(" · ", column.why[i]);
    cell.append(facts, element("b", "", words.breaches));
    if (column.rules[i].length) {
      const list = element("ul");
      for (const index of column.rules[i]) {
        const rule = data.rules[index];
        const item = element("li", "", rule.code + " " + rule.title + " ");
        item.append(element("span", "kind " + rule.kind, words[rule.kind]));
        list.append(item);
      }
      cell.append(list);
    } else cell.append(element("p", "muted", words.nothing));
    line.append(cell);
    return line;
  };
  const draw = (until) => {
    const part = document.createDocumentFragment();
    for (; shown < Math.min(until, found.length); shown += 1) part.append(row(found[shown]));
    body.append(part);
    const more = byId("more");
    const left = found.length - shown;
    more.hidden = left <= 0;
    more.textContent = words.more.replace("{n}", Math.min(left, NEXT_CHUNK));
  };

  /* As in the tables above the list: an open total and a net producer's negative one are in no sum. */
  const hundredths = (number) => BigInt(number.replace(".", ""));
  const sum = () => {
    let total = 0n;
    for (const i of found) if (column.calorific[i] !== null && !column.calorific[i].startsWith("-")) total += hundredths(column.calorific[i]);
    const digits = String(total).padStart(3, "0");
    return grouped(digits.slice(0, -2) + "." + digits.slice(-2));
  };

  const anyCounty = form.elements.county.options[0];
  const countyOptions = Object.entries(names.county).map(([code, name]) => [data.countyOf[code], new Option(name, code)]);
  let countiesOf = null;
  const counties = () => {
    const of = view.prefecture || "";
    if (countiesOf === of) return;
    countiesOf = of;
    const fitting = countyOptions.filter(([prefecture]) => !of || prefecture === of).map(([, option]) => option);
    form.elements.county.replaceChildren(anyCounty, ...fitting);
  };
  const chips = () => {
    const chosen = Object.entries(view).filter(([name]) => name in filters);
    byId("chips").replaceChildren(...chosen.map(([name, value]) => {
      const field = form.elements[name];
      const option = field.options && [...field.options].find((each) => each.value === value);
      const chip = element("button", "", field.labels[0].firstChild.textContent + ": " + (option ? option.text : value));
      chip.type = "button";
      chip.setAttribute("aria-label", words.remove + chip.textContent);
      chip.dataset.filter = name;
      return chip;
    }));
  };
  const show = () => {
    const [by, sign] = select();
    counties();
    for (const field of form.elements) {
      const value = view[field.name] || "";
      if (field.name && field !== document.activeElement && field.value !== value) field.value = value;
    }
    if (["year", "key", "archive", "total", "watch"].some((name) => view[name])) byId("more-filters").open = true;
    byId("sort-by").value = by + (sign < 0 ? " desc" : " asc");
    for (const heading of headings) {
      if (heading.dataset.sort === by) heading.setAttribute("aria-sort", sign < 0 ? "descending" : "ascending");
      else heading.removeAttribute("aria-sort");
    }
    chips();
    byId("found").textContent = found.length
      ? words.found.replace("{found}", found.length).replace("{all}", size).replace("{tce}", sum())
      : words.none;
    body.replaceChildren();
    shown = 0;
    draw(FIRST_CHUNK);
  };
  const go = (changes, push = true) => {
    view = { ...view, ...changes };
    for (const name of Object.keys(view)) if (!view[name]) delete view[name];
    if ("prefecture" in changes && view.county && data.countyOf[view.county] !== view.prefecture) delete view.county;
    writeHash(view, push);
    show();
  };

  /* --- what the reader does -------------------------------------------------------------------------------------------- */
  for (const heading of document.querySelectorAll("#units th[data-sort]")) {
    const button = element("button", "", heading.textContent.trim());
    button.type = "button";
    button.addEventListener("click", () => {
      const by = heading.dataset.sort;
      const now = heading.getAttribute("aria-sort");
      const dir = now ? (now === "descending" ? "asc" : "desc") : down.has(by) ? "desc" : "asc";
      go({ sort: by, dir });
    });
    heading.dataset.label = button.textContent; // for paper, where buttons are not printed
    heading.replaceChildren(button);
    for (const dir of down.has(heading.dataset.sort) ? ["desc", "asc"] : ["asc", "desc"]) {
      byId("sort-by").add(new Option(button.textContent + (dir === "desc" ? " ▼" : " ▲"), heading.dataset.sort + " " + dir));
    }
  }
  byId("sort-by").addEventListener("change", (event) => {
    const [sort, dir] = event.target.value.split(" ");
    go({ sort, dir });
  });
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("input", (event) => {
    if (event.target.name) go({ [event.target.name]: event.target.value }, event.target.name !== "q");
  });
  byId("chips").addEventListener("click", (event) => {
    const name = event.target.dataset.filter;
    if (name) {
      go({ [name]: "" });
      form.elements[name].focus();
    }
  });
  byId("clear").addEventListener("click", () => {
    view = {};
    form.reset();
    go({});
  });
  byId("share").addEventListener("click", async (event) => {
    const button = event.target;
    try {
      await navigator.clipboard.writeText(location.href);
      const before = button.textContent;
      button.textContent = words.copied;
      setTimeout(() => { button.textContent = before; }, 2000);
    } catch {
      window.prompt(words.copy, location.href);
    }
  });
  body.addEventListener("click", (event) => {
    const button = event.target.closest("button.show");
    if (!button) return;
    const line = button.closest("tr");
    const open = button.getAttribute("aria-expanded") === "true";
    if (open) line.nextElementSibling.remove();
    else line.after(details(Number(button.dataset.row)));
    button.setAttribute("aria-expanded", String(!open));
  });
  byId("more").addEventListener("click", () => draw(shown + NEXT_CHUNK));
  document.addEventListener("keydown", (event) => {
    if (event.key === "/" && !/^(INPUT|SELECT|TEXTAREA)$/.test(document.activeElement.tagName)) {
      event.preventDefault();
      form.elements.q.focus();
    }
  });
  window.addEventListener("hashchange", () => {
    if (!isView() && location.hash) return; // a section of the page, not a view of the list
    view = readHash();
    if (document.activeElement && document.activeElement.form === form) document.activeElement.blur();
    show();
    if (isView()) byId("list").scrollIntoView();
  });
  window.addEventListener("beforeprint", () => {
    draw(PRINTED);
    if (found.length > PRINTED) byId("found").textContent += " " + words.printed.replace("{n}", PRINTED);
  });

  byId("explorer").hidden = false;
  view = readHash();
  show();
  if (isView()) byId("list").scrollIntoView();
})();
