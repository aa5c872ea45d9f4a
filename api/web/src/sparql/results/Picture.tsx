/** Things and their links as a picture: of rows with two columns of IRIs, or of a graph. */

import { useEffect, useMemo } from "preact/hooks";
import { ask } from "../../doors/sparql";
import { Failure } from "../../parts/island";
import { useLoaded } from "../../parts/useLoaded";
import { number, texts } from "../../texts";
import { triplesOf } from "../answers";
import { labels, wantLabels } from "../labels";
import type { Answer } from "../running";
import * as shown from "../shown";
import { wordsOf } from "./Cell";
import { chosen, thingColumns } from "./columns";
import {
  drawn,
  linksOfRows,
  linksOfTriples,
  MOST_LINKS,
  type Network,
  type Point,
  type Weighted,
} from "./network";
import { type Linked, ThingLink, useRoving } from "./roving";
import { useLayout } from "./useLayout";

const T = texts.sparql.picture;
const SIZE = 640;
/** Things whose names stand in the picture; the others tell them where a pointer rests. */
const NAMED = 40;

export default function Picture({ answer }: { answer: Answer }) {
  return answer.text === null ? <OfRows answer={answer} /> : <OfGraph answer={answer} />;
}

function OfRows({ answer }: { answer: Answer }) {
  const columns = useMemo(() => thingColumns(answer.names, answer.rows), [answer]);
  const from = chosen(shown.from.value, answer.names, columns) ?? columns[0] ?? 0;
  const to = chosen(shown.to.value, answer.names, columns) ?? columns[1] ?? 0;
  const links = useMemo(() => linksOfRows(answer.rows, from, to), [answer, from, to]);
  const choice = (label: string, value: number, end: typeof shown.from) => (
    <label class="inline">
      {label}{" "}
      <select
        value={value}
        onChange={(event) => {
          end.value = answer.names[Number(event.currentTarget.value)] ?? "";
        }}
      >
        {columns.map((column) => (
          <option key={column} value={column}>
            {answer.names[column]}
          </option>
        ))}
      </select>
    </label>
  );
  return (
    <>
      <div class="row controls">
        {choice(T.from, from, shown.from)}
        {choice(T.to, to, shown.to)}
      </div>
      <Drawing links={links} />
    </>
  );
}

/** The triples of a graph are asked for once more, one on a line, of the generation of the answer. */
function OfGraph({ answer }: { answer: Answer }) {
  const { data, error, again } = useLoaded(
    `${answer.generation} ${answer.query}`,
    async (signal) => {
      const fields = { generation: answer.generation };
      const response = await ask(answer.query, "application/n-triples", { signal }, fields);
      return linksOfTriples(triplesOf(await response.text()));
    },
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
  return data ? <Drawing links={data} /> : <p class="waiting">{texts.waiting.loading}</p>;
}

function Drawing({ links }: { links: readonly Weighted[] }) {
  const network = useMemo(() => drawn(links), [links]);
  const places = useLayout(network, SIZE);
  const { group, linked } = useRoving(places);
  useEffect(() => wantLabels(network.things.map((each) => each.iri)), [network]);
  const title = T.title(number(network.all), number(network.allLinks));
  return (
    <figure class="picture">
      <svg viewBox={`0 0 ${SIZE} ${SIZE}`} role="group" aria-label={title}>
        <Edges network={network} places={places} />
        <g ref={group}>
          {network.things.map((thing, rank) => (
            <Node
              key={thing.iri}
              {...thing}
              at={places[rank] ?? { x: 0, y: 0 }}
              isNamed={rank < NAMED}
              linked={linked(rank)}
            />
          ))}
        </g>
      </svg>
      <figcaption>{[title, ...leftOut(network)].join(". ")}</figcaption>
    </figure>
  );
}

/** What of a network is not drawn, in sentences. */
function leftOut({ things, links, all, amongThem }: Network): string[] {
  return [
    ...(all > things.length ? [T.capped(number(things.length), number(all))] : []),
    ...(amongThem > links.length ? [T.cappedLinks(number(MOST_LINKS), number(amongThem))] : []),
  ];
}

interface NodeProps {
  readonly iri: string;
  readonly links: number;
  readonly at: Point;
  readonly isNamed: boolean;
  readonly linked: Linked;
}

function Node({ iri, links, at, isNamed, linked }: NodeProps) {
  const name = wordsOf({ type: "uri", value: iri }, labels.value);
  return (
    <ThingLink iri={iri} name={name} linked={linked}>
      <circle
        class="node"
        cx={at.x}
        cy={at.y}
        r={Math.min(16, 4 + Math.sqrt(links) * 1.6)}
        data-kind={kindOf(iri)}
      >
        <title>{name}</title>
      </circle>
      {isNamed && (
        <text x={at.x} y={at.y - 9 - Math.sqrt(links)} text-anchor="middle">
          {name.length > 28 ? `${name.slice(0, 27)}…` : name}
        </text>
      )}
    </ThingLink>
  );
}

function Edges({ network, places }: { network: Network; places: readonly Point[] }) {
  const at = new Map(network.things.map(({ iri }, rank) => [iri, places[rank]]));
  return (
    <g>
      {network.links.map(({ from, to, name, weight }) => (
        <line
          key={`${from} ${to} ${name}`}
          class="edge"
          x1={at.get(from)?.x}
          y1={at.get(from)?.y}
          x2={at.get(to)?.x}
          y2={at.get(to)?.y}
          stroke-width={Math.min(6, 1 + Math.log2(weight) / 2)}
        >
          <title>{saidOf(name, weight)}</title>
        </line>
      ))}
    </g>
  );
}

/** What a link says, and how often where that is more than once. */
function saidOf(name: string, weight: number): string {
  const words = name && wordsOf({ type: "uri", value: name }, labels.value);
  return [words, weight > 1 ? T.times(number(weight)) : ""].filter(Boolean).join(", ");
}

/** The kind that the IRI of a thing of this graph tells. */
function kindOf(iri: string): string | undefined {
  return /\/id\/([a-z]+)\//.exec(iri)?.[1];
}
