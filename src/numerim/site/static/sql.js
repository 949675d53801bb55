// Questions in SQL: DuckDB is loaded when the first is asked, and has the published database, no file and no net besides.
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
    one.onload = done;
    one.onerror = () => failed(new Error(name));
    document.head.append(one);
  });
  const fetched = async (path) => {
    const response = await fetch(absolute(path));
    if (!response.ok) throw new Error(`${path}: ${response.status}`);
    return new Uint8Array(await response.arrayBuffer());
  };
  const unpacked = async (bytes) => {  // unless the host has unpacked it
    if (bytes[0] !== 0x1f) return bytes;
    if (!window.DecompressionStream) throw new Error(words.old);
    return new Response(new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"))).arrayBuffer();
  };
  const local = (content, type) => URL.createObjectURL(new Blob([content], { type }));

  let library, worker, connection;
  const load = () => {
    library ??= (async () => {
      const wasm = fetched("static/duckdb/duckdb-eh.wasm.gz").then(unpacked);
      const database = fetched("data/numerim.duckdb");
      await script("Arrow.es2015.min.js");
      window.module = { exports: {} };  // DuckDB's part for the page asks for Arrow by this name and puts itself there
      window.require = () => window.Arrow;
      await script("duckdb-browser.js");
      return { duckdb: window.module.exports, wasm: local(await wasm, "application/wasm"), database: await database };
    })();
    library.catch(() => { library = undefined; });
    return library;
  };
  const open = async () => {
    const { duckdb, wasm, database } = await load();
    // From a blob, so that what this page may load holds for the worker, too.
    worker = new Worker(local(`importScripts(${JSON.stringify(absolute("static/duckdb/duckdb-browser-eh.worker.js"))})`, "text/javascript"));
    const db = new duckdb.AsyncDuckDB(new duckdb.VoidLogger(), worker);
    await db.instantiate(wasm);
    await db.registerFileBuffer("numerim.duckdb", database.slice());
    await db.open({ path: "numerim.duckdb", accessMode: duckdb.DuckDBAccessMode.READ_ONLY });
    const opened = await db.connect();
    for (const set of ["autoinstall_known_extensions = false", "autoload_known_extensions = false",
      "enable_external_access = false", "lock_configuration = true"]) await opened.query(`SET ${set}`);
    return opened;
  };
  const close = () => {
    worker?.terminate();
    worker = connection = undefined;
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
      if (!connection) say(words.loading);
      let at;
      try { at = await (connection ??= open()); } catch (error) {
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
  }
}
