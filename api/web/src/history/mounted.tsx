/** The history of a thing, put into its page when somebody opens it. */

import "./history.css";
import { mount } from "../parts/island";
import { History } from "./History";

const PLACE = "history-steps";

/** Fills the part of the page that `history.html` keeps, once it is open. */
export function mountHistory(part: HTMLElement): void {
  const place = part.querySelector(`.${PLACE}`);
  const about = part.dataset.about;
  if (!(part instanceof HTMLDetailsElement) || !place || !about) return;
  place.id = PLACE;
  const open = () => {
    if (!part.open) return;
    part.removeEventListener("toggle", open);
    mount(<History about={about} />, PLACE);
  };
  part.addEventListener("toggle", open);
  open();
}
