/** Finds questions of the catalogue by their words. */

import { useMemo, useState } from "preact/hooks";
import { folded } from "../parts/folding";
import { number, texts } from "../texts";

const words = texts.asking;

export function Finder() {
  const cards = useMemo(
    () =>
      [...document.querySelectorAll<HTMLElement>(".question-group .card")].map((card) => ({
        card,
        text: folded(
          `${card.closest("section")?.querySelector("h2")?.textContent} ${card.textContent}`,
        ),
      })),
    [],
  );
  const [shown, setShown] = useState(cards.length);
  const find = (text: string) => {
    const wanted = folded(text).split(/\s+/).filter(Boolean);
    let count = 0;
    for (const { card, text: own } of cards) {
      card.hidden = !wanted.every((word) => own.includes(word));
      count += Number(!card.hidden);
    }
    for (const group of document.querySelectorAll<HTMLElement>(".question-group")) {
      group.hidden = !group.querySelector(".card:not([hidden])");
    }
    setShown(count);
  };
  return (
    <search>
      <label>
        {words.find}
        <input
          type="search"
          placeholder={words.findHint}
          onInput={(event) => find(event.currentTarget.value)}
        />
      </label>
      <p role="status" class="help">
        {shown ? words.found(number(shown), number(cards.length)) : words.none}
      </p>
    </search>
  );
}
