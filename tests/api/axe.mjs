// Looks at pages with axe-core in a browser: node axe.mjs CHROMIUM < {"pages": [...], "dark": [...]}
// Prints, for each page and colour scheme, what it found.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

const require = createRequire(`${process.cwd()}/`);
const { chromium } = require("playwright-core");
const axe = readFileSync(require.resolve("axe-core/axe.min.js"), "utf8");
const { pages, dark } = JSON.parse(readFileSync(0, "utf8"));

const browser = await chromium.launch({
  executablePath: process.argv[2],
  args: ["--no-sandbox", "--disable-dev-shm-usage", "--in-process-gpu", "--disable-gpu-rasterization"],
});
const report = [];
// A page in other colours differs in nothing else.
const COLOURS = { runOnly: ["color-contrast", "link-in-text-block"] };
for (const [colorScheme, several] of [["light", pages], ["dark", dark]]) {
  // The pages forbid scripts; axe comes in beside that rule and changes nothing else.
  const context = await browser.newContext({ bypassCSP: true, colorScheme });
  const page = await context.newPage();
  const rules = colorScheme === "dark" ? COLOURS : {};
  for (const url of several) {
    await page.goto(url);
    await page.evaluate(axe);
    let found = null;
    for (let tries = 0; found === null; tries += 1) {
      // What a page with scripts takes away while axe looks is an error to it; then it looks again.
      found = await page.evaluate((rules) => window.axe.run(rules), rules).catch((error) => {
        if (tries > 9) throw error;
        return null;
      });
    }
    const { violations } = found;
    for (const { id, help, nodes } of violations) {
      report.push({ url, colorScheme, id, help, nodes: nodes.slice(0, 3).map((each) => each.html) });
    }
  }
  await context.close();
}
await browser.close();
console.log(JSON.stringify(report, null, 1));
