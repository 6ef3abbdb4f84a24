"use strict";
(() => {
  const input = document.getElementById("query"), told = document.getElementById("found");
  const sections = [...document.querySelectorAll("section")];
  const words = document.body.dataset, body = document.body;
  const AT_ONCE = 8, MARKED = 500;
  let texts = null, turn = 0, timer = 0;
  document.getElementById("search").hidden = false;

  const count = (number) => number.toLocaleString("en");
  const fold = (text) => text.normalize("NFKC").toLowerCase();

  function read() {
    if (texts === null)
      texts = sections.map((section) => [...section.querySelectorAll("article")].map((each) => [each, null]));
    return texts;
  }

  function mark(articles, wanted) {
    if (!("highlights" in CSS)) return;
    const ranges = [];
    for (const article of articles) {
      const walker = document.createTreeWalker(article, NodeFilter.SHOW_TEXT);
      for (let node = walker.nextNode(); node; node = walker.nextNode()) {
        const text = node.data.toLowerCase();
        if (text.length !== node.data.length) continue;
        for (const word of wanted)
          for (let at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + word.length)) {
            const range = new Range();
            range.setStart(node, at);
            range.setEnd(node, at + word.length);
            ranges.push(range);
          }
      }
    }
    CSS.highlights.set("found", new Highlight(...ranges));
  }

  function clear() {
    turn += 1;
    body.classList.remove("searching");
    told.textContent = "";
    if ("highlights" in CSS) CSS.highlights.delete("found");
  }

  function search() {
    const wanted = fold(input.value).split(/\s+/).filter(Boolean);
    if (!wanted.length) return clear();
    const mine = ++turn, all = read(), hits = [];
    let at = 0, looked = 0;
    body.classList.add("searching");
    (function some() {
      if (mine !== turn) return;
      for (const end = Math.min(at + AT_ONCE, all.length); at < end; at++) {
        let any = false;
        for (const entry of all[at]) {
          if (entry[1] === null) entry[1] = fold(entry[0].dataset.from + " " + entry[0].textContent);
          const hit = wanted.every((word) => entry[1].includes(word));
          entry[0].classList.toggle("hit", hit);
          if (hit) { any = true; hits.push(entry[0]); }
          looked += 1;
        }
        sections[at].classList.toggle("hits", any);
      }
      told.textContent = words.found.replace("{hits}", count(hits.length)).replace("{all}", count(looked));
      if (at < all.length) setTimeout(some); else mark(hits.slice(0, MARKED), wanted);
    })();
  }

  function show(article) {
    input.value = "";
    clear();
    for (const each of document.querySelectorAll(".here")) each.classList.remove("here");
    article.classList.add("here");
    article.scrollIntoView({ block: "center" });
  }

  input.addEventListener("input", () => { clearTimeout(timer); timer = setTimeout(search, 150); });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && input.value) { input.value = ""; clear(); }
    if (event.key === "/" && document.activeElement !== input) { event.preventDefault(); input.focus(); }
  });
  document.querySelector("main").addEventListener("click", (event) => {
    const article = event.target.closest("article");
    if (!article || !body.classList.contains("searching") || event.target.closest("p a")) return;
    event.preventDefault();
    show(article);
  });
})();
