/** The one popover of a page that shows evidence; it stays until it is left or dismissed. */

import "./evidence.css";
import { render } from "preact";
import { texts } from "../texts";
import { Evidence } from "./Evidence";
import { placed } from "./placing";

let panel: HTMLElement | null = null;
let beside: HTMLElement | null = null;
let returning = false;

/** Whether the focus is just given back, which wants no evidence. */
export function isReturning(): boolean {
  return returning;
}

/** The element that the popover belongs to, while it is shown. */
export function shownBeside(): HTMLElement | null {
  return beside;
}

/** Whether a node stands in the popover. */
export function isInside(node: EventTarget | null): boolean {
  return node instanceof Node && panel !== null && panel.contains(node);
}

/** Shows the claims with these IRIs beside an element. */
export function show(trigger: HTMLElement, ids: readonly string[]): void {
  if (beside === trigger) return;
  hide();
  panel ??= made();
  beside = trigger;
  trigger.setAttribute("aria-expanded", "true");
  trigger.setAttribute("aria-description", texts.evidence.goIn);
  render(
    <>
      <button type="button" class="close" aria-label={texts.evidence.close} onClick={dismiss}>
        ×
      </button>
      <Evidence key={ids.join(" ")} ids={ids} />
      {trigger.matches(":focus-visible") && <p class="help keys">{texts.evidence.goIn}</p>}
    </>,
    panel,
  );
  panel.showPopover();
  place();
}

/** Puts the focus into the popover. */
export function enter(): void {
  panel?.focus();
}

/** Whether Tab would lead out of the popover from what has the focus in it. */
export function isAtEdge(isBackwards: boolean): boolean {
  const { activeElement } = document;
  if (!panel || !isInside(activeElement)) return false;
  const all = [...panel.querySelectorAll<HTMLElement>("a[href], button, [tabindex='0']")];
  if (isBackwards) return activeElement === panel || activeElement === all[0];
  return activeElement === all.at(-1);
}

/** Takes the popover away. */
export function hide(): void {
  if (!beside || !panel) return;
  beside.removeAttribute("aria-expanded");
  beside.removeAttribute("aria-description");
  beside = null;
  panel.hidePopover();
  render(null, panel);
}

/** Takes it away, and gives the focus back if it was inside. */
export function dismiss(): void {
  const back = isInside(document.activeElement) ? beside : null;
  hide();
  returning = true;
  back?.focus();
  returning = false;
}

function made(): HTMLElement {
  const element = document.createElement("div");
  element.id = "evidence-popover";
  element.popover = "manual";
  element.tabIndex = -1;
  element.setAttribute("role", "dialog");
  element.setAttribute("aria-label", texts.evidence.title);
  (document.querySelector("main") ?? document.body).append(element);
  return element;
}

function place(): void {
  if (!panel || !beside) return;
  if (matchMedia("(max-width: 40rem)").matches) {
    // Along the lower edge, as the style sheet says.
    panel.removeAttribute("style");
    return;
  }
  const { width, height } = panel.getBoundingClientRect();
  const view = { width: innerWidth, height: innerHeight };
  const { left, top } = placed(beside.getBoundingClientRect(), { width, height }, view);
  panel.style.left = `${left}px`;
  panel.style.top = `${top}px`;
}
