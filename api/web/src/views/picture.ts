/** A picture and its legend as one file. */

import { pngOf, save, svgFile } from "../parts/saving";
import { colour } from "../shell/theme";

export interface Picture {
  readonly file: string;
  readonly width: number;
  readonly height: number;
}

const MARGIN = 12;

/** Puts pictures of a page below each other, on its paper. */
export function stacked(svgs: readonly SVGSVGElement[]): Picture {
  const parts = svgs.map((svg) => ({ svg, box: svg.getBoundingClientRect() }));
  const width = Math.max(...parts.map(({ box }) => box.width)) + 2 * MARGIN;
  let top = MARGIN;
  const inner = parts.map(({ svg, box }) => {
    const whole = svgFile(svg).replace("<svg ", `<svg x="${MARGIN}" y="${top}" `);
    top += box.height + MARGIN;
    return whole;
  });
  const paper = colour("--paper") || "#fff";
  const size = `width="${width}" height="${top}" viewBox="0 0 ${width} ${top}"`;
  const ground = `<rect width="${width}" height="${top}" fill="${paper}"/>`;
  const file = `<svg xmlns="http://www.w3.org/2000/svg" ${size}>${ground}${inner.join("")}</svg>`;
  return { file, width, height: top };
}

/** The pictures inside of an element that are meant to be saved; null where there is none. */
export function pictureIn(element: Element | null): Picture | null {
  const svgs = [...(element?.querySelectorAll<SVGSVGElement>("svg[data-saved]") ?? [])];
  return svgs.length ? stacked(svgs) : null;
}

/** Saves a picture, with the name of a file. */
export async function savePicture(picture: Picture, name: string, kind: "svg" | "png") {
  const { file, width, height } = picture;
  if (kind === "svg") save(`${name}.svg`, file, "image/svg+xml");
  else save(`${name}.png`, await pngOf(file, width, height));
}
