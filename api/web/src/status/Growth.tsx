/** How many quads and documents each kept generation has, as bars; the table says the same. */

import { number, texts } from "../texts";
import { type Generation, seen } from "./watching";

const told = texts.status;
const WIDE = 320;
const HIGH = 80;

export function Growth() {
  const listed = [...(seen.value?.status.generations.listed ?? [])].reverse();
  return (
    <section class="growth" aria-labelledby="h-growth">
      <h3 id="h-growth">{told.growth}</h3>
      <div class="row charts">
        <Bars title={told.quads} listed={listed} of={(each) => each.quads} />
        <Bars title={told.documents} listed={listed} of={(each) => each.documents} />
      </div>
    </section>
  );
}

interface BarsProps {
  title: string;
  listed: readonly Generation[];
  of: (each: Generation) => number;
}

function Bars({ title, listed, of }: BarsProps) {
  const most = Math.max(1, ...listed.map(of));
  const width = WIDE / Math.max(listed.length, 10);
  const [first, last] = [listed[0], listed.at(-1)];
  const span =
    first && last
      ? told.span(
          String(first.generation),
          String(last.generation),
          number(of(first)),
          number(of(last)),
        )
      : "";
  return (
    <figure>
      <figcaption>
        {title}
        {span && `, ${span}`}
      </figcaption>
      <svg viewBox={`0 0 ${WIDE} ${HIGH}`} role="img" aria-label={`${title}, ${span}`}>
        {listed.map((each, place) => {
          const high = Math.max(1, (of(each) / most) * HIGH);
          return (
            <rect
              key={each.generation}
              x={place * width}
              y={HIGH - high}
              width={Math.max(0.5, width - 1)}
              height={high}
            >
              <title>{told.bar(String(each.generation), number(of(each)))}</title>
            </rect>
          );
        })}
      </svg>
    </figure>
  );
}
