/** What is looked at on the time line, with its sentences; else what has no date. */

import { linkTo } from "../shell/here";
import { number, texts } from "../texts";
import { Sentences } from "../views/Sentences";
import type { Item, Undated } from "./items";
import type { Spot } from "./layout";

/** How many things of a crowd are told with their sentences. */
const MOST_TOLD = 5;
const MOST_NAMES = 100;

export function Aside({ spot, undated }: { spot: Spot | null; undated: readonly Undated[] }) {
  if (spot) {
    return (
      <>
        {spot.items.slice(0, MOST_TOLD).map((item) => (
          <Told key={item.key} item={item} />
        ))}
        {spot.items.length > MOST_TOLD && (
          <p class="help">{texts.views.moreNames(number(spot.items.length - MOST_TOLD))}</p>
        )}
      </>
    );
  }
  const { timeline } = texts.views;
  return (
    <>
      <p class="help">{timeline.start}</p>
      {undated.length > 0 && (
        <>
          <h2>{timeline.undated(number(undated.length))}</h2>
          <ul class="names">
            {undated.slice(0, MOST_NAMES).map(({ thing, name, kind, isPlanned }) => (
              <li key={thing}>
                <a href={linkTo(thing) ?? undefined}>{name}</a>{" "}
                <span class="count">{timeline.kinds[kind]}</span>
                {isPlanned && <span class="planned"> {texts.views.planned}</span>}
              </li>
            ))}
          </ul>
          {undated.length > MOST_NAMES && (
            <p class="help">{timeline.moreUndated(number(undated.length - MOST_NAMES))}</p>
          )}
        </>
      )}
    </>
  );
}

function Told({ item }: { item: Item }) {
  const { kinds } = texts.views.timeline;
  // A date may be said of a thing more than once; what says another date is of another mark.
  const says = ({ object, year }: { object: string; year: string }) =>
    item.kind === "joining" ? year === item.when.text : object === item.when.text;
  return (
    <section class="card">
      <h2>
        <a href={linkTo(item.thing) ?? undefined}>{item.name}</a>
      </h2>
      <p class="help">
        {kinds[item.kind]}, {item.when.text}
        {item.isPlanned && <span class="planned">, {texts.views.planned}</span>}
      </p>
      <Sentences about={item.about} only={says} />
    </section>
  );
}
