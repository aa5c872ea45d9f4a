/** Things and their links as a picture: of rows with two columns of IRIs, or of a graph. */

import { useEffect, useMemo, useState } from "preact/hooks";
import { ask } from "../../doors/sparql";
import { Failure } from "../../parts/island";
import { useLoaded } from "../../parts/useLoaded";
import { linkTo } from "../../shell/here";
import { number, texts } from "../../texts";
import { triplesOf } from "../answers";
import { labels, wantLabels } from "../labels";
import type { Answer } from "../running";
import { wordsOf } from "./Cell";
import { thingColumns } from "./columns";
import { type Link, linksOfRows, linksOfTriples, type Network, placed } from "./network";

const T = texts.sparql.picture;
const SIZE = 640;
/** Things whose names stand in the picture; the others tell them where a pointer rests. */
const NAMED = 40;

export default function Picture({ answer }: { answer: Answer }) {
  return answer.text === null ? <OfRows answer={answer} /> : <OfGraph answer={answer} />;
}

function OfRows({ answer }: { answer: Answer }) {
  const columns = useMemo(() => thingColumns(answer.names, answer.rows), [answer]);
  const [from, setFrom] = useState(columns[0] ?? 0);
  const [to, setTo] = useState(columns[1] ?? 0);
  const links = useMemo(() => linksOfRows(answer.rows, from, to), [answer, from, to]);
  const choice = (label: string, value: number, set: (column: number) => void) => (
    <label class="inline">
      {label}{" "}
      <select value={value} onChange={(event) => set(Number(event.currentTarget.value))}>
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
        {choice(T.from, from, setFrom)}
        {choice(T.to, to, setTo)}
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

function Drawing({ links }: { links: readonly Link[] }) {
  const network = useMemo(() => placed(links, SIZE), [links]);
  useEffect(() => wantLabels(network.nodes.map((each) => each.iri)), [network]);
  const title = T.title(number(network.all), number(links.length));
  return (
    <figure class="picture">
      <svg viewBox={`0 0 ${SIZE} ${SIZE}`} role="group" aria-label={title}>
        <Edges network={network} />
        {network.nodes.map(({ iri, x, y, links: count }, rank) => {
          const name = wordsOf({ type: "uri", value: iri }, labels.value);
          return (
            <a key={iri} href={linkTo(iri) ?? undefined} aria-label={name}>
              <circle
                class="node"
                cx={x}
                cy={y}
                r={Math.min(16, 4 + Math.sqrt(count) * 1.6)}
                data-kind={kindOf(iri)}
              >
                <title>{name}</title>
              </circle>
              {rank < NAMED && (
                <text x={x} y={y - 9 - Math.sqrt(count)} text-anchor="middle">
                  {name.length > 28 ? `${name.slice(0, 27)}…` : name}
                </text>
              )}
            </a>
          );
        })}
      </svg>
      <figcaption>
        {title}
        {network.all > network.nodes.length &&
          `. ${T.capped(number(network.nodes.length), number(network.all))}`}
      </figcaption>
    </figure>
  );
}

function Edges({ network }: { network: Network }) {
  const at = new Map(network.nodes.map((each) => [each.iri, each]));
  return (
    <g>
      {network.links.map(({ from, to, name }, place) => (
        <line
          key={place}
          class="edge"
          x1={at.get(from)?.x}
          y1={at.get(from)?.y}
          x2={at.get(to)?.x}
          y2={at.get(to)?.y}
        >
          {name && <title>{wordsOf({ type: "uri", value: name }, labels.value)}</title>}
        </line>
      ))}
    </g>
  );
}

/** The kind that the IRI of a thing of this graph tells. */
function kindOf(iri: string): string | undefined {
  return /\/id\/([a-z]+)\//.exec(iri)?.[1];
}
