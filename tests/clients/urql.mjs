// urql, with its simple cache and with Graphcache, which knows the schema: node urql.mjs ADDRESS
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";

const require = createRequire(`${process.cwd()}/`);
const load = (name) => import(pathToFileURL(require.resolve(name)));
const { Client, cacheExchange, fetchExchange, gql } = await load("@urql/core");
const { cacheExchange: graphcache } = await load("@urql/exchange-graphcache");
const { relayPagination } = await load("@urql/exchange-graphcache/extras");
const { getIntrospectionQuery } = await load("graphql");

const url = process.argv[2];
const requests = [];
const noting = async (address, init) => {
  const response = await fetch(address, init);
  requests.push({ method: init.method, status: response.status, etag: response.headers.get("etag") });
  return response;
};
const options = { url, fetch: noting, preferGetMethod: true };
const simple = new Client({ ...options, exchanges: [cacheExchange, fetchExchange] });

const report = {};
const bad = await simple.query(gql`query Bad { cities { totalCount } }`, {});
report.codes = bad.error.graphQLErrors.map((each) => each.extensions.code);
const wrong = await simple.query(gql`query Wrong { towns { totalCount } }`, {});
report.wrong = wrong.error.graphQLErrors.map((each) => each.extensions.code);

const cities = gql`query Cities { cities(first: 3) { totalCount nodes { id name { value lang } } } }`;
const first = await simple.query(cities, {});
const again = await simple.query(cities, {});
report.operations = [first.operation.context.meta?.cacheOutcome, again.operation.context.meta?.cacheOutcome];
report.cities = first.data.cities.nodes.length;
report.unchanged = (
  await fetch(`${url}?query=%7Bgeneration%7D`, {
    headers: { "If-None-Match": (await fetch(`${url}?query=%7Bgeneration%7D`)).headers.get("etag") },
  })
).status;

// Graphcache warns of each field that the schema does not have, and of each thing without a key.
const warnings = [];
console.warn = (...told) => warnings.push(told.join(" "));
console.error = (...told) => warnings.push(told.join(" "));
const asked = { query: getIntrospectionQuery() };
const schema = await fetch(url, {
  method: "POST",
  headers: { "Content-Type": "application/json" },
  body: JSON.stringify(asked),
}).then((each) => each.json());
const keyless = ["Name", "Coordinates", "StatedValue"];
const knowing = new Client({
  ...options,
  exchanges: [
    graphcache({
      schema: schema.data,
      keys: Object.fromEntries(keyless.map((each) => [each, () => null])),
      resolvers: { Network: { members: relayPagination() } },
    }),
    fetchExchange,
  ],
});
const members = gql`
  query Members($id: ID!, $after: String) {
    network(id: $id) {
      id
      members(first: 4, after: $after) {
        totalCount
        pageInfo { hasNextPage endCursor }
        edges { cursor node { id ... on Entity { name { value } } } claims { id quote } }
      }
    }
  }
`;
const id = "https://w3id.org/hansa/id/network/baltic-harbour-cities-network";
let page = { hasNextPage: true, endCursor: null };
report.sizes = [];
while (page.hasNextPage && report.sizes.length < 20) {
  const { data, error } = await knowing.query(members, { id, after: page.endCursor });
  if (error) throw error;
  report.sizes.push(data.network.members.edges.length);
  report.names = data.network.members.edges.map(({ node }) => node.name.value);
  page = data.network.members.pageInfo;
}
report.warnings = warnings;
report.requests = requests;
console.log(JSON.stringify(report));
