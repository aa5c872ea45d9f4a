// @vitest-environment happy-dom
import { expect, test } from "vitest";
import { arrange, choicesOf, readGroups, show } from "./facts";

const NONE = { text: "", status: "", year: "", document: "" };

function page() {
  document.body.innerHTML = `
    <details class="group" open><summary>member of <span class="count">2</span></summary><ul>
      <li class="fact" data-name="Rīga League"><div class="sayings">
        <figure class="claim" data-status="asserted" data-document="A">joined</figure>
        <details><summary>1 more</summary>
          <figure class="claim" data-status="planned" data-year="2027" data-document="B">will host</figure>
        </details></div></li>
      <li class="fact" data-name="Quay Forum" data-year="2020"><div class="sayings">
        <figure class="claim" data-status="asserted" data-year="2020" data-document="A">quay</figure></div></li>
    </ul></details>`;
  const groups = readGroups(document);
  const names = () =>
    [...document.querySelectorAll<HTMLElement>("li:not([hidden])")].map((li) => li.dataset.name);
  return { groups, names };
}

test("words are found in names without accents, and in sentences", () => {
  const { groups, names } = page();
  expect(show(groups, { ...NONE, text: "riga" })).toBe(1);
  expect(names()).toEqual(["Rīga League"]);
  expect(show(groups, { ...NONE, text: "nowhere" })).toBe(0);
  expect(groups[0]?.element.hidden).toBe(true);
});

test("a later sentence that alone is wanted stands open", () => {
  const { groups } = page();
  expect(show(groups, { ...NONE, status: "planned" })).toBe(1);
  expect(document.querySelector<HTMLDetailsElement>(".sayings > details")?.open).toBe(true);
  expect(choicesOf(groups, "year")).toEqual(["2020", "2027"]);
});

test("facts are sorted and put back", () => {
  const { groups, names } = page();
  arrange(groups, "name");
  expect(names()).toEqual(["Quay Forum", "Rīga League"]);
  arrange(groups, "page");
  expect(names()).toEqual(["Rīga League", "Quay Forum"]);
});
