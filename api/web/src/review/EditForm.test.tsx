// @vitest-environment happy-dom
import { render } from "preact";
import { expect, test } from "vitest";
import { EditForm } from "./EditForm";
import type { Fact } from "./queries";

const end = (name: string) => ({ name, kind: "CITY", iri: `https://w3id.org/hansa/id/${name}` });
const fact = (status: Fact["status"]) => ({
  __typename: "UncertainFact",
  key: "k",
  claim: "c",
  subject: end("a"),
  property: "MEMBER_OF",
  object: end("b"),
  status,
  year: 2030,
  sentences: [],
});

test.each(["PLANNED", "ASSERTED"] as const)("what is %s stays so unless it is edited", (status) => {
  render(<EditForm fact={fact(status) as unknown as Fact} />, document.body);
  const form = new FormData(document.querySelector("form") as HTMLFormElement);
  expect(Object.fromEntries(form)).toMatchObject({ status, year: "2030" });
  render(null, document.body);
});
