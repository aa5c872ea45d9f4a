// Relay's store over what changes, mutations and events tell: node relay.js ADDRESS TOKEN CITY KEY, once compiled
const runtime = require("relay-runtime");
const { Environment, Network, RecordSource, ROOT_ID, Store, fetchQuery, graphql } = runtime;

const [url, token, city, key] = process.argv.slice(2);
const report = { told: [] };
console.error = (...told) => report.told.push(told.join(" "));
console.warn = console.error;

const asked = async ({ text }, variables) => {
  const answer = await fetch(url, {
    method: "POST",
    headers: { "Content-Type": "application/json", Authorization: `Bearer ${token}` },
    body: JSON.stringify({ query: text, variables }),
  });
  return answer.json();
};
const listened = ({ text }, variables) =>
  runtime.Observable.create((sink) => {
    const leaving = new AbortController();
    fetch(url, {
      method: "POST",
      headers: { "Content-Type": "application/json", Accept: "text/event-stream" },
      body: JSON.stringify({ query: text, variables }),
      signal: leaving.signal,
    })
      .then(async ({ body }) => {
        let read = "";
        for await (const part of body.pipeThrough(new TextDecoderStream())) {
          const events = (read + part).split("\n\n");
          read = events.pop();
          for (const event of events) {
            const data = /^data: (.+)$/m.exec(event);
            if (data) sink.next(JSON.parse(data[1]));
          }
        }
      })
      .catch((error) => leaving.signal.aborted || sink.error(error));
    return () => leaving.abort();
  });
const environment = new Environment({
  network: Network.create(asked, listened),
  store: new Store(new RecordSource()),
  getDataID: (record, type) => (type === "Query" ? ROOT_ID : record.id),
});
const record = (id) => environment.getStore().getSource().get(id);
const root = () => record(ROOT_ID);

const City = graphql`
  query relayCityQuery($id: ID!) {
    city(id: $id) { id name { value } }
    documents(first: 10) { totalCount nodes { id title sourceKey } }
  }
`;
const Changes = graphql`
  query relayChangesQuery($since: Int!) {
    changes(since: $since) {
      facts(first: 20) {
        nodes {
          kind
          subject { iri name node { id ... on Entity { name { value } } } }
          object { iri name node { id ... on Entity { name { value } } } }
          documents { iri name node { id ... on Document { title } } }
          sayings { claim quote document { iri name } }
        }
      }
    }
  }
`;
const Retract = graphql`
  mutation relayRetractMutation($input: RetractDocumentInput!) {
    retractDocument(input: $input) {
      documentId @deleteRecord
      query { generation documents(first: 10) { totalCount nodes { id title sourceKey } } }
    }
  }
`;
const Live = graphql`
  subscription relayLiveSubscription { generationChanged { generation query { networks(first: 0) { totalCount } } } }
`;
const Again = graphql`
  query relayAgainQuery($id: ID!) { city(id: $id) { ...relayAgain } }
`;
const Anew = graphql`
  fragment relayAgain on Entity @refetchable(queryName: "relayAnewQuery") { id name { value } }
`;

async function main() {
  const first = await fetchQuery(environment, City, { id: city }).toPromise();
  const name = () => record(record(city).name.__ref).value;
  report.before = [first.city.name.value, name()];
  const { changes } = await fetchQuery(environment, Changes, { since: 2 }).toPromise();
  report.changed = changes.facts.nodes;
  report.after = [name(), record(city).__typename];

  const found = await fetchQuery(environment, Again, { id: city }).toPromise();
  const { refetch } = Anew.metadata;
  const anew = await fetchQuery(environment, refetch.operation, { id: city }).toPromise();
  report.anew = environment.lookup(runtime.getSelector(Anew, anew.node)).data.name.value;
  report.again = environment.lookup(runtime.getSelector(Anew, found.city)).data.name.value;

  await new Promise((next, error) => {
    const subscription = runtime.requestSubscription(environment, {
      subscription: Live,
      variables: {},
      onNext: () => (subscription.dispose(), next()),
      onError: error,
    });
  });
  report.live = record(root()["networks(first:0)"].__ref).totalCount;

  const gone = first.documents.nodes.find((each) => each.sourceKey === key);
  report.had = record(gone.id).title;
  await new Promise((onCompleted, onError) =>
    runtime.commitMutation(environment, {
      mutation: Retract,
      variables: { input: { document: key } },
      onCompleted,
      onError,
    }),
  );
  report.gone = record(gone.id) ?? null;
  report.root = [root().generation, record(root()["documents(first:10)"].__ref).totalCount];
  console.log(JSON.stringify(report));
  process.exit();
}
main();
