// @vitest-environment happy-dom
import { expect, test } from "vitest";
import { addressOf } from "./fetching";
import { makeSortable } from "./table";

test("a table is sorted by numbers in words, both ways, empty cells last", () => {
  document.body.innerHTML = `<table><thead><tr><th>name</th><th>year</th></tr></thead><tbody>
    <tr><td>b 10</td><td>2001</td></tr><tr><td>b 9</td><td></td></tr><tr><td>a</td><td>1999</td></tr>
  </tbody></table>`;
  const table = document.querySelector("table") as HTMLTableElement;
  makeSortable(table);
  const names = () =>
    [...table.querySelectorAll("tbody tr")].map((row) => row.children[0]?.textContent);
  const [name, year] = table.querySelectorAll("button");
  name?.click();
  expect(names()).toEqual(["a", "b 9", "b 10"]);
  year?.click();
  year?.click();
  expect(names()).toEqual(["b 10", "a", "b 9"]);
  expect(table.querySelectorAll("[aria-sort=descending]")).toHaveLength(1);
});

test("a form asks for what is filled in", () => {
  document.body.innerHTML = `<form action="http://h/questions/q"><input name="a" value=" x y ">
    <input name="b" value=""></form>`;
  const form = document.querySelector("form") as HTMLFormElement;
  expect(addressOf(form).href).toBe("http://h/questions/q?a=x+y");
});
