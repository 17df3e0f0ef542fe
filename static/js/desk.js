/* Saves time for those who have script; every page works without it. Loaded by Mina sidor and Handläggning. */
"use strict";

/* Drop zone: files dropped on it, or chosen, are uploaded at once. */
for (const form of document.querySelectorAll("[data-drop]")) {
  const input = form.querySelector("input[type=file]");
  const words = form.querySelector("[data-drop-words]");
  const send = () => {
    if (!input.files.length) return;
    words.textContent = words.dataset.dropWords;
    form.requestSubmit();
  };
  form.classList.add("ready");
  form.querySelector(".pick").addEventListener("click", () => input.click());
  input.addEventListener("change", send);
  for (const kind of ["dragenter", "dragover"])
    form.addEventListener(kind, (event) => { event.preventDefault(); form.classList.add("over"); });
  for (const kind of ["dragleave", "drop"])
    form.addEventListener(kind, () => form.classList.remove("over"));
  form.addEventListener("drop", (event) => {
    event.preventDefault();
    input.files = event.dataTransfer.files;
    send();
  });
}

/* A form is sent once; the button that was pressed says so and keeps its width. */
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.method !== "post") return;
  if (form.dataset.sent) { event.preventDefault(); return; }
  form.dataset.sent = "yes";
  const button = event.submitter;
  if (!button) return;
  button.setAttribute("aria-busy", "true");
  if (button.dataset.busy) button.textContent = button.dataset.busy;
});
addEventListener("pageshow", () => {
  for (const form of document.querySelectorAll("form[data-sent]")) delete form.dataset.sent;
});

/* A field that has the cursor shows its place in the document; a place that is pressed fills that field. */
for (const bed of document.querySelectorAll("[data-places]")) {
  let field = null;
  document.addEventListener("focusin", (event) => {
    if (!event.target.matches(".control")) return;
    field = event.target;
    for (const rect of bed.querySelectorAll("rect"))
      rect.classList.toggle("current", rect.dataset.field === field.name);
  });
  bed.addEventListener("click", (event) => {
    const text = event.target.dataset.text;
    if (field && text) { field.value = text; field.focus(); }
  });
}

/* Keys: / search, J K rows, Enter opens, ? shows the list; letters on buttons. Can be switched off. */
const off = document.querySelector("[data-keys-off]");
if (off) {
  off.checked = localStorage.getItem("keys") === "off";
  off.addEventListener("change", () => localStorage.setItem("keys", off.checked ? "off" : "on"));
}
document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || localStorage.getItem("keys") === "off") return;
  if (event.target.matches("input, textarea, select")) return;
  const act = [...document.querySelectorAll("[data-key]")].find((e) => e.dataset.key.toLowerCase() === event.key.toLowerCase());
  const rows = [...document.querySelectorAll("[data-rows] tbody a[href]")];
  const at = rows.indexOf(document.activeElement);
  const done = { "/": () => [...document.querySelectorAll("[data-find]")].find((e) => e.offsetParent)?.focus(),
    "?": () => document.querySelector("[data-keys]")?.toggleAttribute("open"),
    "j": () => rows[Math.min(at + 1, rows.length - 1)]?.focus(),
    "k": () => rows[Math.max(at - 1, 0)]?.focus() }[event.key.toLowerCase()];
  if (act) { event.preventDefault(); act.click(); }
  else if (done) { event.preventDefault(); done(); }
});
