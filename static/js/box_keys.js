// Opens the admin's search boxes as a browser's own lists open: by the down arrow, or by typing what is looked for.

document.addEventListener(
  "keydown",
  (event) => {
    const box = event.target.closest(".select2-selection--single[aria-expanded=false]");
    const isTyped = event.key.length === 1 && event.key !== " ";
    if (!box || event.ctrlKey || event.altKey || event.metaKey || !(isTyped || event.key === "ArrowDown")) return;
    django.jQuery(box.closest(".select2-container").previousElementSibling).select2("open");
    // At once, so that what was typed stands there.
    document.querySelector(".select2-container--open .select2-search__field").focus();
  },
  true,
);
