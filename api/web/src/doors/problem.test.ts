import { expect, test } from "vitest";
import { problemOf } from "./problem";

const answer = (body: unknown, status: number) => new Response(JSON.stringify(body), { status });

test("a problem document is told by its detail, and known by its type", async () => {
  const type = "https://w3id.org/hansa/problem/query-syntax";
  const problem = await problemOf(answer({ type, title: "T", detail: "line 2" }, 400));
  expect([problem.message, problem.code, problem.status]).toEqual(["line 2", "query-syntax", 400]);
});

test("what GraphQL says is told by its first error", async () => {
  const errors = [{ message: "send the token", extensions: { code: "UNAUTHENTICATED" } }];
  const problem = await problemOf(answer({ errors }, 401));
  expect([problem.message, problem.code]).toEqual(["send the token", "UNAUTHENTICATED"]);
  expect(problem.wantsToken).toBe(true);
});

test("what is neither is told by its status", async () => {
  const problem = await problemOf(new Response("<html>", { status: 502 }));
  expect(problem.message).toContain("502");
});
