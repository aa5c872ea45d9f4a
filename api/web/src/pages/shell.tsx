/** What every page has: the end of its header, and which of its links leads to where we are. */

import "../shell/shell.css";
import { watchEvidence } from "../evidence/watching";
import { mount } from "../parts/island";
import { Tools } from "../shell/Tools";

mount(<Tools />, "tools");
watchEvidence();

const path = location.pathname.replace(/\/$/, "");
for (const link of document.querySelectorAll<HTMLAnchorElement>("header nav a:not(.brand)")) {
  const to = new URL(link.href).pathname;
  if (path === to || path.startsWith(`${to}/`)) {
    link.setAttribute("aria-current", "page");
    bringIntoSight(link);
  }
}

/** Where the links do not all fit, on a phone, the one of this page is in the middle. */
function bringIntoSight(link: HTMLElement): void {
  const nav = link.closest("nav");
  if (nav)
    nav.scrollLeft = link.offsetLeft - nav.offsetLeft - (nav.clientWidth - link.offsetWidth) / 2;
}

const past = document.getElementById("history");
if (past) void import("../history/mounted").then(({ mountHistory }) => mountHistory(past));
