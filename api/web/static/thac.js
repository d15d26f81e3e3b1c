// What every page does better with scripts: it says when the line is down, keeps what is being typed until it is sent,
// and sends a form once.

const line = document.querySelector(".offline");
const show = () => { if (line) line.hidden = navigator.onLine; };
addEventListener("online", show);
addEventListener("offline", show);
show();

// A browser may forbid a page to keep anything, or have no room left; the form works all the same.
const drafts = {
  read(name) { try { return JSON.parse(localStorage.getItem(name) || "{}") || {}; } catch { return {}; } },
  write(name, said) { try { localStorage.setItem(name, JSON.stringify(said)); } catch { /* typed on, not kept */ } },
  drop(name) { try { localStorage.removeItem(name); } catch { /* nothing was kept */ } },
};
const place = (name) => `draft:${location.pathname}:${name}`;
const typed = (form) => form.querySelectorAll("textarea[name], input[type=text][name], input[type=date][name]");

for (const done of document.querySelectorAll("[data-done]")) drafts.drop(place(done.dataset.done));

for (const form of document.querySelectorAll("form[data-keep]")) {
  const kept = drafts.read(place(form.dataset.keep));
  for (const field of typed(form)) {
    if (kept[field.name] && !field.value) field.value = kept[field.name];
  }
  form.addEventListener("input", () => {
    const said = {};
    for (const field of typed(form)) if (field.value) said[field.name] = field.value;
    drafts.write(place(form.dataset.keep), said);
  });
}

const rest = (form) => {
  delete form.dataset.sent;
  for (const button of form.querySelectorAll("button[aria-busy]")) button.removeAttribute("aria-busy");
};

for (const form of document.querySelectorAll("form[method=post]")) {
  form.addEventListener("submit", (event) => {
    if (!navigator.onLine) { event.preventDefault(); show(); return; }
    if (form.dataset.sent) { event.preventDefault(); return; }
    form.dataset.sent = "yes";
    for (const button of form.querySelectorAll("button:not([name])")) button.setAttribute("aria-busy", "true");
    setTimeout(() => rest(form), 10000);
  });
}

// A page that comes back by the browser's own button is as it was left: its forms can be sent again.
addEventListener("pageshow", (event) => {
  if (event.persisted) document.querySelectorAll("form[data-sent]").forEach(rest);
});
