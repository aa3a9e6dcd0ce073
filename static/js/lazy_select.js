// Turns a choice among very many records into a box with a search when it is reached: 450 at once would block the page.

function wake(select) {
  select.classList.replace("lazy-autocomplete", "admin-autocomplete");
  const choice = django.jQuery(select).djangoAdminSelect2();
  return choice.data("select2");
}

document.addEventListener("mousedown", (event) => {
  const select = event.target.closest("select.lazy-autocomplete");
  if (!select) return;
  event.preventDefault();
  wake(select).open();
});

document.addEventListener("focusin", (event) => {
  if (event.target.matches("select.lazy-autocomplete")) wake(event.target).$selection.trigger("focus");
});
