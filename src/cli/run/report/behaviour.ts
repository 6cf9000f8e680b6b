/**
 * What the page does: search, leaving out kinds and units, the switch between
 * light and dark, keys. It is a script of the page, and so plain JavaScript;
 * without it the page shows all there is.
 */
export const BEHAVIOUR = `
"use strict";
(() => {
  const find = (selector) => document.querySelector(selector);
  const blocks = [...document.querySelectorAll(".block")].map((element) => ({
    element,
    head: (element.dataset.name || "").toLowerCase(),
    rows: [...element.querySelectorAll(".row")],
  }));
  const search = find("#search");
  const unit = find("#unit");
  const failed = find("#failed");
  const count = find("#count");
  const kinds = [...document.querySelectorAll("[data-for-kind]")];
  const texts = new Map();
  const textOf = (row) => {
    let text = texts.get(row);
    if (text === undefined) {
      text = row.textContent.toLowerCase();
      texts.set(row, text);
    }
    return text;
  };
  const unmark = () => {
    for (const mark of document.querySelectorAll("mark")) {
      const parent = mark.parentNode;
      mark.replaceWith(...mark.childNodes);
      parent.normalize();
    }
  };
  const markIn = (row, word) => {
    const walker = document.createTreeWalker(row, NodeFilter.SHOW_TEXT);
    const nodes = [];
    while (walker.nextNode()) nodes.push(walker.currentNode);
    for (const node of nodes) {
      const at = node.data.toLowerCase().indexOf(word);
      if (at < 0) continue;
      const hit = node.splitText(at);
      hit.splitText(word.length);
      const mark = document.createElement("mark");
      hit.replaceWith(mark);
      mark.append(hit);
    }
  };
  const MARKED = 500;
  const apply = () => {
    const words = search.value.toLowerCase().split(/\\s+/).filter(Boolean);
    const off = new Set(kinds.filter((box) => !box.checked)
      .map((box) => box.dataset.forKind));
    let shown = 0;
    let marked = 0;
    unmark();
    for (const { element, head, rows } of blocks) {
      const { unit: of = "", failed: hasFailed } = element.dataset;
      const fits = (unit.value === "" || of === "" || of === unit.value) &&
        (!failed.checked || hasFailed !== undefined);
      const open = words.filter((word) => !head.includes(word));
      let visible = 0;
      for (const row of rows) {
        const is = fits && !off.has(row.dataset.kind) &&
          open.every((word) => textOf(row).includes(word));
        row.hidden = !is;
        if (!is) continue;
        visible += 1;
        if (words.length > 0 && marked < MARKED) {
          marked += 1;
          for (const word of words) markIn(row, word);
        }
      }
      const isEvent = head !== "";
      const hides = !fits ||
        visible === 0 && (!isEvent || open.length > 0);
      element.hidden = hides;
      if (!hides) shown += 1;
      if (words.length > 0 && visible > 0 && open.length > 0) {
        element.open = true;
      }
    }
    count.textContent = shown === blocks.length
      ? blocks.length + " blocks"
      : shown + " of " + blocks.length + " blocks";
  };
  let waiting;
  search.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(apply, blocks.length > 500 ? 120 : 0);
  });
  for (const box of [unit, failed, ...kinds]) {
    box.addEventListener("change", apply);
  }
  find("form").addEventListener("submit", (event) => {
    event.preventDefault();
    apply();
  });
  const openAll = (open) => {
    for (const { element } of blocks) if (!element.hidden) element.open = open;
  };
  find("#open").addEventListener("click", () => openAll(true));
  find("#close").addEventListener("click", () => openAll(false));
  const theme = find("#theme");
  const dark = matchMedia("(prefers-color-scheme: dark)");
  const isDark = () => {
    const chosen = document.documentElement.dataset.theme;
    return chosen === undefined ? dark.matches : chosen === "dark";
  };
  const showTheme = () => {
    theme.textContent = isDark() ? "Light" : "Dark";
    theme.setAttribute("aria-pressed", String(isDark()));
  };
  const turn = () => {
    document.documentElement.dataset.theme = isDark() ? "light" : "dark";
    showTheme();
  };
  theme.addEventListener("click", turn);
  dark.addEventListener("change", showTheme);
  const move = (step) => {
    const heads = blocks.filter(({ element }) => !element.hidden)
      .map(({ element }) => element.querySelector("summary"));
    const at = heads.indexOf(document.activeElement);
    const next = at < 0 ? (step > 0 ? 0 : heads.length - 1) : at + step;
    const head = heads[Math.max(0, Math.min(heads.length - 1, next))];
    if (head) {
      head.focus();
      head.scrollIntoView({ block: "nearest" });
    }
  };
  const KEYS = {
    "/": () => { search.focus(); search.select(); },
    j: () => move(1),
    k: () => move(-1),
    o: () => openAll(true),
    c: () => openAll(false),
    t: turn,
    f: () => { failed.checked = !failed.checked; apply(); },
  };
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const { target } = event;
    if (event.key === "Escape" && target === search) {
      search.value = "";
      apply();
      search.blur();
      return;
    }
    if (target instanceof HTMLInputElement && target.type === "search") return;
    if (target instanceof HTMLSelectElement) return;
    const does = Object.hasOwn(KEYS, event.key) ? KEYS[event.key] : undefined;
    if (does === undefined) return;
    event.preventDefault();
    does();
  });
  const follow = () => {
    const block = document.getElementById(location.hash.slice(1));
    if (block instanceof HTMLDetailsElement) {
      block.open = true;
      block.querySelector("summary").focus();
    }
  };
  addEventListener("hashchange", follow);
  follow();
  showTheme();
  apply();
})();
`;
