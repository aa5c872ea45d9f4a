/** A document's text and its facts side by side: what is chosen in one is shown in the other. */

import { texts } from "../texts";

const CHOSEN = "chosen";

/** The elements of a place: the pieces of its sentence, and the facts that it states. */
function at(place: string): HTMLElement[] {
  return [...document.querySelectorAll<HTMLElement>(`[data-place="${CSS.escape(place)}"]`)];
}

/** Marks the sentence and the facts of a place, and nothing else. */
export function choose(place: string | null): void {
  for (const each of document.querySelectorAll(`.${CHOSEN}`)) each.classList.remove(CHOSEN);
  if (place) for (const each of at(place)) each.classList.add(CHOSEN);
}

/** Scrolls an element into the middle of what is seen, as the reader likes things to move. */
function bring(element: HTMLElement | null | undefined): void {
  const isCalm = matchMedia("(prefers-reduced-motion: reduce)").matches;
  element?.scrollIntoView({ block: "center", behavior: isCalm ? "auto" : "smooth" });
}

const isByKeys = (target: EventTarget | null) =>
  target instanceof Element && target.matches(":focus-visible");

/** What has the focus for a place on a side: the number after a sentence, or the link of a fact. */
function other(side: HTMLElement, place: string): HTMLElement | null {
  const at = `[data-place="${CSS.escape(place)}"]`;
  return side.querySelector<HTMLElement>(`a.why${at}, .fact${at} a.to-sentence`);
}

/** Begins to join the two. */
export function joinTextAndFacts(text: HTMLElement, facts: HTMLElement): void {
  const isBeside = () => matchMedia("(min-width: 68rem)").matches;
  const factOf = (place: string) =>
    facts.querySelector<HTMLElement>(`[data-place="${CSS.escape(place)}"]`);
  let kept: string | null = null;
  const keep = (place: string | null) => {
    kept = place;
    choose(place);
  };
  const placeAt = (target: EventTarget | null) =>
    (target instanceof Element && target.closest<HTMLElement>("[data-place]")?.dataset.place) ||
    null;

  // Pointing shows the other side while it lasts; choosing keeps and scrolls to it.
  for (const side of [text, facts]) {
    side.addEventListener("pointerover", (event) => choose(placeAt(event.target) ?? kept));
    side.addEventListener("pointerleave", () => choose(kept));
  }
  text.addEventListener("click", (event) => {
    const place = placeAt(event.target);
    if (event.target instanceof Element && event.target.closest("a")) return;
    keep(place);
    if (place && isBeside()) bring(factOf(place));
  });
  facts.addEventListener("click", (event) => {
    const place = placeAt(event.target);
    const link = event.target instanceof Element ? event.target.closest("a") : null;
    if (!place || (link && !link.classList.contains("to-sentence"))) return;
    event.preventDefault();
    keep(place);
    const sentence = document.getElementById(place);
    bring(sentence);
    if (link) history.replaceState(history.state, "", `#${place}`);
  });
  // By keys: who is at the number after a sentence sees its facts, and goes to them and back.
  for (const side of [text, facts]) {
    side.addEventListener("focusin", (event) => {
      const place = placeAt(event.target);
      choose(place ?? kept);
      if (place && side === text && isBeside() && isByKeys(event.target)) {
        factOf(place)?.scrollIntoView({ block: "nearest" });
      }
    });
    side.addEventListener("keydown", (event) => {
      const place = placeAt(event.target);
      const isThere = event.key === (side === text ? "ArrowRight" : "ArrowLeft");
      const to = place && isThere ? other(side === text ? facts : text, place) : null;
      if (!place || !to) return;
      event.preventDefault();
      keep(place);
      to.focus();
      to.scrollIntoView({ block: "nearest" });
    });
  }
  const help = text.querySelector(".help");
  help?.append(` ${texts.things.byKeys}`);
  if (location.hash.startsWith("#char-")) keep(decodeURIComponent(location.hash.slice(1)));
}
