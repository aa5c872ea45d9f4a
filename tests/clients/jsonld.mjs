// jsonld.js in its safe mode, in which it passes over nothing: node jsonld.mjs ADDRESS
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";

const require = createRequire(`${process.cwd()}/`);
const { default: jsonld } = await import(pathToFileURL(require.resolve("jsonld")));

const query = `{ generation networks(first: 2) { totalCount pageInfo { endCursor } nodes { name { value }
  members(first: 3) { totalCount edges { cursor node { names { value } } claims { quote document { title text } } } } } } }`;
const asked = async (accept) => {
  const headers = { "Content-Type": "application/json", Accept: accept };
  const answer = await fetch(process.argv[2], { method: "POST", headers, body: JSON.stringify({ query }) });
  return answer.json();
};
const answer = await asked("application/ld+json");
const plain = { ...answer, "@context": answer["@context"][0] };
const read = { algorithm: "RDFC-1.0", format: "application/n-quads", safe: true };
console.log(
  JSON.stringify({
    omitted: Object.keys(answer["@context"][1]),
    canonical: await jsonld.canonize(answer, read),
    plain: await jsonld.canonize(plain, read),
    again: (await jsonld.compact(answer, answer["@context"], { safe: true }))["@context"],
  }),
);
