/** What would be read in a document: its sentences with facts and doubts, and the things in it. */

import { useMemo, useState } from "preact/hooks";
import type { Entity, Preview, Saying } from "../doors/documents";
import { DataTable } from "../parts/DataTable";
import { linkTo } from "../shell/here";
import { number, texts } from "../texts";
import type { Item } from "./items";
import { namesOf, type Said, type Sentence, sentencesOf } from "./sentences";
import { WholePage } from "./WholePage";
import { kind, relation, share } from "./words";

const said = texts.ingest.preview;
/** Sentences that are shown at first. */
const SOME = 40;

export function PreviewView({ item, preview }: { item: Item; preview: Preview }) {
  const { entities, facts, literals, proposals } = preview;
  return (
    <section class="preview" aria-label={said.title}>
      <h4>{said.title}</h4>
      <About preview={preview} />
      <p>
        {said.counts(
          number(entities.length),
          number(facts.length + literals.length),
          number(proposals.length),
        )}
      </p>
      {entities.length ? (
        <>
          <Sentences preview={preview} />
          <Things entities={entities} />
        </>
      ) : (
        <p>{said.nothing}</p>
      )}
      <WholePage item={item} />
    </section>
  );
}

function About({ preview: { source } }: { preview: Preview }) {
  const rows = [
    [said.about.title, source.title],
    [said.about.publisher, source.publisher],
    [said.about.date, source.date],
    [said.about.language, source.language],
    [said.about.words, number(source.words)],
  ] as const;
  return (
    <dl class="about">
      {rows.map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd class={value ? "" : "missing"}>{value ? <bdi>{value}</bdi> : said.about.none}</dd>
        </div>
      ))}
    </dl>
  );
}

function Sentences({ preview }: { preview: Preview }) {
  const [isWhole, setWhole] = useState(false);
  const all = useMemo(() => sentencesOf(preview), [preview]);
  const names = useMemo(() => namesOf(preview.entities), [preview]);
  const shown = isWhole ? all : all.slice(0, SOME);
  return (
    <>
      <h5>{said.facts}</h5>
      <ol class="sentences">
        {shown.map((each) => (
          <SentenceView key={each.key} sentence={each} names={names} />
        ))}
      </ol>
      {shown.length < all.length && (
        <button type="button" onClick={() => setWhole(true)}>
          {said.more(number(all.length - shown.length))}
        </button>
      )}
    </>
  );
}

interface SentenceProps {
  readonly sentence: Sentence;
  readonly names: ReadonlyMap<string, string>;
}

function SentenceView({ sentence: { first, said: all }, names }: SentenceProps) {
  return (
    <li>
      <blockquote dir="auto">
        <span class="around">{first.prefix}</span>
        <mark>{first.evidence}</mark>
        <span class="around">{first.suffix}</span>
      </blockquote>
      <ul class="facts">
        {all.map((each) => (
          <Fact
            key={`${each.saying.s} ${each.saying.p} ${each.saying.o ?? each.saying.value}`}
            said={each}
            names={names}
          />
        ))}
      </ul>
    </li>
  );
}

function Fact({ said: one, names }: { said: Said; names: ReadonlyMap<string, string> }) {
  const { saying, isProposal } = one;
  const end = saying.o === undefined ? String(saying.value) : (names.get(saying.o) ?? saying.o);
  return (
    <li class={isProposal ? "proposal" : saying.status}>
      <p>
        <bdi>{names.get(saying.s) ?? saying.s}</bdi> <strong>{relation(saying.p)}</strong>{" "}
        <bdi>{end}</bdi> {saying.role && <bdi>{said.role(saying.role)}</bdi>}{" "}
        {saying.year && said.year(saying.year)}{" "}
        {saying.status === "planned" && <span class="badge">{said.planned}</span>}{" "}
        {isProposal && <span class="badge">{said.unsure}</span>}{" "}
        <span class="sure">{said.sure(share(saying.confidence))}</span>
      </p>
      <Why saying={saying} />
    </li>
  );
}

function Why({ saying: { rule, explanation } }: { saying: Saying }) {
  const { reasons = [], record, contexts = [] } = explanation;
  return (
    <details>
      <summary>{said.why}</summary>
      <p>
        {said.rule} <code>{rule}</code>. {reasons.join(" ")}{" "}
        {record && said.record(share(record[0] / (record[0] + record[1])))}
      </p>
      {contexts.map((each) => (
        <p key={each.where + each.text}>
          {said.context(each.where)}: <q>{each.text}</q>
        </p>
      ))}
    </details>
  );
}

function Things({ entities }: { entities: readonly Entity[] }) {
  const columns = [
    { name: said.columns.name, value: (each: Entity) => each.names[0] ?? each.id },
    { name: said.columns.kind, value: (each: Entity) => kind(each.type) },
    { name: said.columns.others, value: (each: Entity) => each.names.slice(1).join("; ") },
    {
      name: said.columns.link,
      value: (each: Entity) => each.explanation.linked ?? each.link ?? null,
      show: (each: Entity) => <Taken entity={each} />,
    },
  ];
  return (
    <details>
      <summary>{`${said.things} (${number(entities.length)})`}</summary>
      <DataTable
        caption={said.things}
        columns={columns}
        rows={entities}
        keyOf={(each) => each.id}
        size={25}
      />
    </details>
  );
}

function Taken({ entity: { link, explanation } }: { entity: Entity }) {
  const to = link ? linkTo(link) : null;
  const words = explanation.linked ?? link;
  return to ? <a href={to}>{words}</a> : <span>{words}</span>;
}
