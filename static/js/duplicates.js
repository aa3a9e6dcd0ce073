// Names papers that have the title already, while it is typed. Without this the same is said after saving.

const script = document.currentScript;
const title = document.getElementById("id_title");
const dates = ["id_posted", "id_issued"].map((id) => document.getElementById(id));
const WAIT = 400;
let timer = 0;
let asked = 0;

function show(papers, list) {
  list.replaceChildren();
  if (!papers.length) return;
  list.append(`${script.dataset.text} `);
  papers.forEach((paper, index) => {
    const link = document.createElement("a");
    link.href = paper.url;
    link.target = "_blank";
    link.textContent = paper.year ? `${paper.title} (${paper.year})` : paper.title;
    list.append(index ? ", " : "", link);
  });
}

async function ask(list) {
  const mine = (asked += 1);
  const date = dates.map((box) => box?.value.trim()).find(Boolean) ?? "";
  const query = new URLSearchParams({ title: title.value, date, own: script.dataset.own });
  try {
    const response = await fetch(`${script.dataset.url}?${query}`);
    if (!response.ok || mine !== asked) return;
    show((await response.json()).papers, list);
  } catch {
    // Saving says it all the same.
  }
}

if (title) {
  const list = document.createElement("p");
  list.className = "duplicates";
  list.setAttribute("role", "status");
  title.closest(".form-row").append(list);
  for (const box of [title, ...dates]) {
    box?.addEventListener("input", () => {
      clearTimeout(timer);
      timer = setTimeout(ask, WAIT, list);
    });
  }
}
