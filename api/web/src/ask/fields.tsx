/** Fields of a question that take names, which are completed by things of the kinds they take. */

import { render } from "preact";
import { type Found, findThings } from "../doors/search";
import { Combobox } from "../parts/Combobox";
import { texts } from "../texts";

interface Field {
  readonly place: HTMLElement;
  readonly kinds: string;
  readonly id: string;
  readonly name: string;
  readonly label: string;
  readonly placeholder: string;
  readonly describedBy: string | undefined;
}

/** Makes the fields of a form that take names complete them; returns what sets their values. */
export function completeNames(form: HTMLFormElement): (values: URLSearchParams) => void {
  const fields = [...form.querySelectorAll<HTMLElement>(".parameter[data-kinds]")].map(taken);
  const fill = (values: URLSearchParams) => {
    for (const field of fields) draw(field, values.get(field.name) ?? "");
  };
  fill(new URLSearchParams(location.search));
  return (values) => {
    fill(values);
    for (const select of form.querySelectorAll("select")) {
      const usual = select.querySelector<HTMLOptionElement>("option[selected]")?.value ?? "";
      select.value = values.get(select.name) ?? usual;
    }
    for (const input of form.querySelectorAll<HTMLInputElement>("input:not([role], [type=hidden])"))
      input.value = values.get(input.name) ?? "";
  };
}

/** Takes a field of the server away, and keeps its place. */
function taken(parameter: HTMLElement): Field {
  const input = parameter.querySelector("input");
  const label = parameter.querySelector("label");
  const place = document.createElement("div");
  label?.replaceWith(place);
  input?.remove();
  return {
    place,
    kinds: parameter.dataset.kinds ?? "",
    id: input?.id ?? "",
    name: input?.name ?? "",
    label: label?.textContent?.replace(/\s+/g, " ").trim() ?? "",
    placeholder: input?.placeholder ?? "",
    describedBy: input?.getAttribute("aria-describedby") ?? undefined,
  };
}

/** Things of the kinds that a field takes: those of the first tier before all others.
 *
 * Tiers stand with semicolons between, the kinds of one with commas.
 */
async function suggest(text: string, kinds: string, signal: AbortSignal): Promise<Found[]> {
  const tiers = kinds.split(";").map((tier) => tier.split(","));
  const found = await findThings(text, { kind: tiers.flat().join(","), signal });
  const tierOf = ({ kind }: Found) => tiers.findIndex((tier) => tier.includes(kind));
  return found.sort((one, other) => tierOf(one) - tierOf(other));
}

/** What it is, and what it is usually called where another of its names was found. */
function noteOf({ kind, name, label }: Found): string {
  const what = texts.kinds[kind]?.one ?? kind;
  return name === label ? what : `${what}, ${label}`;
}

/** Draws a field with a value; one that has it already stays, with the focus and what is typed. */
function draw({ place, kinds, ...field }: Field, value: string): void {
  const before = place.querySelector("input");
  if (before?.value.trim() === value) return;
  const hadFocus = before !== null && before === document.activeElement;
  render(null, place);
  render(
    <Combobox
      {...field}
      value={value}
      suggest={(text, signal) => suggest(text, kinds, signal)}
      keyOf={(found) => found.iri}
      show={(found) => ({ text: found.name, note: noteOf(found) })}
      onChoose={() => undefined}
    />,
    place,
  );
  if (hadFocus) place.querySelector("input")?.focus();
}
