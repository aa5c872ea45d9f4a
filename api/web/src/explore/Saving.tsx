/** The picture and what is in it, as files. */

import { useState } from "preact/hooks";
import { Failure } from "../parts/island";
import { csv, save } from "../parts/saving";
import { texts } from "../texts";
import type { Stage } from "./stage";
import * as state from "./state";

export function Saving({ stage }: { stage: { current: Stage | null } }) {
  const [error, setError] = useState<unknown>(null);
  const words = texts.explore.saving;
  const png = () => {
    stage.current?.png().then((blob) => save(`${words.file}.png`, blob), setError);
  };
  const svg = () => {
    const title = texts.explore.picture;
    save(`${words.file}.svg`, stage.current?.svg(title) ?? "", "image/svg+xml");
  };
  return (
    <details class="saving">
      <summary>{texts.saving.title}</summary>
      <p class="row">
        <button type="button" onClick={png}>
          {words.png}
        </button>
        <button type="button" onClick={svg}>
          {words.svg}
        </button>
        <button type="button" onClick={() => save(`${words.file}-things.csv`, thingsCsv())}>
          {words.things}
        </button>
        <button type="button" onClick={() => save(`${words.file}-relations.csv`, linksCsv())}>
          {words.links}
        </button>
      </p>
      {error !== null && <Failure error={error} />}
    </details>
  );
}

function thingsCsv(): string {
  const rows = [...state.shown.peek().things.values()].map(({ iri, label, kind, country }) => [
    iri,
    label,
    kind,
    country,
    country && (state.countryNames.peek().get(country) ?? ""),
    state.linksOfShown(iri).length,
  ]);
  return csv(["iri", "label", "kind", "country", "countryLabel", "relations"], rows);
}

function linksCsv(): string {
  const rows = [...state.shown.peek().links.values()].map((link) => [
    link.subject,
    state.labelOf(link.subject),
    link.property,
    link.object,
    state.labelOf(link.object),
    link.isAsserted ? "asserted" : "planned",
    link.years.join(" "),
  ]);
  const names = ["subject", "subjectLabel", "relation", "object", "objectLabel", "status", "years"];
  return csv(names, rows);
}
