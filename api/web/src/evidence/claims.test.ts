// @vitest-environment happy-dom
import { expect, test } from "vitest";
import { bySentence, type Claim, plain } from "./claims";
import { placed } from "./placing";

const claim = (id: string, start: number): Claim => ({
  id,
  status: "ASSERTED",
  subject: { id: "s", name: { value: "S" } },
  property: "MEMBER_OF",
  object: null,
  value: "1998",
  quote: "q",
  prefix: "",
  suffix: "",
  start,
  end: start + 9,
  year: null,
  role: null,
  confidence: 0.9,
  rule: "r",
  document: { id: "d", title: "D", date: null },
});

test("claims of one sentence stand together", () => {
  const found = bySentence([claim("a", 1), claim("b", 30), claim("c", 1)]);
  expect(found.map((each) => each.claims.map(({ id }) => id))).toEqual([["a", "c"], ["b"]]);
  expect(found[0]?.place).toBe("d#char-1-10");
});

test("quotes are said without emphasis", () => {
  expect(plain("**Riga** joins")).toBe("Riga joins");
});

test("a popover stands below its fact, above where there is no room, and never outside", () => {
  const size = { width: 400, height: 200 };
  const view = { width: 1000, height: 800 };
  const at = (left: number, top: number) => ({ left, top, bottom: top + 20 });
  expect(placed(at(100, 100), size, view)).toEqual({ left: 100, top: 126 });
  expect(placed(at(100, 700), size, view)).toEqual({ left: 100, top: 494 });
  expect(placed(at(900, 100), size, view).left).toBe(592);
});
