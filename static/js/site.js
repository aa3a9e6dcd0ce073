// Saves clicks, nothing more: every page works without it.
document.documentElement.classList.add("js");

// Copy a citation: the button names the element whose text it copies.

async function copy(button) {
  const source = document.getElementById(button.dataset.copy);
  try {
    await navigator.clipboard.writeText(source.textContent.trim());
  } catch {
    getSelection().selectAllChildren(source); // no clipboard here: ready for Ctrl+C
    return;
  }
  const label = button.textContent;
  button.textContent = button.dataset.done;
  setTimeout(() => (button.textContent = label), 2000);
}

// Cite from a list: show that part of the paper's page in front of the list.

async function cite(link) {
  const dialog = document.getElementById("citing");
  try {
    const response = await fetch(link.href);
    if (!response.ok) throw new Error(response.statusText);
    const page = new DOMParser().parseFromString(await response.text(), "text/html");
    const title = page.querySelector("h1");
    const heading = document.createElement("p");
    heading.className = "citing-title";
    heading.lang = title.lang;
    heading.dir = title.dir || "auto";
    heading.textContent = title.textContent;
    const section = page.getElementById("cite");
    section.querySelector("h2").after(heading);
    dialog.lastElementChild.replaceChildren(...section.childNodes);
    dialog.showModal();
  } catch {
    location.assign(link.href);
  }
}

document.addEventListener("click", (event) => {
  const link = event.target.closest("[data-cite]");
  const opensElsewhere = event.ctrlKey || event.metaKey || event.shiftKey || event.altKey;
  if (link && !opensElsewhere) {
    event.preventDefault();
    cite(link);
  }
  if (event.target.closest(".close") || event.target.matches(".citing")) document.getElementById("citing").close();
});

// Apply a filter at once: fetch the list that the form asks for and put it in place, so that the focus stays.

let pending = new AbortController();
let listed = location.search; // what the list on the page answers

function addressOf(form) {
  const query = new URLSearchParams([...new FormData(form)].filter(([, value]) => value !== ""));
  const text = query.toString();
  return form.action.split(/[?#]/)[0] + (text && "?" + text);
}

async function apply(form) {
  const address = addressOf(form);
  pending.abort();
  pending = new AbortController();
  try {
    const response = await fetch(address, { signal: pending.signal });
    if (!response.ok) throw new Error(response.statusText);
    show(new DOMParser().parseFromString(await response.text(), "text/html"));
    history.pushState({ filtered: true }, "", address);
    listed = location.search;
  } catch (error) {
    if (error.name !== "AbortError") location.assign(address);
  }
}

function show(page) {
  const { name, value } = document.activeElement;
  for (const part of document.querySelectorAll("[data-live]")) {
    const fresh = page.getElementById(part.id);
    if (!fresh) continue;
    const [held, top] = [part.contains(document.activeElement), part.scrollTop];
    part.replaceChildren(...fresh.childNodes);
    part.scrollTop = top;
    if (held && name) part.querySelector(`[name="${CSS.escape(name)}"][value="${CSS.escape(value)}"]`)?.focus();
  }
  for (const field of document.querySelectorAll("[data-filters] [id]")) {
    field.ariaInvalid = page.getElementById(field.id)?.ariaInvalid ?? null;
  }
}

// A step to another part of the same page comes here too.
addEventListener("popstate", () => {
  if (location.search !== listed) location.reload();
});

document.addEventListener("change", (event) => {
  const form = event.target.closest("[data-filters]");
  if (form) apply(form);
});

document.addEventListener("submit", (event) => {
  const form = event.target.closest("[data-filters]");
  if (!form) return;
  event.preventDefault();
  apply(form);
});

// Close what dropped down: by a click elsewhere, or Escape.

const OPEN = ".facet[open], .chart-table[open], .export[open]";

document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-copy]");
  if (button) copy(button);
  for (const dropdown of document.querySelectorAll(OPEN)) {
    if (!dropdown.contains(event.target)) dropdown.open = false;
  }
});

document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  for (const dropdown of document.querySelectorAll(OPEN)) {
    const held = dropdown.contains(document.activeElement);
    dropdown.open = false;
    if (held) dropdown.querySelector("summary").focus();
  }
});
