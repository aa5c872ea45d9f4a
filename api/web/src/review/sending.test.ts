import { expect, test } from "vitest";
import { Problem } from "../doors/problem";
import type { Fact, Pair } from "./queries";
import { type Decision, Sender } from "./sending";

const end = (name: string) => ({ name, kind: "CITY", iri: `https://w3id.org/hansa/id/${name}` });
const shared = { doubt: 0.5, reach: 1, worth: 1, documents: 1, why: "", sentences: [] };
const fact = (key: string): Fact => ({
  ...shared,
  __typename: "UncertainFact",
  key,
  kind: "CLAIM",
  claim: `c:${key}`,
  subject: end("a"),
  property: "MEMBER_OF",
  object: end("b"),
  value: null,
  status: "ASSERTED",
  year: null,
  role: null,
  confidence: 0.5,
  rule: "r",
});
const pair: Pair = {
  ...shared,
  __typename: "UncertainPair",
  key: "p",
  kind: "APART",
  one: end("a"),
  other: end("b"),
  areOne: false,
};

/** A server that answers when it is told to, and refuses what names a claim that it does not know. */
function server() {
  const sent: Decision[] = [];
  const undone: string[] = [];
  let answer = () => {};
  const sender = new Sender(
    async (_, decision) => {
      sent.push(decision);
      await new Promise<void>((resolve) => {
        answer = resolve;
      });
      if (JSON.stringify(decision).includes("c:lost")) throw new Error("no such claim");
      return { decision: "same" in decision ? 7 : null };
    },
    ({ item }) => undone.push(item.key),
  );
  const settle = async () => {
    for (let round = 0; round < 20; round++) {
      answer();
      await new Promise((resolve) => setTimeout(resolve));
    }
  };
  const states = () => sender.verdicts.value.map((each) => each.state);
  return { sender, sent, undone, settle, states };
}

test("verdicts are sent in their order, and alike ones together", async () => {
  const { sender, sent, settle, states } = server();
  sender.give(fact("1"), "accept", "Ada");
  for (const key of ["2", "3"]) sender.give(fact(key), "accept", "Ada");
  sender.give(fact("4"), "reject", "Ada");
  sender.give(pair, "same", "Ada");
  expect(states()).toEqual(["waiting", "waiting", "waiting", "waiting", "sending"]);
  await settle();
  expect(sent).toEqual([
    { accept: ["c:1"] },
    { accept: ["c:2", "c:3"] },
    { reject: ["c:4"] },
    { same: { one: pair.one.iri, other: pair.other.iri } },
  ]);
  expect(sender.unsent()).toBe(0);
});

test("what is refused keeps its reason, holds up nobody, and can be sent again or dropped", async () => {
  const { sender, undone, settle, states } = server();
  sender.give(fact("0"), "accept", "Ada");
  for (const key of ["1", "lost", "2"]) sender.give(fact(key), "accept", "Ada");
  await settle();
  expect(states()).toEqual(["sent", "failed", "sent", "sent"]);
  const failed = sender.verdicts.value[1];
  expect(failed?.error).toBe("no such claim");
  if (failed) sender.retry(failed);
  await settle();
  expect(states()[1]).toBe("failed");
  if (failed) sender.undo(failed);
  expect(undone).toEqual(["lost"]);
});

test("a verdict is taken back, by its number or its claim, or before it is sent at all", async () => {
  const { sender, sent, undone, settle } = server();
  sender.give(pair, "same", "Ada");
  sender.give(fact("1"), "reject", "Ada");
  const waiting = sender.newest();
  expect(waiting?.item.key).toBe("1");
  if (waiting) sender.undo(waiting);
  expect(undone).toEqual(["1"]);
  sender.give(fact("2"), "edit", "Ada", { year: 2024 });
  await settle();
  for (const each of sender.verdicts.value) sender.undo(each);
  await settle();
  expect(sent).toEqual([
    { same: { one: pair.one.iri, other: pair.other.iri } },
    { edit: { year: 2024, claim: "c:2" } },
    { reopen: ["c:2"] },
    { undo: [7] },
  ]);
  expect(sender.verdicts.value).toEqual([]);
});

test("what is taken back elsewhere is forgotten, so that it can come back into the queue", async () => {
  const { sender, undone, settle } = server();
  sender.give(fact("1"), "accept", "Ada");
  sender.give(fact("2"), "reject", "Ada");
  sender.give(pair, "same", "Ada");
  await settle();
  sender.forget({ claim: "c:1" });
  sender.forget({ number: 7 });
  sender.forget({ number: 8 });
  expect(sender.verdicts.value.map((each) => each.item.key)).toEqual(["2"]);
  expect(undone).toEqual([]);
});

test("what failed since the server was away is sent again by itself, and nothing else is", async () => {
  let isAway = true;
  const sent: Decision[] = [];
  const sender = new Sender(
    async (_, decision) => {
      sent.push(decision);
      if (isAway) throw new Problem("the server does not answer", 0);
      if (JSON.stringify(decision).includes("c:lost")) throw new Error("no such claim");
      return { decision: null };
    },
    () => {},
    20,
  );
  const later = (time: number) => new Promise((resolve) => setTimeout(resolve, time));
  for (const key of ["1", "2", "lost"]) sender.give(fact(key), "accept", "Ada");
  await later(5);
  expect(sender.failed()).toHaveLength(3);
  // Nobody asks a server that is away for each of them alone.
  expect(sent).toEqual([{ accept: ["c:1"] }, { accept: ["c:2", "c:lost"] }]);
  isAway = false;
  await later(40);
  const states = () => sender.verdicts.value.map((each) => `${each.item.key} ${each.state}`);
  expect(states()).toEqual(["lost failed", "2 sent", "1 sent"]);
  const before = sent.length;
  await later(40);
  expect(sent).toHaveLength(before);
  sender.retry(...sender.failed());
  await later(5);
  expect(sent).toHaveLength(before + 1);
});
