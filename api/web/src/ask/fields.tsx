/** Fields of a question that take names, which are completed by things of the kinds they take. */

import { render } from "preact";
import { findThings } from "../doors/search";
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
      suggest={(text, signal) => findThings(text, { kind: kinds, signal })}
      keyOf={(found) => found.iri}
      show={(found) => ({ text: found.name, note: texts.kinds[found.kind]?.one ?? found.kind })}
      onChoose={() => undefined}
    />,
    place,
  );
  if (hadFocus) place.querySelector("input")?.focus();
}
