// Tables sort by a click on their heads and filter by what is typed. Without this they are whole all the same.
"use strict";
const key = (cell) => {
  const order = cell?.dataset.order ?? cell?.textContent.trim() ?? "";
  const plain = order.replace(/[\s\u00a0\u202f%]/g, "");
  const number = cell?.dataset.order !== undefined ? Number(order)
    : Number(document.documentElement.lang === "en" ? plain.replace(/,/g, "") : plain.replace(/\./g, "").replace(",", "."));
  return plain !== "" && !Number.isNaN(number) ? number : order;
};
const compare = (a, b) => typeof a === typeof b
  ? (typeof a === "number" ? a - b : a.localeCompare(b, document.documentElement.lang))
  : typeof a === "number" ? -1 : 1;
for (const table of document.querySelectorAll("table.sorts")) {
  const heads = [...table.tHead.rows[0].cells];
  heads.forEach((head, at) => {
    const button = document.createElement("button");
    button.type = "button";
    button.append(...head.childNodes);
    head.append(button);
    button.addEventListener("click", () => {
      const down = head.getAttribute("aria-sort") === "ascending";
      heads.forEach((one) => one.removeAttribute("aria-sort"));
      head.setAttribute("aria-sort", down ? "descending" : "ascending");
      const rows = [...table.tBodies[0].rows].map((row) => [key(row.cells[at]), row]);
      const empty = (one) => one[0] === "" ? 1 : 0;
      rows.sort((a, b) => empty(a) - empty(b) || (down ? -1 : 1) * compare(a[0], b[0]));
      table.tBodies[0].append(...rows.map((one) => one[1]));
    });
  });
}
for (const box of document.querySelectorAll(".wide")) {  // what scrolls does so by keyboard, too, and shows what a finding is about
  if (box.scrollWidth > box.clientWidth) {
    box.tabIndex = 0;
    box.setAttribute("role", "group");
    box.setAttribute("aria-label", document.querySelector("h1").textContent);
  }
  const marked = box.querySelector(".marked");
  if (marked) box.scrollLeft = Math.max(0, marked.offsetLeft + marked.offsetWidth + 16 - box.clientWidth);
}
const fold = (text) => text.toLocaleLowerCase().normalize("NFD").replace(/\p{M}/gu, "");
for (const table of document.querySelectorAll("table.filters")) {
  const said = document.documentElement.lang === "sq" ? ["Kërko në tabelë", "të gjitha"] : ["Search this table", "all"];
  const rows = [...table.tBodies[0].rows];
  const field = document.createElement("input");
  field.type = "search";
  field.className = "filter";
  field.placeholder = said[0];
  field.setAttribute("aria-label", field.placeholder);
  table.parentElement.before(field);
  const chosen = [...table.tHead.rows[0].cells].flatMap((head, at) => {
    const values = [...new Set(rows.map((row) => row.cells[at].textContent.trim()))].filter((value) => value);
    if (head.dataset.choose === undefined || values.length < 2) return [];
    const choice = document.createElement("select");
    choice.className = "choose";
    choice.setAttribute("aria-label", head.textContent.trim());
    choice.append(new Option(`${head.textContent.trim()}: ${said[1]}`, ""), ...values.map((value) => new Option(value, value)));
    table.parentElement.before(choice);
    return [[at, choice]];
  });
  const filter = () => {
    const wanted = fold(field.value.trim());
    for (const row of rows) {
      const other = chosen.some(([at, choice]) => choice.value && row.cells[at].textContent.trim() !== choice.value);
      row.hidden = other || (wanted !== "" && !fold(row.textContent).includes(wanted));
    }
  };
  for (const one of [field, ...chosen.map((each) => each[1])]) one.addEventListener("input", filter);
}
