import { expect, test } from "vitest";
import { eventOf, events } from "./events";

test("a block has its event and all its lines of data", () => {
  expect(eventOf("event: next\ndata: {\ndata: }")).toEqual({ event: "next", data: "{\n}" });
  expect(eventOf("event: complete")).toEqual({ event: "complete", data: "" });
  expect(eventOf(":")).toBeNull();
});

test("events come whole however the answer is cut", async () => {
  const pieces = ["event: ne", "xt\nda", "ta: 1\n", "\n:\n\ndata: 2\r\n\r\n", "data: lost"];
  const body = new ReadableStream<Uint8Array>({
    start(controller) {
      for (const each of pieces) controller.enqueue(new TextEncoder().encode(each));
      controller.close();
    },
  });
  const told = [];
  for await (const each of events(new Response(body))) told.push(each);
  expect(told).toEqual([
    { event: "next", data: "1" },
    { event: "message", data: "2" },
  ]);
});
