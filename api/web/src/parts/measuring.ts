/** How long texts are in pixels. */

/** Returns what measures texts of a size in the font of the page; each text once. */
export function measure(size: number): (text: string) => number {
  const context = new OffscreenCanvas(1, 1).getContext("2d");
  if (context) context.font = `${size}px ${getComputedStyle(document.body).fontFamily}`;
  const known = new Map<string, number>();
  return (text) => {
    const before = known.get(text);
    if (before !== undefined) return before;
    const width = context?.measureText(text).width ?? text.length * size * 0.6;
    known.set(text, width);
    return width;
  };
}
