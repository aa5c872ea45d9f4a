/** What a generation added and withdrew, each with the sentence that says so. */

import { address, linkTo } from "../shell/here";
import { number, texts } from "../texts";
import type { Change, Changes, Named } from "./changes";
import { relation } from "./words";

const said = texts.ingest.changes;

export function ChangesView({ changes }: { changes: Changes }) {
  const { generation, added, removed, renamed, facts } = changes;
  const isNothing = added + removed + renamed === 0;
  const title = `changes-${generation}`;
  return (
    <section class="changes" aria-labelledby={title}>
      <h4 id={title}>{said.title(number(generation))}</h4>
      <p>
        {isNothing ? said.nothing : said.counts(number(added), number(removed), number(renamed))}
      </p>
      <ul class="facts">
        {facts.nodes.map((each) => (
          <ChangeView key={keyOf(each)} change={each} />
        ))}
      </ul>
      <p>
        <a href={address("changes", { generation, since: generation - 1, format: null }).href}>
          {said.more}
        </a>
        {" · "}
        <a href={address("", { generation }).href}>{said.citing}</a>
      </p>
    </section>
  );
}

function keyOf({ kind, subject, property, object, status }: Change): string {
  const end = object.iri ?? object.name;
  return [kind, subject.iri ?? subject.name, property, end, status].join(" ");
}

function ChangeView({ change }: { change: Change }) {
  const isAdded = change.kind === "ADDED";
  return (
    <li class={isAdded ? "added" : "removed"}>
      <p>
        <span class="badge">{isAdded ? said.added : said.removed}</span>{" "}
        <Thing named={change.subject} /> <strong>{relation(change.property)}</strong>{" "}
        <Thing named={change.object} />{" "}
        {change.status === "PLANNED" && <span class="badge">{texts.ingest.preview.planned}</span>}
      </p>
      {change.sayings.slice(0, 1).map((each) => (
        <blockquote key={each.quote} dir="auto">
          “{each.quote}”
        </blockquote>
      ))}
    </li>
  );
}

function Thing({ named: { name, iri } }: { named: Named }) {
  const to = iri ? linkTo(iri) : null;
  return to ? (
    <a href={to}>
      <bdi>{name}</bdi>
    </a>
  ) : (
    <bdi>{name}</bdi>
  );
}
