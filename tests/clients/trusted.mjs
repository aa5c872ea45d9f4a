// Apollo Client, with a document that the server trusts: node trusted.mjs ADDRESS, in the example's folder
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";

const require = createRequire(`${process.cwd()}/`);
const load = (name) => import(pathToFileURL(require.resolve(name)));
const { ApolloClient, HttpLink, InMemoryCache } = await load("@apollo/client");
const { PersistedQueryLink } = await load("@apollo/client/link/persisted-queries");
const { MembersDocument } = await load("./built/gql/graphql.js");

const requests = [];
const noting = (input, init) => {
  requests.push(`${init.method} ${new URL(input).search}`);
  return fetch(input, init);
};
const generateHash = (document) => document.__meta__.hash;
const persisted = new PersistedQueryLink({ generateHash, useGETForHashedQueries: true });
const client = new ApolloClient({
  cache: new InMemoryCache(),
  link: persisted.concat(new HttpLink({ uri: process.argv[2], fetch: noting })),
});
const { data } = await client.query({ query: MembersDocument, variables: { name: "baltic harbour" } });
console.log(data.networks.nodes[0].name.value);
console.log(requests.join("\n"));
client.stop();
