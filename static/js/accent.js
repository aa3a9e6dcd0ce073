/* Gives an admin page the accent of the public pages, whose root element the site's own templates write. */
document.documentElement.dataset.accent = document.currentScript.dataset.accent;
