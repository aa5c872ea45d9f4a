// @vitest-environment happy-dom
import { beforeEach, expect, test } from "vitest";
import { begin, putInAddress, query } from "./kept";

const field = (value: string, defaultValue = "SELECT * {}") => ({ value, defaultValue });

beforeEach(() => {
  sessionStorage.clear();
  history.replaceState(null, "", "/sparql");
});

test("what was typed before the scripts came goes before the address and what the tab kept", () => {
  begin(field("SELECT * {}"));
  expect(query.value).toBe("SELECT * {}");
  query.value = "ASK { }";
  begin(field("SELECT * {}"));
  expect(query.value).toBe("ASK { }");
  history.replaceState(null, "", "/sparql?query=ASK+%7B+%3Fs+a+%3Fc+%7D");
  begin(field("ASK { ?s a ?c }", "ASK { ?s a ?c }"));
  expect(query.value).toBe("ASK { ?s a ?c }");
  begin(field("ASK { ?s a ?c . }", "ASK { ?s a ?c }"));
  expect(query.value).toBe("ASK { ?s a ?c . }");
});

test("another query leaves behind how the answer of the one before was shown", () => {
  history.replaceState(null, "", "/sparql?query=ASK&view=chart&generation=2");
  putInAddress("ASK {}", ["view"]);
  expect(location.search).toBe("?query=ASK+%7B%7D&generation=2");
});
