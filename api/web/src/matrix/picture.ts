/** The matrix as a picture to save. */

import { escaped } from "../parts/xml";
import { colour } from "../shell/theme";
import { number, texts } from "../texts";
import type { Picture } from "../views/picture";
import type { Grid, State } from "./grid";

/** More rows are not drawn; the table has them all. */
export const MOST_ROWS = 1000;

const ROW = 22;
const NAMES = 220;
const HEAD = 240;

/** Draws names, cells and totals as SVG; null where there is nothing. */
export function pictureOf(grid: Grid): Picture | null {
  if (!grid.rows.length || !grid.columns.length) return null;
  const rows = grid.rows.slice(0, MOST_ROWS);
  const width = NAMES + grid.columns.length * ROW + 60 + HEAD / 2;
  const height = HEAD + rows.length * ROW + 40;
  const ink = colour("--ink");
  const parts = [
    `<rect width="${width}" height="${height}" fill="${colour("--paper")}"/>`,
    ...grid.columns.map(({ name, total }, column) => {
      const x = NAMES + column * ROW + ROW / 2 + 4;
      const label = escaped(`${name} (${number(total)})`);
      return `<text transform="translate(${x},${HEAD - 8}) rotate(-60)" fill="${ink}">${label}</text>`;
    }),
    ...rows.map(({ city, cells, total }, place) => {
      const y = HEAD + place * ROW;
      const end = NAMES + grid.columns.length * ROW + 30;
      const signs = grid.columns.map(({ iri }, column) => {
        const cell = cells.get(iri);
        return cell ? sign(cell.state, NAMES + column * ROW, y) : "";
      });
      const line = `<path d="M8,${y}H${end}" stroke="${colour("--line")}"/>`;
      const name = `<text x="8" y="${y + 15}" fill="${ink}">${escaped(city.name)}</text>`;
      const sum = `<text x="${end}" y="${y + 15}" text-anchor="end" fill="${ink}">${number(total)}</text>`;
      return line + name + signs.join("") + sum;
    }),
    `<text x="8" y="${height - 14}" fill="${colour("--soft")}">${escaped(texts.views.matrix.key)}</text>`,
  ];
  const head = `xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}"`;
  const font = 'font-family="system-ui, sans-serif" font-size="13"';
  return { file: `<svg ${head} ${font}>${parts.join("")}</svg>`, width, height };
}

/** Filled, hollow, or crossed out. */
function sign(state: State, x: number, y: number): string {
  const full = colour("--city");
  if (state === "asserted") {
    return `<rect x="${x + 4}" y="${y + 4}" width="14" height="14" rx="2" fill="${full}"/>`;
  }
  if (state === "planned") {
    const line = `fill="none" stroke="${full}" stroke-width="2"`;
    return `<rect x="${x + 5}" y="${y + 5}" width="12" height="12" rx="2" ${line}/>`;
  }
  const cross = `M${x + 6},${y + 6}l10,10m0,-10l-10,10`;
  return `<path d="${cross}" stroke="${colour("--bad")}" stroke-width="2"/>`;
}
