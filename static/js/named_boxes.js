// Gives the admin's search boxes the names that their labels and column headings have, for those who hear the page.

let headings = 0;

function headingOf(select) {
  const label = document.querySelector(`label[for="${CSS.escape(select.id)}"]`);
  if (label) return label;
  const column = [...(select.closest("td")?.classList ?? [])].find((name) => name.startsWith("field-"));
  return column && select.closest("table").querySelector(`th.column-${CSS.escape(column.slice(6))}`);
}

function name(container) {
  const select = container.previousElementSibling;
  const heading = select?.matches("select") && headingOf(select);
  if (!heading) return;
  heading.id ||= `box-heading-${headings++}`;
  for (const box of container.querySelectorAll("[role=combobox], [role=searchbox], [role=textbox]")) {
    const named = box.getAttribute("aria-labelledby") ?? "";
    if (!named.includes(heading.id)) box.setAttribute("aria-labelledby", `${heading.id} ${named}`.trim());
  }
}

new MutationObserver((changes) => {
  for (const { addedNodes } of changes) {
    for (const node of addedNodes) {
      if (node.nodeType !== Node.ELEMENT_NODE) continue;
      if (node.matches(".select2-container")) name(node);
      else node.querySelectorAll(".select2-container").forEach(name);
    }
  }
}).observe(document.documentElement, { childList: true, subtree: true });
