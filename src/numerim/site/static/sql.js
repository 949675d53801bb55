// Questions in SQL: DuckDB is loaded with the page, or where data are dear when the first is asked; it has the published
// database, no file and no net besides.
"use strict";
{
  const SHOWN = 500, KEPT = 100000;
  const { root, says } = document.currentScript.dataset;
  const words = JSON.parse(says), by = (id) => document.getElementById(id);
  const form = by("ask"), field = by("sql"), stop = by("stop"), status = by("said"), answer = by("answer"), csv = by("csv");
  const table = answer.querySelector("table");
  const absolute = (path) => new URL(`${root}${path}`, location.href).href;
  const say = (text, detail = "") => {
    const parts = [document.createElement("p")];
    parts[0].textContent = text;
    if (detail) { parts.push(document.createElement("pre")); parts[1].textContent = detail; }
    status.replaceChildren(...parts);
  };
  const fill = (text, of) => text.replace(/#(\w+)/g, (_, name) => of[name]);
  const number = (value) => value.toLocaleString(document.documentElement.lang, { useGrouping: true });

  const script = (name) => new Promise((done, failed) => {
    const one = document.createElement("script");
    one.src = absolute(`static/duckdb/${name}`);
    one.async = false;  // one after the other, though they are fetched together
    one.onload = done;
    one.onerror = () => failed(new Error(name));
    document.head.append(one);
  });
  const fetched = async (path) => {
    const response = await fetch(absolute(path));
    if (!response.ok) throw new Error(`${path}: ${response.status}`);
    return response;
  };
  const unpacked = async (response) => {  // as it comes, unless the host has unpacked it
    const reader = response.body.getReader(), first = (await reader.read()).value;
    const body = new ReadableStream({
      start: (to) => to.enqueue(first),
      pull: async (to) => { const { done, value } = await reader.read(); if (done) to.close(); else to.enqueue(value); },
    });
    if (first[0] === 0x1f && !window.DecompressionStream) throw new Error(words.old);
    const plain = first[0] === 0x1f ? body.pipeThrough(new DecompressionStream("gzip")) : body;
    return new Response(plain, { headers: { "Content-Type": "application/wasm" } });  // which compiling asks for
  };
  const local = (content, type) => URL.createObjectURL(new Blob([content], { type }));

  // What a worker is made of, loaded once: a worker that was ended is followed by one that need not compile again.
  let parts, worker, connection, ready = false;
  const load = () => {
    parts ??= (async () => {
      const program = WebAssembly.compileStreaming(fetched("static/duckdb/duckdb-eh.wasm.gz").then(unpacked));
      const database = fetched("data/lean.duckdb.gz").then(unpacked).then((response) => response.blob());
      window.module = { exports: {} };  // DuckDB's part for the page asks for Arrow by this name and puts itself there
      window.require = () => window.Arrow;
      const scripts = Promise.all(["Arrow.es2015.min.js", "duckdb-browser.js"].map(script));
      return Promise.all([program, database, scripts]);
    })();
    parts.catch(() => { parts = undefined; });
    return parts;
  };
  const BEGIN = (library, wasm) => `
    const compiled = new Promise((done) => addEventListener("message", (event) => {
      if (event.data instanceof WebAssembly.Module) { event.stopImmediatePropagation(); done(event.data); }
    }));
    const ask = fetch;
    self.fetch = (of, ...more) => (of.url ?? of) === ${wasm} ? Promise.resolve(new Response()) : ask(of, ...more);
    WebAssembly.instantiateStreaming = async (_, imports) => {
      const module = await compiled;
      return { module, instance: await WebAssembly.instantiate(module, imports) };
    };
    importScripts(${library});`;
  const SETTINGS = ["autoinstall_known_extensions = false", "autoload_known_extensions = false",
    "enable_external_access = false", "lock_configuration = true"].map((one) => `SET ${one};`).join(" ");
  const open = async () => {
    // From a blob, so that what this page may load holds for the worker, too; it begins while the program is compiled.
    const wasm = absolute("static/duckdb/duckdb-eh.wasm.gz"), library = absolute("static/duckdb/duckdb-browser-eh.worker.js");
    worker = new Worker(local(BEGIN(JSON.stringify(library), JSON.stringify(wasm)), "text/javascript"));
    const mine = worker, [program, database] = await load(), duckdb = window.module.exports;
    mine.postMessage(program);
    const db = new duckdb.AsyncDuckDB(new duckdb.VoidLogger(), mine);
    await db.instantiate(wasm);
    // As a file of the browser, so that no more of it is in memory than questions need.
    await db.registerFileHandle("numerim.duckdb", database, duckdb.DuckDBDataProtocol.BROWSER_FILEREADER, true);
    await db.open({ path: "numerim.duckdb", accessMode: duckdb.DuckDBAccessMode.READ_ONLY });
    const opened = await db.connect();
    await opened.query(SETTINGS);
    ready = mine === worker;
    return opened;
  };
  const connected = () => connection ??= open();
  const close = () => {
    worker?.terminate();
    worker = connection = undefined;
    ready = false;
  };

  const decimal = (words32, scale) => {  // 128 bits, the low word first
    const value = BigInt.asIntN(128, [...words32].reduceRight((all, word) => (all << 32n) | BigInt(word >>> 0), 0n));
    const digits = String(value < 0n ? -value : value).padStart(scale + 1, "0"), point = digits.length - scale;
    const part = digits.slice(point).replace(/0+$/, "");
    return `${value < 0n ? "-" : ""}${digits.slice(0, point)}${part ? `.${part}` : ""}`;
  };
  const text = (value, type) => {
    const is = window.Arrow.DataType;
    if (value === null || value === undefined) return "";
    if (is.isDecimal(type)) return decimal(value, type.scale);
    if (is.isDate(type)) return new Date(Number(value)).toISOString().slice(0, 10);
    if (is.isTimestamp(type)) return new Date(Number(value)).toISOString().replace("T", " ").replace(/(\.000)?Z$/, "");
    if (is.isTime(type)) return new Date(Number(value) / [1e-3, 1, 1e3, 1e6][type.unit]).toISOString().slice(11).replace(/(\.000)?Z$/, "");
    if (is.isList(type)) return `[${[...value].map((one) => text(one, type.children[0].type) || "NULL").join(", ")}]`;
    if (is.isStruct(type)) return `{${type.children.map((one) => `${one.name}: ${text(value[one.name], one.type)}`).join(", ")}}`;
    return String(value);
  };
  const told = ({ message }) => {  // errors of grammar come as JSON
    try { return JSON.parse(message).exception_message ?? message; } catch { return message; }
  };
  const show = (fields, rows) => {
    const is = window.Arrow.DataType;
    const numeric = fields.map(({ type }) => is.isInt(type) || is.isFloat(type) || is.isDecimal(type));
    const line = (cells, tag) => {
      const row = document.createElement("tr");
      row.append(...cells.map((cell, at) => {
        const made = document.createElement(tag);
        if (tag === "th") made.scope = "col";
        if (numeric[at]) made.className = "number";
        made.textContent = cell;
        return made;
      }));
      return row;
    };
    const head = document.createElement("thead"), body = document.createElement("tbody");
    const names = fields.map((one) => one.name);
    head.append(line(names, "th"));
    body.append(...rows.slice(0, SHOWN).map((row) => line(row, "td")));
    table.replaceChildren(head, body);
    const quoted = (cell) => /[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;
    URL.revokeObjectURL(csv.href);
    csv.href = local([names, ...rows].map((row) => row.map(quoted).join(",") + "\r\n").join(""), "text/csv");
    answer.hidden = false;
  };
  let turn = 0, busy = false;
  const ask = async (sql) => {
    const mine = ++turn;
    answer.hidden = true;
    if (!sql.trim()) { say(words.empty); return; }
    if (busy) close();  // with another question
    stop.hidden = false;
    try {
      if (!ready) say(words.loading);
      let at;
      try { at = await connected(); } catch (error) {
        close();
        if (mine === turn) say(words.failed, error.message);
        return;
      }
      if (mine !== turn) return;
      say(words.asking);
      busy = true;
      const begun = performance.now(), rows = [];
      // Whole: a stream of answers from DuckDB-Wasm 1.32 lacks the words of columns of type ENUM.
      const found = await at.query(sql.replace(/[;\s]+$/, "")), fields = found.schema.fields, cut = found.numRows > KEPT;
      const columns = fields.map((_, of) => found.getChildAt(of));
      for (let row = 0; row < Math.min(found.numRows, KEPT); row++) {
        rows.push(columns.map((column, of) => text(column.get(row), fields[of].type)));
      }
      if (mine !== turn) return;
      const of = { rows: number(found.numRows), kept: number(KEPT), shown: number(SHOWN), seconds: number(Number(((performance.now() - begun) / 1000).toFixed(2))) };
      if (fields.length) show(fields, rows);
      say(cut ? fill(words.cut, of) : !rows.length ? words.none : rows.length === 1 ? fill(words.one, of)
        : fill(rows.length > SHOWN ? words.some : words.many, of));
    } catch (error) {
      if (mine === turn) say(words.wrong, told(error));
    } finally {
      if (mine === turn) { busy = false; stop.hidden = true; }
    }
  };
  const address = (sql) => `#q=${encodeURIComponent(sql)}`;
  const asked = () => {
    if (!location.hash.startsWith("#q=")) return;
    let sql = location.hash.slice(3);
    try { sql = decodeURIComponent(sql); } catch { /* as it stands */ }
    field.value = sql;
    ask(sql);
    form.scrollIntoView({ block: "nearest" });
  };
  if (location.protocol === "file:") by("disk").hidden = false;
  else {
    form.hidden = false;
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      if (location.hash === address(field.value)) ask(field.value);
      else location.hash = address(field.value);
    });
    field.addEventListener("keydown", (event) => {
      if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) { event.preventDefault(); form.requestSubmit(); }
    });
    stop.addEventListener("click", () => { turn++; if (busy) close(); busy = false; stop.hidden = true; say(words.stopped); });
    window.addEventListener("hashchange", asked);
    asked();
    const early = () => connected().catch(() => { if (!turn) close(); });  // who asks then is told what is wrong
    if (matchMedia("(hover: hover)").matches && !navigator.connection?.saveData) early();
    else form.addEventListener("focusin", early, { once: true });
  }
}
