/** Queries to begin with: the questions of the catalogue as SPARQL, and some that only SPARQL can ask. */

import { useEffect, useRef, useState } from "preact/hooks";
import { getJson, send } from "../doors/fetching";
import { Failure } from "../parts/island";
import { useLoaded } from "../parts/useLoaded";
import { address } from "../shell/here";
import { texts } from "../texts";
import { OWN } from "./examples";

const T = texts.sparql.examples;

interface Question {
  readonly name: string;
  readonly summary: string;
  readonly group: string;
  readonly description: string;
  readonly example: Record<string, string>;
}

interface Example {
  readonly title: string;
  readonly group: string;
  readonly note: string;
  readonly query: () => Promise<string>;
}

export interface ExamplesProps {
  readonly onChoose: (query: string) => void;
}

export function Examples({ onChoose }: ExamplesProps) {
  const dialog = useRef<HTMLDialogElement>(null);
  const [isOpen, setOpen] = useState(false);
  const close = () => dialog.current?.close();
  useEffect(() => {
    if (isOpen) dialog.current?.showModal();
  }, [isOpen]);
  return (
    <>
      <button type="button" aria-haspopup="dialog" onClick={() => setOpen(true)}>
        {T.open}
      </button>
      {isOpen && (
        <dialog
          ref={dialog}
          class="examples"
          aria-labelledby="examples-title"
          onClose={() => setOpen(false)}
        >
          <div class="row head">
            <h2 id="examples-title">{T.title}</h2>
            <button type="button" onClick={close}>
              {T.close}
            </button>
          </div>
          <Gallery
            onChoose={(query) => {
              close();
              onChoose(query);
            }}
          />
        </dialog>
      )}
    </>
  );
}

function Gallery({ onChoose }: ExamplesProps) {
  const [words, setWords] = useState("");
  const [error, setError] = useState<unknown>(null);
  const { data, isLoading } = useLoaded("questions", (signal) =>
    getJson<{ questions: Question[] }>("questions", { format: "json" }, { signal }),
  );
  const own = OWN.map((each) => ({ ...each, group: T.own, query: async () => each.text }));
  const all: Example[] = [...own, ...(data?.questions ?? []).map(ofQuestion)];
  const sought = words.toLowerCase().split(/\s+/);
  const found = all.filter(({ title, group, note }) => {
    const said = `${title} ${group} ${note}`.toLowerCase();
    return sought.every((word) => said.includes(word));
  });
  const choose = (example: Example) => example.query().then(onChoose, setError);
  return (
    <>
      <label>
        {T.find}
        <input
          type="search"
          value={words}
          onInput={(event) => setWords(event.currentTarget.value)}
        />
      </label>
      {error !== null && <Failure error={error} />}
      {[...new Set(found.map((each) => each.group))].map((group) => (
        <section key={group}>
          <h3>{group}</h3>
          <ul>
            {found
              .filter((each) => each.group === group)
              .map((each) => (
                <li key={each.title}>
                  <button type="button" onClick={() => choose(each)}>
                    {each.title}
                  </button>
                  <span class="help">{each.note}</span>
                </li>
              ))}
          </ul>
        </section>
      ))}
      <p role="status" class="help">
        {found.length ? "" : isLoading ? T.waiting : T.none}
      </p>
    </>
  );
}

function ofQuestion({ name, summary, group, description, example }: Question): Example {
  return {
    title: summary,
    group,
    note: Object.values(example).join(", ") || firstSentence(description),
    query: async () =>
      (await send(address(`questions/${name}`, { ...example, format: "rq" }))).text(),
  };
}

const firstSentence = (text: string) => /^.*?[.:;](?=\s|$)/s.exec(text)?.[0] ?? text;
