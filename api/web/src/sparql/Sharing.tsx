/** The answer as files from the server, and the query for other programs. */

import { useState } from "preact/hooks";
import { send } from "../doors/fetching";
import { saying } from "../doors/problem";
import { save } from "../parts/saving";
import { address } from "../shell/here";
import { texts } from "../texts";
import { LONGEST_IN_ADDRESS, query, withEvidence } from "./kept";
import { type Answer, answer, mediaType } from "./running";
import { curl, javascript, python, type Request } from "./sharing";
import { FIELDS } from "./shown";
import { formOf } from "./text/tokens";

const T = texts.sparql.sharing;

const GRAPHS = [
  ["Turtle", "ttl"],
  ["JSON-LD", "jsonld"],
  ["N-Triples", "nt"],
  ["RDF/XML", "rdf"],
] as const;
const ROWS = [
  ["CSV", "csv"],
  ["TSV", "tsv"],
  ["JSON", "json"],
  ["XML", "xml"],
  ["Excel", "xlsx"],
] as const;
const EXPLAINING: readonly string[] = ["json", "xlsx"];

/** Links to the same answer, of the same generation, in every format; all of it. */
export function Downloads({ answer }: { answer: Answer }) {
  const [error, setError] = useState("");
  const formats = formatsOf(answer);
  const fields = { generation: answer.generation };
  const evidence = answer.explained ? { evidence: 1 } : {};
  const fetchIt = (format: string) => async (event: Event) => {
    if (answer.query.length <= LONGEST_IN_ADDRESS) return;
    event.preventDefault();
    try {
      const body = new URLSearchParams({ query: answer.query });
      const url = address("sparql", { ...fields, ...evidence, format });
      save(`answer.${format}`, await (await send(url, { method: "POST", body })).blob());
    } catch (failed) {
      setError(saying(failed));
    }
  };
  return (
    <p class="downloads" title={T.all}>
      {T.downloads}:{" "}
      {formats.map(([title, format]) => (
        <a
          key={format}
          download={`answer.${format}`}
          href={address("sparql", { ...fields, ...evidence, query: answer.query, format }).href}
          onClick={fetchIt(format)}
        >
          {title}
        </a>
      ))}
      <span role="alert">{error}</span>
    </p>
  );
}

function formatsOf(answer: Answer): readonly (readonly [string, string])[] {
  if (answer.text !== null) return GRAPHS;
  if (answer.boolean !== null) return ROWS.filter(([, name]) => name === "json" || name === "xml");
  return answer.explained ? ROWS.filter(([, name]) => EXPLAINING.includes(name)) : ROWS;
}

/** Buttons that copy the query as a link or a program. */
export function CopyAs({ generation }: { generation: number | null }) {
  const [said, setSaid] = useState("");
  const copy = async (what: string, text: string) => {
    try {
      await navigator.clipboard.writeText(text);
      setSaid(T.copied(what));
    } catch {
      setSaid(T.denied);
    }
  };
  const page = (values: { generation?: number | null }) =>
    address("sparql", {
      ...(answer.value?.query === query.value ? shownFields() : {}),
      ...values,
      query: query.value,
      evidence: withEvidence.value ? 1 : null,
    }).href;
  const isLong = query.value.length > LONGEST_IN_ADDRESS;
  const ways: readonly [string, () => string, boolean][] = [
    [T.link, () => page({}), isLong],
    [T.permalink, () => page({ generation }), isLong || generation === null],
    [T.curl, () => curl(request()), false],
    [T.python, () => python(request()), false],
    [T.javascript, () => javascript(request()), false],
  ];
  return (
    <div class="row copies" role="group" aria-label={T.copy}>
      <span aria-hidden="true">{T.copy}</span>
      {ways.map(([what, text, isOff]) => (
        <button key={what} type="button" disabled={isOff} onClick={() => copy(what, text())}>
          {what}
        </button>
      ))}
      <span role="status" class="help">
        {said}
      </span>
    </div>
  );
}

/** How the answer is shown, as it stands in the address. */
function shownFields(): Record<string, string> {
  const given = new URLSearchParams(location.search);
  return Object.fromEntries(FIELDS.map((name) => [name, given.get(name) ?? ""]));
}

function request(): Request {
  const isExplained = withEvidence.value && formOf(query.value) === "SELECT";
  const endpoint = address("sparql", isExplained ? { evidence: 1 } : {}).href;
  const accept = mediaType(formOf(query.value), true);
  return { endpoint, query: query.value, accept };
}
