// A launch as it goes on: how many agencies have the directive, until all of them have.

const box = document.querySelector("[data-progress]");
if (box) {
  const bar = box.querySelector("progress");
  const opened = box.querySelector(".opened");
  const look = async () => {
    const answer = await fetch(box.dataset.progress).catch(() => null);
    const said = answer?.ok ? await answer.json() : null;
    if (said && !said.under_way) { location.reload(); return; }
    if (said) { bar.value = said.opened; opened.textContent = said.opened; }
    setTimeout(look, 1000);
  };
  setTimeout(look, 1000);
}
