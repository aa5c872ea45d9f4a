// Before the page is painted: the colours that its reader chose, where that is not the system's.
(() => {
  "use strict";
  try {
    const theme = localStorage.getItem("hansa-theme");
    if (theme === "dark" || theme === "light") document.documentElement.dataset.theme = theme;
  } catch {
    // Where nothing may be kept, the system's colours hold.
  }
})();
