import { expect, test } from "vitest";
import { curl, javascript, python } from "./sharing";

const request = {
  endpoint: "http://127.0.0.1/sparql",
  // biome-ignore lint/suspicious/noTemplateCurlyInString: it must not become one either
  query: 'SELECT * { ?s ?p "it\'s \\"q\\" $HOME `x` ${y} \\n" }',
  accept: "application/sparql-results+json",
};

test("a quotation mark of a query ends nothing in a shell", () => {
  expect(curl(request)).toContain(`"it'\\''s`);
});

test("quotation marks of Python are told from those of the query", () => {
  expect(python({ ...request, query: 'ASK { ?s ?p """a""" }' })).toContain('\\"\\"\\"a\\"\\"\\"');
});

test("a program gets the query as it is", () => {
  const text = /const query = (`[\s\S]*?[^\\]`);/.exec(javascript(request))?.[1] ?? "";
  expect(new Function(`return ${text}`)()).toBe(request.query);
});
