import { expect, test } from "vitest";
import { cellsOf, linesOf, numberOf, termOf, triplesOf } from "./answers";

test("cells are terms", () => {
  expect(cellsOf('<urn:a>\t"Åbo"@sv\t\t5\t_:b')).toEqual([
    { type: "uri", value: "urn:a" },
    { type: "literal", value: "Åbo", "xml:lang": "sv" },
    undefined,
    { type: "literal", value: "5", datatype: "http://www.w3.org/2001/XMLSchema#integer" },
    { type: "bnode", value: "b" },
  ]);
});

test("what is escaped is what it was", () => {
  expect(termOf(String.raw`"a\t\"b\"\n\\u \u00e5"`)?.value).toBe('a\t"b"\n\\u å');
});

test("numbers are told from texts that look like them", () => {
  expect(numberOf(termOf("1.5e3"))).toBe(1500);
  expect(numberOf(termOf('"2004"^^<http://www.w3.org/2001/XMLSchema#gYear>'))).toBe(2004);
  expect(numberOf(termOf('"5"'))).toBeNull();
});

test("lines come whole, however the stream is cut", async () => {
  const bytes = new TextEncoder().encode("?x\n<urn:å>\n1\n");
  const body = new ReadableStream<Uint8Array<ArrayBuffer>>({
    start(controller) {
      for (const byte of bytes) controller.enqueue(new Uint8Array([byte]));
      controller.close();
    },
  });
  const lines: string[] = [];
  for await (const some of linesOf(body)) lines.push(...some);
  expect(lines).toEqual(["?x", "<urn:å>", "1"]);
});

test("N-Triples are read line by line", () => {
  const [one] = triplesOf('<urn:a> <urn:b> "c d . e"@en .\n');
  expect(one?.object).toEqual({ type: "literal", value: "c d . e", "xml:lang": "en" });
});
