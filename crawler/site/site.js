"use strict";
// The search. A page that was opened from a file may not fetch, but it may load scripts: the index is made of scripts
// that call pressmark.keep (crawler/site/word_index.py). What they say is shown as text alone.
const pressmark = (() => {
  const AT_ONCE = 40;
  const LONGEST = 40;
  const kept = new Map();
  const asked = new Map();
  const element = (id) => document.getElementById(id);

  function load(name) {
    if (!asked.has(name)) {
      asked.set(name, new Promise((resolve, reject) => {
        const script = document.createElement("script");
        script.src = `search/${name}.js`;
        script.onload = () => resolve(kept.get(name));
        script.onerror = () => { asked.delete(name); reject(new Error(`${script.src} cannot be loaded`)); };
        document.head.append(script);
      }));
    }
    return asked.get(name);
  }

  // The same rule as words_of in word_index.py.
  function wordsOf(text) {
    const plain = text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
    return [...new Set(plain.match(/[\p{L}\p{N}]+/gu) ?? [])].map((word) => [...word].slice(0, LONGEST).join(""));
  }

  function shardOf(word) {
    const first = new TextEncoder().encode([...word].slice(0, 2).join(""));
    return [...first].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  }

  async function numbersOf(word, shards) {
    const numbers = new Set();
    const name = shardOf(word);
    if (!shards.has(name)) return numbers;
    for (const [known, gaps] of await load(`words/${name}`)) {
      if (!known.startsWith(word)) continue;
      let number = 0;
      for (const gap of gaps) numbers.add(number += gap);
    }
    return numbers;
  }

  async function hits(words) {
    const shards = new Set((await load("shards")).words);
    let found = null;
    for (const word of words) {
      const numbers = await numbersOf(word, shards);
      found = found === null ? numbers : new Set([...found].filter((number) => numbers.has(number)));
    }
    return [...(found ?? [])].sort((a, b) => b - a);
  }

  async function entryOf(number) {
    const { perFile } = await load("shards");
    return (await load(`articles/${Math.floor(number / perFile)}`))[number % perFile];
  }

  function line([title, place, day, outlet, kind]) {
    const item = document.createElement("li"), link = document.createElement("a"), about = document.createElement("span");
    link.href = place;
    link.dir = "auto";
    link.textContent = title;
    about.className = "dim";
    about.textContent = `${outlet}, ${day}${kind === "article" ? "" : `, ${kind}`}`;
    item.append(link, about);
    return item;
  }

  let turn = 0, left = [];

  async function show(mine) {
    const entries = await Promise.all(left.slice(0, AT_ONCE).map(entryOf));
    if (mine !== turn) return;
    left = left.slice(AT_ONCE);
    element("found").append(...entries.map(line));
    element("more").hidden = left.length === 0;
  }

  async function search(query) {
    const mine = ++turn, words = wordsOf(query);
    try {
      const found = await hits(words);
      if (mine !== turn) return;
      element("found").replaceChildren();
      element("more").hidden = true;
      const count = found.length === 1 ? "1 article" : `${found.length} articles`;
      element("told").textContent = words.length === 0 ? "" : `${count}, the newest first`;
      left = found;
      await show(mine);
    } catch (error) {
      element("told").textContent = `The index is incomplete: ${error.message}. Run scrapy site again.`;
    }
  }

  function fromAddress() {
    let query = location.hash.slice(1);
    try { query = decodeURIComponent(query); } catch { /* not of ours: taken as it is */ }
    element("query").value = query;
    return search(query);
  }

  // Arrow keys go through what was found, and back to the words.
  function walk(event) {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step === undefined) return;
    const stops = [element("query"), ...document.querySelectorAll("#found a")];
    const next = stops.indexOf(document.activeElement) + step;
    if (!stops.includes(document.activeElement) || next < 0 || next >= stops.length) return;
    event.preventDefault();
    stops[next].focus();
  }

  let waiting;
  document.addEventListener("DOMContentLoaded", () => {
    element("search").addEventListener("submit", (event) => {
      event.preventDefault();
      const hash = `#${encodeURIComponent(element("query").value)}`;
      if (location.hash === hash) fromAddress(); else location.hash = hash;
    });
    element("query").addEventListener("input", () => {
      clearTimeout(waiting);
      waiting = setTimeout(() => search(element("query").value), 200);
    });
    element("more").addEventListener("click", () => show(turn));
    document.addEventListener("keydown", walk);
    addEventListener("hashchange", fromAddress);
    if (location.hash) fromAddress();
  });

  return { keep: (name, value) => kept.set(name, value) };
})();
