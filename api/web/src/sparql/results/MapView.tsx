/** Places of the rows on a map of the world, which is drawn here: no picture comes from elsewhere. */

import { type GeoPermissibleObjects, geoNaturalEarth1, geoPath } from "d3-geo";
import { useMemo } from "preact/hooks";
import { feature } from "topojson-client";
import type { GeometryCollection, Topology } from "topojson-specification";
import world from "world-atlas/land-110m.json";
import { Failure } from "../../parts/island";
import { useLoaded } from "../../parts/useLoaded";
import { number, texts } from "../../texts";
import type { Answer } from "../running";
import { coordinates, thingsIn } from "./columns";
import { MOST, ownSpots, type Spot, spotsOf } from "./places";
import { ThingLink, useRoving } from "./roving";

const T = texts.sparql.map;
const [WIDTH, HEIGHT] = [960, 480];

export default function MapView({ answer }: { answer: Answer }) {
  const isOwn = coordinates(answer.names) !== null;
  const things = useMemo(() => (isOwn ? [] : thingsIn(answer.rows)), [answer]);
  const { data, error, isLoading, again } = useLoaded(
    `${answer.generation} ${answer.query}`,
    async (signal) => (isOwn ? ownSpots(answer.names, answer.rows) : spotsOf(things, signal)),
  );
  if (error) {
    return (
      <Failure error={error}>
        <button type="button" onClick={again}>
          {texts.waiting.again}
        </button>
      </Failure>
    );
  }
  if (isLoading || !data) return <p class="waiting">{T.loading}</p>;
  if (!data.length) return <p class="help">{T.none}</p>;
  const all = isOwn ? data.length : things.length;
  return (
    <figure class="map">
      <World spots={data.slice(0, MOST)} />
      <figcaption>
        {T.title(number(data.length))}
        {all > MOST && ` · ${T.capped(number(MOST), number(all))}`}
      </figcaption>
    </figure>
  );
}

function World({ spots }: { spots: readonly Spot[] }) {
  const drawn = useMemo(() => {
    const topology = world as unknown as Topology<{ land: GeometryCollection }>;
    const land = feature(topology, topology.objects.land);
    const points: GeoPermissibleObjects = {
      type: "MultiPoint",
      coordinates: spots.map(({ long, lat }) => [long, lat]),
    };
    const projection = geoNaturalEarth1().fitExtent(
      [
        [40, 40],
        [WIDTH - 40, HEIGHT - 40],
      ],
      points,
    );
    // A single place has no extent: it is shown with the country around it.
    projection.scale(Math.min(projection.scale(), 2_400));
    if (spots.length === 1)
      projection
        .center([spots[0]?.long ?? 0, spots[0]?.lat ?? 0])
        .translate([WIDTH / 2, HEIGHT / 2]);
    return {
      land: geoPath(projection)(land) ?? "",
      at: spots.map(({ long, lat }) => {
        const [x, y] = projection([long, lat]) ?? [0, 0];
        return { x, y };
      }),
    };
  }, [spots]);
  const { group, linked } = useRoving(drawn.at);
  return (
    <svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`} role="group" aria-label={T.title(number(spots.length))}>
      <path class="land" d={drawn.land} />
      <g ref={group}>
        {spots.map((spot, place) => (
          <ThingLink key={place} iri={spot.iri} name={spot.label} linked={linked(place)}>
            <circle class="spot" cx={drawn.at[place]?.x} cy={drawn.at[place]?.y} r={5}>
              <title>{spot.label}</title>
            </circle>
          </ThingLink>
        ))}
      </g>
    </svg>
  );
}
