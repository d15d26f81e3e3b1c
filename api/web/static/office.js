// The office's pages with scripts: a file can be dropped, agencies are found while their names are typed, with
// diacritics or without, and of a deadline only the fields of its kind are shown.

// What was typed is kept until it is saved; the page that says so names the form.
for (const done of document.querySelectorAll("[data-forget]")) {
  try { localStorage.removeItem(`draft:${done.dataset.forget}`); } catch { /* nothing was kept */ }
}

const door = document.querySelector("form[data-most]");
if (door) {
  const file = door.querySelector("input[type=file]");
  const drop = door.querySelector(".drop");
  const warning = door.querySelector(".too-large");
  const fits = () => {
    const one = file.files[0];
    warning.hidden = !one || one.size <= Number(door.dataset.most);
    return warning.hidden;
  };
  file.addEventListener("change", fits);
  door.addEventListener("submit", (event) => {
    if (!fits()) { event.preventDefault(); event.stopImmediatePropagation(); }
  }, true);
  for (const name of ["dragenter", "dragover"]) {
    drop.addEventListener(name, (event) => { event.preventDefault(); drop.classList.add("over"); });
  }
  for (const name of ["dragleave", "drop"]) drop.addEventListener(name, () => drop.classList.remove("over"));
  drop.addEventListener("drop", (event) => {
    event.preventDefault();
    if (event.dataTransfer.files.length) { file.files = event.dataTransfer.files; if (fits()) door.requestSubmit(); }
  });
}

const kind = document.getElementById("due.type");
if (kind) {
  const choose = () => {
    for (const part of document.querySelectorAll("[data-due]")) {
      const wanted = part.dataset.due.split(" ").includes(kind.value);
      part.hidden = !wanted;
      if (part.tagName === "DETAILS") part.open = wanted;
    }
  };
  kind.addEventListener("change", choose);
  choose();
}

let made = 0;

// What stands in the field, or, in a field of several lines, in the line that is being typed.
const lineOf = (field) => {
  if (field.tagName !== "TEXTAREA") return { start: 0, end: field.value.length };
  const start = field.value.lastIndexOf("\n", field.selectionStart - 1) + 1;
  const after = field.value.indexOf("\n", field.selectionStart);
  return { start, end: after < 0 ? field.value.length : after };
};

for (const field of document.querySelectorAll("[data-agency],[data-agencies]")) {
  const box = document.createElement("div");
  box.className = "combo";
  field.replaceWith(box);
  const list = document.createElement("ul");
  list.className = "found";
  list.id = `found-${made += 1}`;
  list.hidden = true;
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", document.querySelector(`label[for="${CSS.escape(field.id)}"]`)?.textContent ?? "");
  box.append(field, list);
  field.removeAttribute("list");
  field.setAttribute("role", "combobox");
  field.setAttribute("aria-autocomplete", "list");
  field.setAttribute("aria-controls", list.id);
  field.setAttribute("aria-expanded", "false");
  let chosen = -1;
  let asked = 0;

  const close = () => { list.hidden = true; chosen = -1; field.setAttribute("aria-expanded", "false"); field.removeAttribute("aria-activedescendant"); };
  const mark = (place) => {
    chosen = place;
    [...list.children].forEach((one, at) => one.setAttribute("aria-selected", String(at === place)));
    const one = list.children[place];
    if (one) { field.setAttribute("aria-activedescendant", one.id); one.scrollIntoView({ block: "nearest" }); }
  };
  const take = (one) => {
    const { start, end } = lineOf(field);
    field.value = field.value.slice(0, start) + one.dataset.value + field.value.slice(end);
    if (field.hasAttribute("data-agency")) {
      const radio = field.form.querySelector("input[name=to][value=lead]");
      if (radio && field.name === "lead") radio.checked = true;
    }
    close();
    field.dispatchEvent(new Event("input", { bubbles: true }));
    asked += 1;
  };
  const show = (found) => {
    list.replaceChildren(...found.map((one, at) => {
      const item = document.createElement("li");
      item.id = `${list.id}-${at}`;
      item.setAttribute("role", "option");
      item.setAttribute("aria-selected", "false");
      item.dataset.value = one.value;
      item.textContent = one.value;
      if (one.above) { const above = document.createElement("small"); above.textContent = one.above; item.append(above); }
      item.addEventListener("mousedown", (event) => { event.preventDefault(); take(item); });
      return item;
    }));
    list.hidden = found.length === 0;
    field.setAttribute("aria-expanded", String(!list.hidden));
  };
  field.addEventListener("input", (event) => {
    if (!event.isTrusted) return;
    const { start, end } = lineOf(field);
    const words = field.value.slice(start, end).trim();
    const mine = asked += 1;
    if (words.length < 2) { close(); return; }
    setTimeout(async () => {
      if (mine !== asked) return;
      const answer = await fetch(`/agencies/search?q=${encodeURIComponent(words)}`).catch(() => null);
      if (answer?.ok && mine === asked) show(await answer.json());
    }, 150);
  });
  field.addEventListener("keydown", (event) => {
    if (list.hidden) return;
    const last = list.children.length - 1;
    if (event.key === "ArrowDown") { event.preventDefault(); mark(chosen >= last ? 0 : chosen + 1); }
    else if (event.key === "ArrowUp") { event.preventDefault(); mark(chosen <= 0 ? last : chosen - 1); }
    else if (event.key === "Enter" && chosen >= 0) { event.preventDefault(); take(list.children[chosen]); }
    else if (event.key === "Escape") { event.preventDefault(); close(); }
  });
  field.addEventListener("blur", () => setTimeout(close, 100));
}
