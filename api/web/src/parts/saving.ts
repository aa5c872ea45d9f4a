/** What a page shows, as files for its reader: tables as CSV, pictures as SVG and PNG. */

/** Writes a table as CSV (RFC 4180), with what spreadsheets would take for a formula made harmless. */
export function csv(names: readonly string[], rows: readonly (readonly unknown[])[]): string {
  const line = (cells: readonly unknown[]) => cells.map(cell).join(",");
  return `${[names, ...rows].map(line).join("\r\n")}\r\n`;
}

function cell(value: unknown): string {
  const text = value === null || value === undefined ? "" : String(value);
  const plain = typeof value === "string" && /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(plain) ? `"${plain.replaceAll('"', '""')}"` : plain;
}

/** Gives its reader a file. */
export function save(name: string, content: Blob | string, type = "text/csv;charset=utf-8"): void {
  const blob = typeof content === "string" ? new Blob([content], { type }) : content;
  const link = document.createElement("a");
  link.href = URL.createObjectURL(blob);
  link.download = name;
  link.click();
  // Not at once, since a browser may begin to read it a little later.
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}

/** An SVG element as a file that stands alone: colours and fonts written into it. */
export function svgFile(svg: SVGSVGElement): string {
  const copy = svg.cloneNode(true) as SVGSVGElement;
  const { width, height } = svg.getBoundingClientRect();
  copy.setAttribute("xmlns", "http://www.w3.org/2000/svg");
  copy.setAttribute("width", String(width));
  copy.setAttribute("height", String(height));
  const originals = svg.querySelectorAll<SVGElement>("*");
  copy.querySelectorAll<SVGElement>("*").forEach((each, number) => {
    const original = originals[number];
    if (original) settle(each, getComputedStyle(original));
  });
  return new XMLSerializer().serializeToString(copy);
}

const KEPT = ["fill", "stroke", "stroke-width", "opacity", "font-size", "font-family"] as const;

function settle(element: SVGElement, style: CSSStyleDeclaration): void {
  for (const name of KEPT) element.setAttribute(name, style.getPropertyValue(name));
  element.removeAttribute("class");
}

/** Paints an SVG file as PNG, at twice its size for sharp print. */
export async function pngOf(file: string, width: number, height: number): Promise<Blob> {
  const image = new Image();
  const address = URL.createObjectURL(new Blob([file], { type: "image/svg+xml" }));
  try {
    image.src = address;
    await image.decode();
    const canvas = new OffscreenCanvas(width * 2, height * 2);
    canvas.getContext("2d")?.drawImage(image, 0, 0, width * 2, height * 2);
    return await canvas.convertToBlob({ type: "image/png" });
  } finally {
    URL.revokeObjectURL(address);
  }
}
