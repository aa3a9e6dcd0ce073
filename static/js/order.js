// Moving papers in a list before it is saved. Without this each button saves its move, and the numbers do the rest.

const form = document.querySelector("form.order");
const listed = form.querySelector(".listed");
const rest = form.querySelector(".rest");
const status = form.querySelector(".order-status");
let dragged = null;

const placeOf = (item) => [...listed.children].indexOf(item) + 1;

function number() {
  [...listed.children].forEach((item, index) => (item.querySelector("input").value = index + 1));
  for (const item of rest.children) item.querySelector("input").value = "";
}

function say(item) {
  const place = placeOf(item);
  const text = place ? form.dataset.moved : form.dataset.removed;
  status.textContent = text
    .replace("{title}", item.dataset.title)
    .replace("{place}", place)
    .replace("{count}", listed.children.length);
}

function settle(item, button) {
  number();
  say(item);
  const shown = button?.offsetParent ? button : item.querySelector(placeOf(item) ? "[value^=up]" : "[value^=in]");
  if (button) shown.focus();
}

const MOVES = {
  top: (item) => listed.prepend(item),
  up: (item) => item.previousElementSibling?.before(item),
  down: (item) => item.nextElementSibling?.after(item),
  out: (item) => rest.prepend(item),
  in: (item) => listed.append(item),
};

form.addEventListener("click", (event) => {
  const button = event.target.closest("[name=move]");
  if (!button) return;
  event.preventDefault();
  const item = button.closest("li");
  MOVES[button.value.split(":")[0]](item);
  settle(item, button);
});

// A number that is typed moves its paper there.
form.addEventListener("change", (event) => {
  if (!event.target.name?.startsWith("place-")) return;
  const item = event.target.closest("li");
  const place = Number.parseInt(event.target.value, 10);
  if (event.target.value.trim() === "") rest.prepend(item);
  else if (Number.isNaN(place)) return;
  else {
    item.remove();
    listed.insertBefore(item, listed.children[Math.max(place - 1, 0)] ?? null);
  }
  number();
  say(item);
  event.target.focus();
});

// Enter in a box moves, and does not save.
form.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || !event.target.name?.startsWith("place-")) return;
  event.preventDefault();
  event.target.dispatchEvent(new Event("change", { bubbles: true }));
});

for (const handle of form.querySelectorAll(".handle")) {
  const item = handle.closest("li");
  handle.addEventListener("pointerdown", () => (item.draggable = true));
  handle.addEventListener("pointerup", () => (item.draggable = false));
}

form.addEventListener("dragstart", (event) => {
  dragged = event.target.closest?.("li[draggable=true]");
  if (!dragged) return;
  event.dataTransfer.effectAllowed = "move";
  dragged.classList.add("dragged");
});

form.addEventListener("dragover", (event) => {
  const list = event.target.closest(".listed, .rest");
  if (!dragged || !list) return;
  event.preventDefault();
  const over = event.target.closest("li");
  if (!over) list.append(dragged);
  else if (over !== dragged) {
    const box = over.getBoundingClientRect();
    if (event.clientY < box.top + box.height / 2) over.before(dragged);
    else over.after(dragged);
  }
});

form.addEventListener("dragend", () => {
  if (!dragged) return;
  dragged.classList.remove("dragged");
  dragged.draggable = false;
  settle(dragged);
  dragged = null;
});

form.classList.add("live");
