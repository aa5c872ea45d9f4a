import { expect, test } from "vitest";
import { declared, formOf, iriOf, shortest, tokensOf } from "./tokens";

const words = (text: string) =>
  tokensOf(text)
    .filter(({ kind }) => kind !== "space")
    .map(({ kind, text: said }) => `${kind} ${said}`);

test("a query is read word by word", () => {
  expect(words("SELECT ?c { ?c a hansa:City ; rdfs:label 'Åbo'@sv . } # all")).toEqual([
    "word SELECT",
    "variable ?c",
    "open {",
    "variable ?c",
    "word a",
    "name hansa:City",
    "mark ;",
    "name rdfs:label",
    "string 'Åbo'",
    "language @sv",
    "mark .",
    "close }",
    "comment # all",
  ]);
});

test("a dot ends a triple, not a name or a number", () => {
  expect(words("ex:a.b ex:c. 5.5 5.")).toEqual([
    "name ex:a.b",
    "name ex:c",
    "mark .",
    "number 5.5",
    "number 5",
    "mark .",
  ]);
});

test("comparisons are no IRIs, and triple terms have brackets of their own", () => {
  expect(words("?a<?b && ?c > <urn:x>")).toContain("operator <");
  expect(words("<<( ?s ?p ?o )>>")[0]).toBe("open <<(");
  expect(words("?s ?p ?o {| ?q ?r |}").at(-1)).toBe("close |}");
});

test("what is not finished is read as far as it goes", () => {
  expect(words('?x rdfs:label "Tur\n}')).toEqual([
    "variable ?x",
    "name rdfs:label",
    'string "Tur',
    "close }",
  ]);
  expect(words('"""two\nlines')).toEqual(['string """two\nlines']);
});

test("whatever a text is, its tokens are the text", () => {
  for (const text of ["", "\\ \u{1F600} `^", "'''a\n'b'''", "?", "<a b>", 'x"\\']) {
    expect(
      tokensOf(text)
        .map((each) => each.text)
        .join(""),
    ).toBe(text);
  }
});

test("prefixes that are declared hold, and IRIs are written short where that is safe", () => {
  const query = "PREFIX ex: <http://ex.org/#>\nASK { ex:a ?p ?o }";
  expect(formOf(query)).toBe("ASK");
  expect([...declared(query)]).toEqual([["ex", "http://ex.org/#"]]);
  expect(iriOf("ex:a", declared(query))).toBe("http://ex.org/#a");
  expect(shortest("http://ex.org/#b", declared(query))).toBe("ex:b");
  expect(shortest("http://ex.org/#b/c", declared(query))).toBe("<http://ex.org/#b/c>");
});
