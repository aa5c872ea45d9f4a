/** The form of an edit: what the sentence says, in the place of what was read. */

import { useEffect, useRef, useState } from "preact/hooks";
import { saying } from "../doors/problem";
import { useLoaded } from "../parts/useLoaded";
import { texts } from "../texts";
import { decide, editing } from "./deciding";
import type { End, Fact } from "./queries";
import { readDocument } from "./reading";
import { localName, verb } from "./words";

const RELATIONS = [
  "MEMBER_OF",
  "PARTNER_OF",
  "PARTICIPATES_IN",
  "PARTY_TO",
  "LED_BY",
  "CHAIRED_BY",
  "FOUNDED_BY",
  "SUPPORTED_BY",
  "PART_OF",
  "LOCATED_IN",
  "UNDER_AGREEMENT",
  "WORKS_FOR",
];
const VALUES = ["MEMBER_COUNT", "FOUNDING_YEAR", "DATE", "FOCUS_AREA"];

export function EditForm({ fact }: { fact: Fact }) {
  const [property, setProperty] = useState(fact.property);
  const isValue = VALUES.includes(property);
  const form = useRef<HTMLFormElement>(null);
  useEffect(() => {
    form.current?.querySelector<HTMLElement>("select")?.focus();
    return focusActs;
  }, []);
  const close = () => {
    editing.value = null;
  };
  const save = (event: SubmitEvent) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget as HTMLFormElement);
    const given = (name: string) => String(form.get(name) ?? "").trim();
    decide("edit", {
      subject: given("subject"),
      property,
      ...(isValue ? { value: given("value") } : { object: given("object"), role: given("role") }),
      status: given("status"),
      year: Number(given("year") || 0),
    });
  };
  return (
    <form
      ref={form}
      class="edit-form"
      onSubmit={save}
      onKeyDown={(event) => event.key === "Escape" && close()}
      aria-labelledby="edit-title"
    >
      <h3 id="edit-title">{texts.review.edit.title}</h3>
      <ThingChoice
        name="subject"
        label={texts.review.edit.subject}
        fact={fact}
        end={fact.subject}
      />
      <label>
        {texts.review.edit.property}
        <select value={property} onChange={(event) => setProperty(event.currentTarget.value)}>
          {[...RELATIONS, ...VALUES].map((each) => (
            <option key={each} value={each} title={localName(each)}>
              {verb(each)}
            </option>
          ))}
        </select>
      </label>
      {isValue ? (
        <label>
          {texts.review.edit.value}
          <input name="value" type="text" required defaultValue={fact.value ?? ""} />
        </label>
      ) : (
        <ThingChoice name="object" label={texts.review.edit.object} fact={fact} end={fact.object} />
      )}
      <label>
        {texts.review.edit.status}
        <select name="status">
          <option value="ASSERTED">{texts.review.edit.asserted}</option>
          <option value="PLANNED" selected={fact.status === "PLANNED"}>
            {texts.review.edit.planned}
          </option>
        </select>
      </label>
      <label>
        {texts.review.edit.year}
        <input
          name="year"
          type="number"
          min={1000}
          max={2999}
          defaultValue={fact.year === null ? "" : String(fact.year)}
        />
      </label>
      {!isValue && (
        <label>
          {texts.review.edit.role}
          <input
            name="role"
            type="text"
            defaultValue={property === fact.property ? (fact.role ?? "") : ""}
          />
        </label>
      )}
      <p class="row">
        <button type="submit">{texts.review.edit.save}</button>
        <button type="button" onClick={close}>
          {texts.review.edit.cancel}
        </button>
      </p>
    </form>
  );
}

/** Leads whoever was in the form to what can be decided next, before the keys lead to nowhere. */
function focusActs(): void {
  requestAnimationFrame(() => {
    if (document.activeElement !== document.body) return;
    document.querySelector<HTMLElement>(".item .acts button")?.focus();
  });
}

interface ThingChoiceProps {
  readonly name: string;
  readonly label: string;
  readonly fact: Fact;
  readonly end: End | null;
}

/** One of the things that the document names. */
function ThingChoice({ name, label, fact, end }: ThingChoiceProps) {
  const id = fact.sentences[0]?.document.id ?? "";
  const { data, error, isLoading } = useLoaded(id, () => readDocument(id));
  const others = (data?.named ?? []).filter((each) => each.id !== end?.iri);
  return (
    <label>
      {label}{" "}
      {error ? (
        <small role="alert">{texts.review.edit.noThings(saying(error))}</small>
      ) : (
        isLoading && <small>{texts.waiting.loading}</small>
      )}
      <select name={name} required>
        {end && <option value={end.iri}>{end.name}</option>}
        {others.map((each) => (
          <option key={each.id} value={each.id}>
            {each.name.value} ({texts.kinds[each.__typename]?.one ?? each.__typename})
          </option>
        ))}
      </select>
    </label>
  );
}
