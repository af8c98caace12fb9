"use strict";
(() => {
  const find = (id) => document.getElementById(id);
  const read = (id) => JSON.parse(find(id).textContent || "null");
  const texts = read("texts");
  const say = (key, values) => texts[key].replace(/\[(\w+)\]/g, (_, name) => values[name]);
  const count = (n) => n.toLocaleString("en");
  document.documentElement.classList.add("scripted");

  const setSort = (table, button) => {
    const header = button.closest("th");
    const order = header.getAttribute("aria-sort") === "descending" ? "ascending" : "descending";
    for (const other of table.querySelectorAll("th[aria-sort]")) other.removeAttribute("aria-sort");
    header.setAttribute("aria-sort", order);
    return order === "ascending" ? 1 : -1;
  };
  const collator = new Intl.Collator("ko");

  // What is closed on the screen is open on paper.
  addEventListener("beforeprint", () => {
    for (const part of document.querySelectorAll("details.print-open")) part.open = true;
  });

  // --- themes: the table is in the page already, only its order and what is hidden changes
  const themeTable = find("theme-table");
  if (themeTable) {
    const bodies = [...themeTable.tBodies];
    const firstShown = bodies.filter((body) => !body.classList.contains("beyond")).length;
    const filters = ["stage", "owner", "status"].map((name) => [name, find("theme-" + name)]).filter(([, field]) => field);
    const search = find("theme-text");
    const everyButton = find("theme-all");
    const everyText = everyButton && everyButton.textContent;
    let wantsEvery = false;
    const show = () => {
      const asked = search.value.trim().toLowerCase();
      const isFiltered = asked !== "" || filters.some(([, field]) => field.value !== "");
      themeTable.classList.toggle("every", isFiltered || wantsEvery);
      let n = 0;
      for (const body of themeTable.tBodies) {
        const fits = filters.every(([name, field]) => !field.value || body.dataset[name] === field.value) &&
          (!asked || body.textContent.toLowerCase().includes(asked));
        body.classList.toggle("hidden", !fits);
        n += fits;
      }
      find("theme-count").textContent = say("n_themes", { n: count(n) });
    };
    for (const [, field] of filters) field.addEventListener("change", show);
    search.addEventListener("input", show);
    if (everyButton) everyButton.addEventListener("click", () => {
      wantsEvery = !wantsEvery;
      everyButton.textContent = wantsEvery ? texts.fewer_themes : everyText;
      show();
    });
    themeTable.tHead.addEventListener("click", (event) => {
      const button = event.target.closest("button");
      if (!button) return;
      const key = button.dataset.key;
      const sign = setSort(themeTable, button);
      const isNumber = key === "n" || key === "change";
      bodies.sort((a, b) => sign * (isNumber ? a.dataset[key] - b.dataset[key] : collator.compare(a.dataset[key], b.dataset[key])));
      bodies.forEach((body, place) => body.classList.toggle("beyond", place >= firstShown));
      themeTable.append(...bodies);
    });
    show();
  }

  // --- rows: unpacked once, a page of them drawn at a time
  const data = read("row-data");
  if (!data || !data.n) { find("row-tool").hidden = true; return; }
  const PAGE = 50;
  const unroll = (runs) => {
    const numbers = new Int32Array(data.n);
    for (let i = 0, place = 0; i < runs.length; i += 2) { numbers.fill(runs[i], place, place + runs[i + 1]); place += runs[i + 1]; }
    return numbers;
  };
  const runs = Object.fromEntries(Object.entries(data.runs).map(([name, run]) => [name, unroll(run)]));
  const { tables, records, rows } = data;
  const nameOf = (record) => tables.prefix[records.prefix[record]] + records.id[record];
  const splitKey = (value) => { const [code, name] = value.split("\t"); return { code, name }; };
  const coded = Object.fromEntries(["theme", "stage", "sentiment"].map((name) => [name, (tables[name] || []).map(splitKey)]));
  const all = Array.from({ length: data.n }, (_, i) => i);
  const lower = [];  // texts in lower case, made at the first search
  const fields = Object.fromEntries(["stage", "theme", "sentiment", "signal", "product", "text", "copies"].map((name) => [name, find("f-" + name)]));
  const body = find("row-table").tBodies[0];
  let order = all, matches = all, page = 0;

  const fill = (field, options) => field.append(...options.map(({ code, name }) => new Option(name, code)));
  const plain = (values) => values.filter(Boolean).map((name) => ({ code: name, name }));
  fill(fields.stage, coded.stage.filter(({ code }, i, every) => every.findIndex((other) => other.code === code) === i));
  fill(fields.theme, coded.theme.filter(({ code }) => code));
  fill(fields.sentiment, coded.sentiment);
  fill(fields.signal, plain([...new Set((tables.signals || []).flatMap((cell) => cell.split(", ")))]));
  fill(fields.product, plain(tables.product || []).sort((a, b) => collator.compare(a.name, b.name)));

  const tests = () => {
    const chosen = [];
    for (const name of ["stage", "theme", "sentiment"]) {
      const value = fields[name].value;
      if (value) chosen.push((i) => coded[name][runs[name][i]].code === value);
    }
    const signal = fields.signal.value, product = fields.product.value, asked = fields.text.value.trim().toLowerCase();
    if (signal) chosen.push((i) => tables.signals[rows.signals[i]].split(", ").includes(signal));
    if (product) chosen.push((i) => tables.product[records.product[rows.record[i]]] === product);
    if (!fields.copies.checked) chosen.push((i) => !records.is_copy[rows.record[i]]);
    if (asked) {
      if (!lower.length) for (const said of rows.text) lower.push(said.toLowerCase());
      chosen.push((i) => lower[i].includes(asked) || nameOf(rows.record[i]).toLowerCase() === asked);
    }
    return chosen;
  };

  const element = (name, text, className) => {
    const made = document.createElement(name);
    if (text !== undefined) made.textContent = text;
    if (className) made.className = className;
    return made;
  };
  const isolated = (text) => { const made = element("bdi", text); made.lang = "ko"; return made; };
  const cell = (row, ...parts) => { const made = row.insertCell(); made.append(...parts); return made; };
  const line = (text) => { const made = element("div", undefined, "muted"); made.append(isolated(text)); return made; };

  const draw = (i) => {
    const row = element("tr");
    const record = rows.record[i];
    const sentiment = coded.sentiment[runs.sentiment[i]];
    cell(row, tables.date[records.date[record]] || "–");
    const polarity = (rows.polarity[i] / 100).toFixed(2);
    const feeling = cell(row, element("span", sentiment.name, sentiment.code), " ", element("span", polarity, "muted"));
    feeling.title = texts.polarity + " " + polarity;
    const said = cell(row, isolated(rows.text[i]));
    const evidence = rows.evidence[i].map((number) => tables.evidence[number]).join(", ");
    if (evidence) said.append(line(texts.evidence + ": " + evidence));
    const place = cell(row, coded.stage[runs.stage[i]].name);
    const theme = coded.theme[runs.theme[i]];
    if (theme.name) place.append(line(theme.name));
    const signals = tables.signals[rows.signals[i]];
    if (signals) place.append(" ", element("span", signals, "badge"));
    const about = [tables.product[records.product[record]], tables.channel[records.channel[record]]];
    if (records.rating[record] !== null) about.push(say("rating", { n: records.rating[record] }));
    if (records.is_copy[record]) about.push(texts.copy);
    cell(row, isolated(nameOf(record)), line(about.filter(Boolean).join(" · ")));
    return row;
  };

  const showPage = () => {
    const pages = Math.max(1, Math.ceil(matches.length / PAGE));
    page = Math.min(Math.max(page, 0), pages - 1);
    body.replaceChildren(...matches.slice(page * PAGE, (page + 1) * PAGE).map(draw));
    find("row-count").textContent = matches.length ? say(data.n < data.n_total ? "found_limited" : "found", { n: count(matches.length) }) : texts.no_rows;
    find("row-page").textContent = say("page_of", { page: count(page + 1), pages: count(pages) });
    find("row-back").disabled = page === 0;
    find("row-next").disabled = page === pages - 1;
  };
  const show = () => {
    const chosen = tests();
    matches = order.filter((i) => chosen.every((test) => test(i)));
    page = 0;
    showPage();
  };
  const turn = (pages) => { page += pages; showPage(); find("h-rows").scrollIntoView(); };
  const clear = () => {
    for (const field of Object.values(fields)) if (field.type === "checkbox") field.checked = false; else field.value = "";
  };

  // A link such as #rows?theme=T1 chooses what is shown, so that it works from a key, a click, and the history.
  const follow = () => {
    const [place, asked] = location.hash.split("?");
    if (place !== "#rows" || asked === undefined) return;
    clear();
    for (const [name, value] of new URLSearchParams(asked)) if (fields[name] && name !== "copies") fields[name].value = value;
    show();
    find("rows").scrollIntoView();
    find("h-rows").focus({ preventScroll: true });
  };

  for (const [name, field] of Object.entries(fields)) field.addEventListener(name === "text" ? "input" : "change", show);
  find("f-clear").addEventListener("click", () => { clear(); show(); });
  find("row-back").addEventListener("click", () => turn(-1));
  find("row-next").addEventListener("click", () => turn(1));
  find("row-table").tHead.addEventListener("click", (event) => {
    const button = event.target.closest("button");
    if (!button) return;
    const sign = setSort(find("row-table"), button);
    const value = button.dataset.key === "date"
      ? (i) => tables.date[records.date[rows.record[i]]]
      : (i) => rows.polarity[i];
    const values = all.map(value);
    order = all.slice().sort((a, b) => sign * (values[a] < values[b] ? -1 : values[a] > values[b] ? 1 : 0) || a - b);
    show();
  });
  show();
  addEventListener("hashchange", follow);
  follow();
})();
