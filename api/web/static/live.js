// An open page hears of new alerts: a bar says how many came, and the list is read anew unless somebody is at work in it.

const bar = document.querySelector("[data-live]");
let came = 0;

const busy = () => {
  const inbox = document.querySelector("#inbox");
  const at = document.activeElement;
  return !inbox || inbox.querySelector("input:checked, details[open]") || (at && at.matches("input, textarea"));
};

const say = () => {
  const see = document.createElement("a");
  see.href = location.href;
  see.textContent = bar.dataset.see;
  bar.replaceChildren(`${came} ${bar.dataset.words}`, see);
  bar.hidden = false;
};

const refresh = async () => {
  if (busy()) return;
  const answer = await fetch(location.href, { headers: { accept: "text/html" } });
  if (!answer.ok || answer.redirected) return;
  const read = new DOMParser().parseFromString(await answer.text(), "text/html");
  for (const part of ["#inbox", ".tally"]) {
    const [old, now] = [document.querySelector(part), read.querySelector(part)];
    if (old && now && !busy()) old.replaceWith(now);
  }
};

let waiting;
const soon = () => {
  clearTimeout(waiting);
  waiting = setTimeout(() => refresh().catch(() => {}), 300);
};

if (bar && "EventSource" in window) {
  const source = new EventSource(bar.dataset.live);
  source.addEventListener("alert", () => { came += 1; say(); soon(); });
  source.addEventListener("reset", () => { soon(); });
  source.addEventListener("ended", () => { source.close(); });
}
