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
  args: ["--no-sandbox", "--disable-dev-shm-usage", "--disable-gpu"],
});
const found = [];
for (const [colorScheme, several] of [["light", pages], ["dark", dark]]) {
  // The pages forbid scripts; axe comes in beside that rule and changes nothing else.
  const context = await browser.newContext({ bypassCSP: true, colorScheme });
  const page = await context.newPage();
  for (const url of several) {
    await page.goto(url);
    await page.evaluate(axe);
    const { violations } = await page.evaluate(() => window.axe.run());
    for (const { id, help, nodes } of violations) {
      found.push({ url, colorScheme, id, help, nodes: nodes.slice(0, 3).map((each) => each.html) });
    }
  }
  await context.close();
}
await browser.close();
console.log(JSON.stringify(found, null, 1));
