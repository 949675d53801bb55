// Prepares the file of an objection: on the page of a source a link with the marked figure, on its own page the form.
"use strict";
const form = document.getElementById("objection");
if (form) {
  form.hidden = false;
  const fill = () => {
    const given = new URLSearchParams(location.hash.slice(1));
    for (const name of ["package", "version", "source", "locator", "published"]) {
      if (given.has(name)) form.elements[name].value = given.get(name);
    }
    if (given.has("locator")) form.elements.should_be.focus();
  };
  fill();
  addEventListener("hashchange", fill);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const said = { objection: "1" };
    for (const field of form.elements) {
      if (field.name && field.type !== "checkbox" && field.value.trim()) said[field.name] = field.value.trim().replace(/\s+/g, " ");
    }
    if (said.by) said.credit = form.elements.credit.checked;
    const now = new Date();
    said.on = [now.getFullYear(), now.getMonth() + 1, now.getDate()].map((part) => String(part).padStart(2, "0")).join("-");
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([JSON.stringify(said, null, 1) + "\n"], { type: "application/json" }));
    link.download = `objection-${said.package}.json`;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 1000);
  });
}
const about = document.querySelector("[data-objection]");
if (about) {
  const link = document.createElement("a");
  const lead = () => {
    link.remove();
    const cell = location.hash && document.getElementById(decodeURIComponent(location.hash.slice(1)));
    const figure = cell && cell.matches("td") ? cell : null;
    link.hidden = !figure;
    if (!figure) return;
    const said = new URLSearchParams({
      package: about.dataset.package, version: about.dataset.version, source: about.dataset.source,
      locator: about.dataset.before + figure.id, published: figure.dataset.value ?? (figure.querySelector("mark") ?? figure).textContent.trim(),
    });
    link.href = `${about.dataset.objection}#${said}`;
    figure.append(" ", link);
  };
  link.className = "wrong";
  link.textContent = about.dataset.says;
  lead();
  addEventListener("hashchange", lead);
}
