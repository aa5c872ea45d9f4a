/** Asks questions without leaving the page; the address is that of the answer. */

import { isAborted, saying } from "../doors/problem";
import { texts } from "../texts";
import { addressOf, pageAt } from "./fetching";
import { completeNames } from "./fields";
import { showViews } from "./views";

const words = texts.asking;

export function askInPlace(form: HTMLFormElement, answer: HTMLElement): void {
  const fill = completeNames(form);
  const status = document.createElement("p");
  status.setAttribute("role", "status");
  status.className = "asking";
  form.append(status);
  let asking = new AbortController();
  let shown = new URL(location.href);

  const show = async (url: URL): Promise<void> => {
    asking.abort();
    shown = url;
    asking = new AbortController();
    status.textContent = words.waiting;
    status.classList.remove("done");
    answer.setAttribute("aria-busy", "true");
    try {
      const page = await pageAt(url, asking.signal);
      const hadFocus = answer.contains(document.activeElement);
      put(page, answer);
      // Who pressed a link within the answer reads on at the beginning of the new one.
      if (hadFocus) focus(answer);
      showViews(answer);
      const caption = answer.querySelector("#answered")?.textContent;
      status.textContent = caption ? words.answered(caption.trim()) : "";
      status.classList.add("done");
    } catch (error) {
      if (isAborted(error)) return;
      status.textContent = `${words.failed} ${saying(error)}`;
    }
    answer.removeAttribute("aria-busy");
  };
  const go = (url: URL) => {
    if (url.href !== location.href) history.pushState(null, "", url);
    fill(url.searchParams);
    void show(url);
  };

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    go(addressOf(form));
  });
  document.querySelector("main")?.addEventListener("click", (event) => {
    const link = event.target instanceof Element ? event.target.closest("a") : null;
    if (!link || !isHere(link) || event.button || isModified(event)) return;
    event.preventDefault();
    go(new URL(link.href));
  });
  addEventListener("popstate", () => {
    const to = new URL(location.href);
    // A link to a place in the page comes here too, and asks nothing.
    if (to.pathname === shown.pathname && to.search === shown.search) return;
    fill(to.searchParams);
    void show(to);
  });
  showViews(answer);
}

/** Whether a link asks this question for another page, as links to other formats do not. */
function isHere(link: HTMLAnchorElement): boolean {
  const to = new URL(link.href);
  const isQuestion = to.origin === location.origin && to.pathname === location.pathname;
  return isQuestion && !to.hash && !to.searchParams.has("format");
}

function isModified(event: MouseEvent): boolean {
  return event.ctrlKey || event.metaKey || event.shiftKey || event.altKey;
}

function focus(answer: HTMLElement): void {
  const begin = answer.querySelector<HTMLElement>("#answered") ?? answer;
  begin.tabIndex = -1;
  begin.focus();
}

/** Puts what a page says in place of what this one said. */
function put(page: Document, answer: HTMLElement): void {
  answer.replaceChildren(...(page.getElementById("answer")?.childNodes ?? []));
  const footer = page.querySelector("footer");
  if (footer) document.querySelector("footer")?.replaceWith(footer);
  document.title = page.title;
}
