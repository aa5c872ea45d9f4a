import { expect, test } from "vitest";
import { csv } from "./saving";

test("cells are quoted where they have to be, and what looks like a formula is none", () => {
  expect(
    csv(
      ["name", "n"],
      [
        ["Gdańsk, Poland", 1],
        ['a "b"', null],
        ["=1+1", -2],
      ],
    ),
  ).toBe('name,n\r\n"Gdańsk, Poland",1\r\n"a ""b""",\r\n\'=1+1,-2\r\n');
});
