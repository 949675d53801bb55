// Elections, places, parties and people by their names. Without this there is no field; the index is loaded once it is used.
"use strict";
{
  const { root, language, at, says } = document.currentScript.dataset;
  const words = JSON.parse(says), shards = new Map(), waiting = new Map();
  let listed;
  const fold = (text) => text.toLowerCase().normalize("NFD").replace(/\p{M}/gu, "")
    .replace(/[đłøıßæœ]/g, (c) => ({ đ: "d", ł: "l", ø: "o", ı: "i", ß: "ss", æ: "ae", œ: "oe" })[c])
    .split(/[^\p{L}\p{N}]+/u).filter(Boolean);
  const load = (name) => {  // a script, since a page on the disk may load nothing else
    if (!waiting.has(name)) waiting.set(name, new Promise((done, failed) => {
      const script = document.createElement("script");
      script.src = `${root}search/${name}.js`;
      script.onload = done;
      script.onerror = () => { waiting.delete(name); script.remove(); failed(new Error(name)); };
      document.head.append(script);
    }));
    return waiting.get(name);
  };
  window.numerimIndex = (of) => { listed = of; };
  window.numerimFound = (prefix, rows) => shards.set(prefix, rows);
  const nearest = (typed) => {
    for (let long = typed.length; long >= 0; long--) if (listed[typed.slice(0, long)]) return typed.slice(0, long);
    return "";
  };
  // A file that has all that begins with one word has what is sought. Else the files of each word with the others behind it.
  const files = (typed) => {
    const whole = typed.map((word) => nearest(word)).find((prefix) => listed[prefix][1]);
    if (whole !== undefined) return [whole];
    return [...new Set(typed.map((word) => nearest([word, ...typed.filter((one) => one !== word)].join(" "))))];
  };
  const search = async (typed) => {
    await load("index");
    const prefixes = files(typed);
    await Promise.all(prefixes.map((prefix) => load(listed[prefix][0])));
    const found = new Map(), last = typed.join(" ");
    for (const row of prefixes.flatMap((prefix) => shards.get(prefix))) {
      const names = [row[2]].flat(), details = [row[3] ?? ""].flat(), own = fold(names.join(" ")), all = own.concat(fold(row.slice(3).join(" ")));
      if (!typed.every((word) => all.some((one) => one.startsWith(word)))) continue;
      const rank = own.join(" ") === last ? 0 : typed.every((word) => own.includes(word)) ? 1
        : typed.every((word) => own.some((one) => one.startsWith(word))) ? 2 : 3;
      found.set(row.join("\n"), { rank, kind: row[0], path: row[1], name: names[Number(at)] ?? names[0], detail: details[Number(at)] ?? details[0] });
    }
    const order = [...found.values()].sort((a, b) => a.rank - b.rank || a.kind - b.kind || a.name.localeCompare(b.name, language));
    return [order, prefixes.every((prefix) => listed[prefix][1])];
  };

  // Nothing is called so: what begins with most of it, since endings differ (Prishtina, Prishtinë). One letter less at a time.
  const nearly = async (typed) => {
    const kept = (word) => Math.max(3, Math.ceil(word.length / 2));
    for (let less = 1; typed.some((word) => word.length - less >= kept(word)); less++) {
      const [found, whole] = await search(typed.map((word) => word.slice(0, Math.max(word.length - less, kept(word)))));
      if (found.length) return [found, whole];
    }
    return [[], true];
  };

  const form = document.createElement("form"), field = document.createElement("input");
  const panel = document.createElement("div"), status = document.createElement("p"), list = document.createElement("ul");
  form.setAttribute("role", "search");
  form.className = "search";
  Object.assign(field, { type: "search", placeholder: words.label, autocomplete: "off" });
  field.setAttribute("aria-label", words.label);
  status.setAttribute("role", "status");
  panel.className = "found";
  panel.hidden = true;
  panel.append(status, list);
  form.append(field, panel);
  document.querySelector(".languages").before(form);
  const SHOWN = 20;
  let asked = 0;
  const show = async () => {
    const typed = fold(field.value), mine = ++asked;
    if (!typed.length) { panel.hidden = true; return; }
    let found, whole, near = false;
    try {
      [found, whole] = await search(typed);
      if (!found.length) { [found, whole] = await nearly(typed); near = found.length > 0; }
    } catch { found = null; }
    if (mine !== asked) return;  // more was typed meanwhile
    list.replaceChildren(...(found ?? []).slice(0, SHOWN).map((one) => {
      const item = document.createElement("li"), link = document.createElement("a"), about = document.createElement("span");
      const [page, anchor] = one.path.split("#");
      link.href = `${root}${language}/${encodeURI(page)}${anchor ? `#${encodeURI(anchor)}` : ""}`;
      link.textContent = one.name;
      about.textContent = [words.kinds[one.kind], one.detail].filter(Boolean).join(" · ");
      item.append(link, " ", about);
      return item;
    }));
    status.textContent = !found ? words.failed : !found.length ? words.none : near ? words.near
      : found.length > SHOWN || !whole ? words.more : found.length === 1 ? words.one : words.many.replace("#", found.length);
    panel.hidden = false;
    return near;
  };
  field.addEventListener("input", show);
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const near = await show(), first = list.querySelector("a");
    if (near) first.focus();  // not what was typed: whoever means it says so
    else first?.click();
  });
  form.addEventListener("keydown", (event) => {
    const links = [...list.querySelectorAll("a")], here = links.indexOf(document.activeElement);
    if (event.key === "Escape") { panel.hidden = true; field.focus(); }
    else if (event.key === "ArrowDown" && links.length && !panel.hidden) links[Math.min(here + 1, links.length - 1)].focus();
    else if (event.key === "ArrowUp" && here >= 0) (here ? links[here - 1] : field).focus();
    else return;
    event.preventDefault();
  });
  form.addEventListener("focusout", (event) => { if (!form.contains(event.relatedTarget)) panel.hidden = true; });
  field.addEventListener("focus", () => { if (fold(field.value).length && list.children.length) panel.hidden = false; });
}
