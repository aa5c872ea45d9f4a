/** Sorts a table of the page by the column whose heading is pressed. */

const WORDS = new Intl.Collator(undefined, { numeric: true });

/** Makes the headings of a table buttons that sort it, up and then down. */
export function makeSortable(table: HTMLTableElement): void {
  const body = table.tBodies[0];
  if (!body) return;
  const headings = [...table.querySelectorAll<HTMLElement>("thead th")];
  headings.forEach((heading, place) => {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "plain";
    button.append(...heading.childNodes);
    heading.append(button);
    button.addEventListener("click", () => {
      const isDown = heading.getAttribute("aria-sort") === "ascending";
      for (const each of headings) each.removeAttribute("aria-sort");
      heading.setAttribute("aria-sort", isDown ? "descending" : "ascending");
      body.append(...sorted([...body.querySelectorAll("tr")], place, isDown ? -1 : 1));
    });
  });
}

/** Rows by the text of a column; those without any come last, whichever way. */
export function sorted<T extends Pick<Element, "children">>(
  rows: readonly T[],
  place: number,
  sign: number,
): T[] {
  const text = (row: T) => row.children[place]?.textContent?.trim() ?? "";
  return [...rows].sort((one, other) => {
    const [first, second] = [text(one), text(other)];
    if (!first || !second) return Number(!first) - Number(!second);
    return sign * WORDS.compare(first, second);
  });
}
