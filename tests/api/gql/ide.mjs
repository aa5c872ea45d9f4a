// Uses GraphiQL as a person would: node ide.mjs CHROMIUM < {"page": ADDRESS, "token": TOKEN, "colours": ["light"]}
// No name is resolved, so nothing but the server on this machine can be reached. Prints what happened.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

const require = createRequire(`${process.cwd()}/`);
const { chromium } = require("playwright-core");
const axe = readFileSync(require.resolve("axe-core/axe.min.js"), "utf8");
const { page: address, token, colours } = JSON.parse(readFileSync(0, "utf8"));

const browser = await chromium.launch({
  executablePath: process.argv[2],
  args: [
    "--no-sandbox",
    "--disable-dev-shm-usage",
    "--in-process-gpu",
    "--disable-gpu-rasterization",
    "--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1",
  ],
});
const report = { requests: [], console: [], violations: [], answers: {}, sent: [], axe: [] };

async function open(options = {}) {
  const context = await browser.newContext({ viewport: { width: 1300, height: 850 }, ...options });
  const page = await context.newPage();
  page.setDefaultTimeout(20000);
  page.on("request", (each) => report.requests.push(each.url()));
  page.on("pageerror", (each) => report.console.push(`error: ${each.message}`));
  page.on("console", (each) => {
    // A development hint of a library that GraphiQL is built with; nothing fails.
    if (!each.text().includes("{DialogContent}")) report.console.push(`${each.type()}: ${each.text()}`);
  });
  await page.exposeFunction("noteViolation", (text) => report.violations.push(text));
  await page.addInitScript(() =>
    document.addEventListener("securitypolicyviolation", (each) =>
      window.noteViolation(`${each.violatedDirective} ${each.blockedURI} ${each.sample}`),
    ),
  );
  await page.goto(address);
  return page;
}

const ready = (page) => page.getByRole("button", { name: /Execute query/ }).waitFor();
const editor = (page) => page.getByRole("textbox", { name: "Query", exact: true });
const answer = (page) =>
  page.evaluate(() => document.querySelector(".result-window .CodeMirror")?.CodeMirror.getValue());

async function run(page) {
  await page.evaluate(() => document.querySelector(".result-window .CodeMirror").CodeMirror.setValue(""));
  await page.keyboard.press("Control+Enter");
  await page.waitForFunction(() => {
    const text = document.querySelector(".result-window .CodeMirror").CodeMirror.getValue();
    try {
      return JSON.parse(text) !== null;
    } catch {
      return false;
    }
  });
  return JSON.parse(await answer(page));
}

async function write(page, text) {
  await editor(page).focus();
  await page.keyboard.press("Control+A");
  await page.keyboard.press("Delete");
  await page.keyboard.insertText(text);
}

// Without a mouse: from the top of the page to the editor, then a query that is completed as it is typed.
const page = await open();
await ready(page);
report.tabs = 0;
const inEditor = () => document.activeElement.getAttribute("aria-label") === "Query";
while (report.tabs < 60 && !(await page.evaluate(inEditor))) {
  await page.keyboard.press("Tab");
  report.tabs += 1;
}
await page.keyboard.press("Control+A");
await page.keyboard.press("Delete");
await page.keyboard.type("{ gener");
await page.locator(".CodeMirror-hint", { hasText: "generation" }).first().waitFor();
await page.keyboard.press("Enter");
report.answers.typed = await run(page);
report.typed = await page.evaluate(() =>
  document.querySelector(".graphiql-query-editor .CodeMirror").CodeMirror.getValue(),
);

// Tab leads on through everything and out at the end: no editor keeps it.
report.way = [];
const focused = () => {
  const { activeElement: at } = document;
  return at === document.body ? "out" : at.getAttribute("aria-label") ?? at.textContent.slice(0, 30);
};
await editor(page).focus();
while (report.way.length < 60 && !["out", "Skip to the content"].includes(report.way.at(-1))) {
  await page.keyboard.press("Tab");
  report.way.push(await page.evaluate(focused));
}

// The documentation, by keyboard too.
await page.getByRole("button", { name: /Documentation Explorer/ }).focus();
await page.keyboard.press("Enter");
await page.getByRole("link", { name: "Query", exact: true }).first().focus();
await page.keyboard.press("Enter");
report.docs = await page.locator(".graphiql-doc-explorer").innerText();

// Every tab that is there at first has an example.
for (const tab of await page.locator(".graphiql-tab-button").all()) {
  const name = (await tab.innerText()).trim();
  if (name === "<untitled>") continue;
  await tab.click();
  await editor(page).focus();
  const text = await page.evaluate(() =>
    document.querySelector(".graphiql-query-editor .CodeMirror").CodeMirror.getValue(),
  );
  if (text.startsWith("mutation")) continue;
  report.answers[`tab ${name}`] = await run(page);
  if (text.startsWith("subscription")) await page.getByRole("button", { name: /Stop query/ }).click();
}
await page.getByRole("button", { name: "Show Examples" }).click();
await page.getByRole("button", { name: "Page by page" }).click();
await page.waitForFunction(() =>
  document.querySelector(".graphiql-query-editor .CodeMirror").CodeMirror.getValue().startsWith("query Pages"),
);
await editor(page).focus();
report.answers.chosen = await run(page);

// The token goes with mutations alone, and nowhere else.
page.on("request", (each) => {
  if (each.method() === "POST") {
    const { query } = each.postDataJSON();
    report.sent.push({ query, authorization: each.headers().authorization ?? null });
  }
});
await page.getByRole("button", { name: "Show Token" }).click();
await page.getByLabel("The token of this server").fill(token);
await write(page, "query Read { generation }");
await run(page);
const writing = 'mutation Write { retractDocument(input: { document: "no/such.md" }) { sourceKey } }';
await write(page, writing);
report.withToken = await run(page);
await page.getByLabel("The token of this server").fill("");
await write(page, writing.replace("Write", "Bare"));
report.withoutToken = await run(page);
await page.getByLabel("The token of this server").fill(token);
report.kept = await page.evaluate(
  (secret) => JSON.stringify([{ ...localStorage }, { ...sessionStorage }, document.cookie]).includes(secret),
  token,
);
await page.reload();
await ready(page);
await page.getByRole("button", { name: "Show Token" }).click();
report.tokenAfterReload = await page.getByLabel("The token of this server").inputValue();
await page.getByRole("button", { name: /settings dialog/ }).click();
await page.getByRole("dialog").waitFor();
await page.context().close();

// Without scripts.
const context = await browser.newContext({ javaScriptEnabled: false });
const plain = await context.newPage();
await plain.goto(address);
report.plain = await plain.getByRole("heading", { name: "Page by page" }).isVisible();
await plain.getByRole("button", { name: "Ask: Page by page" }).click();
report.answers.plain = JSON.parse(await plain.locator("pre").first().innerText());
await context.close();

// axe comes in beside the policy. It looks at the whole page once, then at what was opened; where only
// the colours are others, at these alone.
const COLOURS = { runOnly: ["color-contrast", "link-in-text-block"] };
for (const [place, colorScheme] of colours.entries()) {
  const seen = await open({ bypassCSP: true, colorScheme });
  await ready(seen);
  await seen.evaluate(axe);
  const look = async (state, opened) => {
    let found = null;
    for (let tries = 0; found === null && tries < 10; tries += 1) {
      await seen.waitForTimeout(500); // what moves comes to rest; of what leaves meanwhile axe makes an error
      found = await seen
        .evaluate(([where, rules]) => window.axe.run(where, rules), [opened, place ? COLOURS : {}])
        .catch(() => null);
    }
    const { violations } = found;
    for (const { id, nodes } of violations) {
      report.axe.push({ state, colorScheme, id, nodes: nodes.slice(0, 3).map((each) => each.html) });
    }
  };
  await editor(seen).focus();
  await run(seen);
  await look("answered", "html");
  for (const pane of ["Documentation Explorer", "History", "Examples", "Token"]) {
    await seen.getByRole("button", { name: `Show ${pane}` }).click();
    await look(pane, [[".graphiql-sidebar"], [".graphiql-plugin"]]);
  }
  await seen.getByRole("button", { name: "Variables" }).click();
  await look("Variables", ".graphiql-editors");
  await seen.getByRole("button", { name: /settings dialog/ }).click();
  await look("settings", "[role=dialog]");
  await seen.context().close();
}
await browser.close();
console.log(JSON.stringify(report));
