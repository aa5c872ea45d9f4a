// @vitest-environment happy-dom
import { render } from "preact";
import { expect, test } from "vitest";
import { useLoaded } from "./useLoaded";

const rest = () => new Promise((resolve) => setTimeout(resolve, 20));

test("what came for one key is never shown for another, nor what was stopped", async () => {
  const shown: string[] = [];
  const answers = new Map<string, (text: string) => void>();
  function Shown({ of }: { of: string }) {
    const load = () => new Promise<string>((resolve) => answers.set(of, resolve));
    const { data, isLoading } = useLoaded(of, load);
    shown.push(`${of}: ${isLoading ? "…" : data}`);
    return null;
  }
  const place = document.createElement("div");
  render(<Shown of="Turku" />, place);
  await rest();
  answers.get("Turku")?.("a port");
  await rest();
  render(<Shown of="Kochi" />, place);
  render(<Shown of="Riga" />, place);
  await rest();
  answers.get("Riga")?.("a market");
  await rest();
  answers.get("Kochi")?.("too late");
  await rest();
  expect(shown).toContain("Turku: a port");
  expect(shown.at(-1)).toBe("Riga: a market");
  expect(shown.filter((each) => /Riga: a port|Kochi: a port|Riga: too late/.test(each))).toEqual(
    [],
  );
});
