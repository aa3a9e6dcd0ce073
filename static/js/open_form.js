// Tells the server that a form is open, or was left, and its reader who else has it open.

const presence = document.querySelector("[data-open-url]");
const EVERY = 45_000;

function sign(extra = {}) {
  const data = new FormData();
  data.append("csrfmiddlewaretoken", document.querySelector("[name=csrfmiddlewaretoken]").value);
  for (const [name, value] of Object.entries(extra)) data.append(name, value);
  return data;
}

async function look() {
  if (document.hidden) return;
  try {
    const response = await fetch(presence.dataset.openUrl, { method: "POST", body: sign() });
    if (!response.ok) return;
    const { others } = await response.json();
    const text = others.join(" ");
    if (presence.textContent !== text) presence.textContent = text;
  } catch {
    // The next look may reach it again.
  }
}

setInterval(look, EVERY);
document.addEventListener("visibilitychange", look);
addEventListener("pageshow", (event) => event.persisted && look());
addEventListener("pagehide", () => navigator.sendBeacon(presence.dataset.openUrl, sign({ leave: "1" })));
