// Asks before a page is left on which something was typed and not saved.

const form = document.querySelector("#content-main form[id$=_form]");
const NOT_TYPED = new Set(["csrfmiddlewaretoken", "_shown"]);
let before = null;
let isSent = false;

function typed() {
  const entries = [...new FormData(form)].filter(([name]) => !NOT_TYPED.has(name));
  return JSON.stringify(entries.map(([name, value]) => [name, value instanceof File ? [value.name, value.size] : value]));
}

if (form) {
  const isRefused = document.querySelector(".errornote, .differences") !== null;
  // After the scripts that fill boxes in when the page opens.
  addEventListener("load", () => setTimeout(() => (before = isRefused ? "" : typed())));
  form.addEventListener("submit", () => (isSent = true));
  addEventListener("pageshow", () => (isSent = false));
  addEventListener("beforeunload", (event) => {
    if (!isSent && before !== null && typed() !== before) event.preventDefault();
  });
}
