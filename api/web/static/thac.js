// What every page does better with scripts: it says when the line is down, keeps what is being typed until it is sent,
// and sends a form once.

const line = document.querySelector(".offline");
const show = () => { if (line) line.hidden = navigator.onLine; };
addEventListener("online", show);
addEventListener("offline", show);
show();

const place = (form) => `draft:${location.pathname}:${form.dataset.keep}`;

for (const form of document.querySelectorAll("form[data-keep]")) {
  const kept = JSON.parse(localStorage.getItem(place(form)) || "{}");
  for (const field of form.querySelectorAll("textarea[name], input[type=text][name], input[type=date][name]")) {
    if (kept[field.name] && !field.value) field.value = kept[field.name];
  }
  form.addEventListener("input", () => {
    const said = {};
    for (const field of form.querySelectorAll("textarea[name], input[type=text][name], input[type=date][name]")) {
      if (field.value) said[field.name] = field.value;
    }
    localStorage.setItem(place(form), JSON.stringify(said));
  });
}

for (const done of document.querySelectorAll("[data-done]")) {
  localStorage.removeItem(`draft:${location.pathname}:${done.dataset.done}`);
}

for (const form of document.querySelectorAll("form[method=post]")) {
  form.addEventListener("submit", (event) => {
    if (!navigator.onLine) { event.preventDefault(); show(); return; }
    for (const button of form.querySelectorAll("button:not([name])")) {
      button.setAttribute("aria-busy", "true");
    }
    if (form.dataset.sent) event.preventDefault();
    form.dataset.sent = "yes";
    setTimeout(() => { delete form.dataset.sent; }, 10000);
  });
}
