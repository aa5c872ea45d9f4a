/** The picture as SVG, with shapes, lines and names as such. */

import { escaped } from "../parts/xml";
import { LABEL_SIZE, type Label } from "./labels";
import { KINDS } from "./model";
import { haveRims, type Look, lineOpacity, PLANNED_DASH, screenPlaces } from "./paint";
import { magnification, type Painting } from "./scene";
import { svgPath } from "./shapes";

/** Writes a scene as it is seen. */
export function svgOf(
  scene: Painting,
  look: Look,
  labels: readonly Label[],
  title: string,
): string {
  const { size, colours } = look;
  const { width, height } = size;
  const places = screenPlaces(scene, look);
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" role="img">`,
    `<title>${escaped(title)}</title>`,
    `<rect width="${width}" height="${height}" fill="${colours.paper}"/>`,
    ...lines(scene, places, look),
    ...shapes(scene, places, look),
    `<g font-family="system-ui, sans-serif" font-size="${LABEL_SIZE}" fill="${colours.ink}" stroke="${colours.paper}" stroke-width="3" stroke-linejoin="round" paint-order="stroke">`,
    ...labels.map(({ text, x, y }) => `<text x="${at(x)}" y="${at(y)}">${escaped(text)}</text>`),
    "</g>",
    "</svg>",
  ].join("\n");
}

const at = (value: number) => value.toFixed(2);

function lines(scene: Painting, places: Float32Array, { colours }: Look): string[] {
  return [0, 1].map((planned) => {
    const path = [...scene.planned].map((isPlanned, number) => {
      if (isPlanned !== planned) return "";
      const [a, b] = [scene.ends[2 * number] ?? 0, scene.ends[2 * number + 1] ?? 0];
      const point = (i: number) => `${at(places[2 * i] ?? 0)} ${at(places[2 * i + 1] ?? 0)}`;
      return `M${point(a)}L${point(b)}`;
    });
    const dash = planned ? ` stroke-dasharray="${PLANNED_DASH.join(" ")}"` : "";
    const colour = planned ? colours.planned : colours.edge;
    return `<path d="${path.join("")}" fill="none" stroke="${colour}" stroke-opacity="${at(lineOpacity(scene))}"${dash}/>`;
  });
}

function shapes(scene: Painting, places: Float32Array, { view, fit, colours }: Look): string[] {
  const larger = magnification(view, fit);
  return KINDS.map((kind, number) => {
    const these = [...scene.kinds.keys()].filter((i) => scene.kinds[i] === number);
    const paths = these.map((i) => {
      const radius = (scene.radii[i] ?? 0) * larger;
      return svgPath(kind, places[2 * i] ?? 0, places[2 * i + 1] ?? 0, radius);
    });
    const rim = haveRims(these, scene, larger) ? ` stroke="${colours.paper}"` : "";
    return `<path d="${paths.join("")}" fill="${colours.kinds[number]}"${rim}/>`;
  });
}
