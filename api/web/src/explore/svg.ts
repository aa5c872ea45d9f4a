/** The picture as SVG, with shapes, lines and names as such. */

import { LABEL_SIZE, type Label } from "./labels";
import { KINDS } from "./model";
import { type Look, lineOpacity, PLANNED_DASH, screenPlaces } from "./paint";
import { magnification, type Scene } from "./scene";
import { svgPath } from "./shapes";

const ESCAPES: Record<string, string> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };

/** A text as it may stand in XML; characters that XML cannot have are left out. */
export function escaped(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what XML must not have
  const allowed = text.replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, "");
  return allowed.replace(/[&<>"]/g, (each) => ESCAPES[each] ?? each);
}

/** Writes a scene as it is seen. */
export function svgOf(scene: Scene, look: Look, labels: readonly Label[], title: string): string {
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

function lines(scene: Scene, places: Float32Array, { colours }: Look): string[] {
  return [0, 1].map((planned) => {
    const path = scene.keys.map((_, number) => {
      if (scene.planned[number] !== planned) return "";
      const [a, b] = [scene.ends[2 * number] ?? 0, scene.ends[2 * number + 1] ?? 0];
      const point = (i: number) => `${at(places[2 * i] ?? 0)} ${at(places[2 * i + 1] ?? 0)}`;
      return `M${point(a)}L${point(b)}`;
    });
    const dash = planned ? ` stroke-dasharray="${PLANNED_DASH.join(" ")}"` : "";
    const colour = planned ? colours.planned : colours.edge;
    return `<path d="${path.join("")}" fill="none" stroke="${colour}" stroke-opacity="${at(lineOpacity(scene))}"${dash}/>`;
  });
}

function shapes(scene: Scene, places: Float32Array, { view, fit, colours }: Look): string[] {
  const larger = magnification(view, fit);
  return KINDS.map((kind, number) => {
    const paths = scene.iris.map((_, i) =>
      scene.kinds[i] === number
        ? svgPath(kind, places[2 * i] ?? 0, places[2 * i + 1] ?? 0, (scene.radii[i] ?? 0) * larger)
        : "",
    );
    return `<path d="${paths.join("")}" fill="${colours.kinds[number]}" stroke="${colours.paper}"/>`;
  });
}
