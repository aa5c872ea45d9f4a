// Apollo Client over nested connections: node apollo.mjs ADDRESS; prints what it asked and kept.
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";

const require = createRequire(`${process.cwd()}/`);
const load = (name) => import(pathToFileURL(require.resolve(name)));
const { ApolloClient, CombinedGraphQLErrors, HttpLink, InMemoryCache, gql } = await load("@apollo/client");
const { relayStylePagination } = await load("@apollo/client/utilities");

const uri = process.argv[2];
const requests = [];
const noting = (address, init) => {
  requests.push({ method: init.method, accept: init.headers.accept });
  return fetch(address, init);
};
const link = new HttpLink({ uri, useGETForQueries: true, fetch: noting });
const asking = new ApolloClient({ link, cache: new InMemoryCache() });
const { data: known } = await asking.query({
  query: gql`query Types { __schema { types { name kind fields { name type { name ofType { name } } } possibleTypes { name } } } }`,
});
const types = known.__schema.types;
const possibleTypes = Object.fromEntries(
  types.filter((each) => each.possibleTypes).map((each) => [each.name, each.possibleTypes.map(({ name }) => name)]),
);
// Every field of every type that is a connection, as a large program would have it.
const paged = relayStylePagination(["filter", "orderBy", "planned", "claims"]);
const isConnection = ({ type }) => (type.name ?? type.ofType?.name ?? "").endsWith("Connection");
const typePolicies = Object.fromEntries(
  types
    .filter((each) => each.kind === "OBJECT" && each.fields.some(isConnection))
    .map((each) => [
      each.name,
      { fields: Object.fromEntries(each.fields.filter(isConnection).map(({ name }) => [name, paged])) },
    ]),
);
const client = new ApolloClient({ link, cache: new InMemoryCache({ possibleTypes, typePolicies }) });

const page = gql`
  query Page($ids: [ID!]!, $first: Int, $after: String, $last: Int, $before: String, $planned: Boolean! = false) {
    networks(first: 10, filter: { ids: $ids }) {
      edges {
        cursor
        node {
          id
          name { value }
          members(first: $first, after: $after, last: $last, before: $before, planned: $planned) {
            totalCount
            pageInfo { hasNextPage hasPreviousPage startCursor endCursor }
            edges {
              cursor
              node { id ...Where ... on Entity { name { value } } }
              claims { id quote document { id title } }
            }
          }
        }
      }
    }
  }
  fragment Where on Place { population ... on City { country { id name { value } } } }
`;
const one = gql`
  query One($id: ID!, $first: Int, $after: String, $last: Int, $before: String) {
    network(id: $id) {
      id
      members(first: $first, after: $after, last: $last, before: $before) {
        totalCount
        pageInfo { hasNextPage hasPreviousPage startCursor endCursor }
        edges { cursor node { id ... on Entity { name { value } } } }
      }
    }
  }
`;
const [harbours, streets] = ["baltic-harbour-cities-network", "quiet-streets-coalition"].map(
  (slug) => `https://w3id.org/hansa/id/network/${slug}`,
);
const names = (network) => network.members.edges.map(({ node }) => node.name.value);

// Two pages of two networks at once: the nested connections grow side by side.
const both = { query: page, variables: { ids: [harbours, streets], first: 50 } };
const { data: whole } = await client.query(both);
const report = {
  whole: whole.networks.edges.map(({ node }) => names(node)),
  places: whole.networks.edges[0].node.members.edges.every(({ node }) => "population" in node),
};
const kept = Object.keys(client.cache.extract());
report.turku = kept.filter((key) => key.includes("turku"));
report.claims = kept.filter((key) => key.startsWith("Claim:")).length;
report.unkeyed = kept.filter((key) => !/^(ROOT_\w+|__META|[A-Z]\w+:https:\/\/w3id\.org\/hansa\/.+)$/.test(key));

// Forwards and backwards, each from nothing.
async function follow(start, next) {
  await client.clearStore();
  const asked = { query: one, variables: { id: harbours, ...start } };
  await client.query(asked);
  const watched = client.watchQuery(asked);
  const read = () => client.readQuery(asked).network.members;
  const sizes = [read().edges.length];
  for (let info = read().pageInfo; next(info); info = read().pageInfo) {
    await watched.fetchMore({ variables: next(info) });
    sizes.push(read().edges.length);
    if (sizes.length > 20) break;
  }
  return { sizes, total: read().totalCount, names: names({ members: read() }) };
}
report.forwards = await follow({ first: 2 }, (info) =>
  info.hasNextPage ? { first: 2, after: info.endCursor } : null,
);
report.backwards = await follow({ last: 2 }, (info) =>
  info.hasPreviousPage ? { first: undefined, last: 2, before: info.startCursor } : null,
);

// What is asked once more comes from the cache.
await client.clearStore();
await client.query(both);
const before = requests.length;
await client.query(both);
report.again = requests.length - before;

try {
  await client.query({ query: one, variables: { id: harbours, first: 1000 } });
} catch (error) {
  report.error = { isCoded: CombinedGraphQLErrors.is(error), codes: error.errors?.map((each) => each.extensions.code) };
}
report.requests = requests;
client.stop();
asking.stop();
console.log(JSON.stringify(report));
