/** The door to GraphQL: queries, mutations, and subscriptions by server-sent events. */

import { address } from "../shell/here";
import { events } from "./events";
import { type Asking, send } from "./fetching";
import { Problem } from "./problem";
import { authorization } from "./token";

interface Answer<T> {
  data?: T | null;
  errors?: { message: string; extensions?: { code?: string } }[];
}

export type Variables = Record<string, unknown>;

const ANSWER = "application/graphql-response+json, application/json";

/** Executes a query; throws a Problem where anything failed. */
export async function query<T>(
  document: string,
  variables: Variables = {},
  asking: Asking = {},
): Promise<T> {
  const response = await post(document, variables, ANSWER, asking);
  return dataOf((await response.json()) as Answer<T>);
}

/** Executes a mutation, or a query that only the keeper may ask, with the token. */
export function asKeeper<T>(
  document: string,
  variables: Variables = {},
  asking: Asking = {},
): Promise<T> {
  return query<T>(document, variables, { ...asking, headers: authorization() });
}

/** Yields what a subscription tells, until it ends or the signal stops it. */
export async function* subscribe<T>(
  document: string,
  variables: Variables = {},
  asking: Asking = {},
): AsyncGenerator<T> {
  const response = await post(document, variables, "text/event-stream", asking);
  for await (const { event, data } of events(response)) {
    if (event === "complete") return;
    if (event === "next") yield dataOf(JSON.parse(data) as Answer<T>);
  }
}

function post(
  document: string,
  variables: Variables,
  accept: string,
  asking: Asking,
): Promise<Response> {
  const { generation } = asking;
  return send(address("graphql", generation === undefined ? {} : { generation }), {
    method: "POST",
    headers: { "Content-Type": "application/json", Accept: accept, ...asking.headers },
    body: JSON.stringify({ query: document, variables }),
    signal: asking.signal ?? null,
  });
}

function dataOf<T>(answer: Answer<T>): T {
  const [error] = answer.errors ?? [];
  if (error) {
    throw new Problem(error.message, 200, error.extensions?.code);
  }
  return answer.data as T;
}
