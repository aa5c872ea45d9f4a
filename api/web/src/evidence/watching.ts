/** Shows the evidence of a fact when its link to a claim is pointed at, focused or tapped.
 *
 * What appears can be pointed at itself, is dismissed by Escape, and stays until it is left (WCAG
 * 2.2, criterion 1.4.13). From a link that has the focus, arrow down leads into it, and Tab at its
 * end out of it and on. Links named `why` open it on a click too and keep it open; others to claims go
 * on leading there. The popover is loaded when it is first wanted.
 */

import { iriAt } from "../shell/here";

/** Milliseconds before it opens at a pointer that rests, and before it closes at one that left. */
const OPENS = 250;
const CLOSES = 300;

const LINKS = "a.why, a[data-claims], a[href*='/claim/'], a[href^='claim/']";

type Popover = typeof import("./popover");

let loaded: Popover | null = null;
let timer = 0;
let isPinned = false;
/** What is wanted now; what was wanted before its popover came is not shown any more. */
let wanted: HTMLAnchorElement | null = null;

async function popover(): Promise<Popover> {
  loaded ??= await import("./popover");
  return loaded;
}

/** Begins to watch the page. */
export function watchEvidence(): void {
  document.addEventListener("pointerover", onPointer);
  document.addEventListener("pointerout", onLeave);
  document.addEventListener("focusin", onFocus);
  document.addEventListener("keydown", onKey);
  document.addEventListener("click", onClick);
}

/** The IRIs of the claims that a link stands for. */
export function claimsAt(link: HTMLAnchorElement): string[] {
  const named = link.dataset.claims?.split(" ").filter(Boolean);
  if (named?.length) return named;
  const iri = iriAt(link.href);
  return iri?.includes("/claim/") ? [iri] : [];
}

function linkAt(target: EventTarget | null): HTMLAnchorElement | null {
  const link = target instanceof Element ? target.closest<HTMLAnchorElement>(LINKS) : null;
  if (!link?.closest("main") || loaded?.isInside(link)) return null;
  return claimsAt(link).length ? link : null;
}

async function open(link: HTMLAnchorElement, pinned: boolean): Promise<void> {
  wanted = link;
  const { show, enter } = await popover();
  if (wanted !== link) return;
  isPinned = pinned;
  show(link, claimsAt(link));
  if (pinned) enter();
}

function close(): void {
  clearTimeout(timer);
  wanted = null;
  isPinned = false;
  loaded?.hide();
}

function onPointer(event: PointerEvent): void {
  if (event.pointerType === "touch") return;
  if (loaded?.isInside(event.target)) {
    clearTimeout(timer);
    return;
  }
  const link = linkAt(event.target);
  if (!link || isPinned) return;
  clearTimeout(timer);
  timer = window.setTimeout(() => open(link, false), OPENS);
}

function onLeave(event: PointerEvent): void {
  if (event.pointerType === "touch" || isPinned) return;
  if (!linkAt(event.target) && !loaded?.isInside(event.target)) return;
  if (loaded?.isInside(event.relatedTarget)) return;
  clearTimeout(timer);
  timer = window.setTimeout(close, CLOSES);
}

function onFocus(event: FocusEvent): void {
  if (loaded?.isInside(event.target) || loaded?.isReturning()) return;
  const link = linkAt(event.target);
  if (link?.matches(":focus-visible")) void open(link, false);
  else if (link !== wanted || !link) close();
}

function onKey(event: KeyboardEvent): void {
  const beside = loaded?.shownBeside();
  if (!loaded || !beside) return;
  if (event.key === "ArrowDown" && beside === document.activeElement) {
    isPinned = true;
    loaded.enter();
  } else if (event.key === "Escape") leave();
  else if (event.key === "Tab" && loaded.isAtEdge(event.shiftKey)) {
    leave();
    // Forward, Tab goes on from where the popover was opened.
    if (!event.shiftKey) return;
  } else return;
  event.preventDefault();
}

/** Takes the popover away, and gives the focus back to what it belongs to. */
function leave(): void {
  clearTimeout(timer);
  wanted = null;
  isPinned = false;
  loaded?.dismiss();
}

function onClick(event: MouseEvent): void {
  const isPlain = !(event.ctrlKey || event.metaKey || event.shiftKey || event.altKey);
  const link = linkAt(event.target);
  if (link && isPlain && event.button === 0 && opensAt(event, link)) {
    event.preventDefault();
    clearTimeout(timer);
    void open(link, true);
  } else if (loaded?.shownBeside() && !loaded.isInside(event.target)) close();
}

/** Whether a click on a link shows the evidence; where there is no pointing, every first tap does. */
function opensAt(event: MouseEvent, link: HTMLAnchorElement): boolean {
  const isTap = (event as PointerEvent).pointerType === "touch";
  return link.classList.contains("why") || (isTap && loaded?.shownBeside() !== link);
}
