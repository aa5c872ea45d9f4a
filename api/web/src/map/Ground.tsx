/** The ground of the map: sphere, graticule, land, borders; drawn once and moved as a whole. */

import { memo } from "preact/compat";
import { useEffect, useState } from "preact/hooks";
import { type Detail, GRATICULE, type Outlines, outlines, SPHERE } from "./world";

export interface GroundProps {
  readonly detail: Detail;
  /** The shade of each country by its number; empty where countries are not shaded. */
  readonly shades: ReadonlyMap<string, number>;
  readonly onFailure: (error: unknown) => void;
}

export const Ground = memo(function Ground({ detail, shades, onFailure }: GroundProps) {
  const [drawn, draw] = useState<Outlines | null>(null);
  useEffect(() => {
    let isWanted = true;
    outlines(detail).then(
      (found) => isWanted && draw(found),
      (error) => isWanted && onFailure(error),
    );
    return () => {
      isWanted = false;
    };
  }, [detail]);
  return (
    <>
      <path d={SPHERE} class="sphere" />
      <path d={GRATICULE} class="graticule" vector-effect="non-scaling-stroke" />
      {drawn?.lands.map((each, number) => {
        const shade = shades.get(each.number) ?? 0;
        return <path key={number} d={each.path} class={shade ? `land shade-${shade}` : "land"} />;
      })}
      {drawn && <path d={drawn.borders} class="border" vector-effect="non-scaling-stroke" />}
    </>
  );
});
