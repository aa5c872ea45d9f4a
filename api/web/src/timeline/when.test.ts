import { expect, test } from "vitest";
import { DAY, ticks, whenOf } from "./when";

test("a date is as long as what the text says", () => {
  expect(whenOf("2024-02")).toEqual({
    text: "2024-02",
    from: Date.UTC(2024, 1, 1),
    to: Date.UTC(2024, 2, 1),
  });
  const day = whenOf("2024-12-31");
  expect((day?.to ?? 0) - (day?.from ?? 0)).toBe(DAY);
  expect(whenOf("2018")?.to).toBe(Date.UTC(2019, 0));
  for (const text of ["", "soon", "24", "2024-5-1"]) expect(whenOf(text)).toBeNull();
});

test("the axis has about as many words as there is room for", () => {
  const years = ticks(Date.UTC(1990, 0), Date.UTC(2030, 0), 12);
  expect(years.map(({ text }) => text)).toContain("2005");
  expect(years.length).toBeLessThanOrEqual(12);
  const months = ticks(Date.UTC(2023, 10, 15), Date.UTC(2024, 2, 15), 20);
  expect(months.map(({ text }) => text)).toEqual(["2023-12", "2024-01", "2024-02", "2024-03"]);
});
