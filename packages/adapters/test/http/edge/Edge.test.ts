import { Unavailable } from "@hotbag/api"
import { Clock, Context, Effect, Result } from "effect"
import { createServer } from "node:http"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { type EdgeParts, makeEdge } from "../../../src/http/edge/Edge.ts"
import { problemReply } from "../../../src/http/edge/problemReply.ts"
import type { Route } from "../../../src/http/edge/Route.ts"
import { RouteTable } from "../../../src/http/edge/RouteTable.ts"
import { writeReply } from "../../../src/http/edge/writeReply.ts"

/** An edge with routes that break in every way a bug of ours can. */
const broken = new Error("a secret of ours")
const bug = (): never => {
  throw broken
}
const route = (name: string, method: string, change: Partial<Route>): Route => ({
  name,
  method,
  path: `/${name}`,
  rule: { scopes: {}, object: "none" },
  isPublic: true,
  bodyLimit: method === "POST" ? 1_000 : null,
  status: 200,
  decode: ({ body }) =>
    Result.succeed({
      params: {},
      query: {},
      headers: {},
      payload: {},
      caller: null,
      bodyHash: () => "",
      body
    }),
  handler: { handle: () => Effect.succeed({ ok: true }) },
  instant: null,
  ...change
})

const table = new RouteTable<Route>()
for (const each of [
  route("well", "POST", {}),
  route("crowded", "POST", { handler: { handle: bug } }),
  route("decoder", "POST", { decode: bug }),
  route("instant", "POST", { instant: bug }),
  route("throws", "POST", { handler: { handle: bug } }),
  route("dies", "GET", { handler: { handle: () => Effect.die(broken) } }),
  route("unwritable", "GET", { handler: { handle: () => Effect.succeed({ big: 1n }) } })
]) {
  table.add(each.method, each.path, each)
}

const laterPlease = problemReply(
  new Unavailable({ code: "Crowded", detail: "Later, please.", retryAfterSeconds: 3 })
)
const reported: Array<string> = []
const parts: EdgeParts = {
  table,
  pages: new RouteTable(),
  admission: { refusesAddress: () => null, admit: () => Effect.succeed(null) },
  clock: Effect.runSync(Clock.clockWith(Effect.succeed)),
  overload: (endpoint) => (endpoint === "crowded" ? laterPlease : null),
  context: Context.empty(),
  answer: (request, response, reply) => writeReply(request, response, reply, "id", false),
  report: (endpoint) => Effect.sync(() => void reported.push(endpoint))
}

const server = createServer(makeEdge(parts))
let base = ""
beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve))
  const address = server.address()
  base = `http://127.0.0.1:${typeof address === "object" && address !== null ? address.port : 0}`
})
afterAll(() => new Promise((resolve) => server.close(resolve)))

describe("a bug of ours", () => {
  it.each([
    ["decoder", "POST"],
    ["instant", "POST"],
    ["throws", "POST"],
    ["dies", "GET"],
    ["unwritable", "GET"]
  ])(
    "in %s is one request's own: 500 without a word of it, told to us, and the next is served",
    async (name, method) => {
      const init =
        method === "POST" ? { method, body: "{}", headers: { "content-type": "application/json" } } : {}
      const answer = await fetch(`${base}/${name}`, init)
      expect(answer.status).toBe(500)
      expect(answer.headers.get("content-type")).toBe("application/problem+json")
      expect(await answer.text()).not.toMatch(/secret|Error|\.ts/)
      expect(reported.at(-1)).toBe(name)
      const next = await fetch(`${base}/well`, {
        method: "POST",
        body: "{}",
        headers: { "content-type": "application/json" }
      })
      expect(await next.json()).toEqual({ ok: true })
    }
  )
})

describe("an endpoint that is overloaded (P8)", () => {
  it("is not reached: 503 with Retry-After, on a connection that goes on", async () => {
    const send = (name: string) =>
      fetch(`${base}/${name}`, {
        method: "POST",
        body: JSON.stringify({ much: "x".repeat(900) }),
        headers: { "content-type": "application/json" }
      })
    const before = reported.length
    const answer = await send("crowded")
    expect(answer.status).toBe(503)
    expect(answer.headers.get("retry-after")).toBe("3")
    expect(await answer.json()).toMatchObject({ code: "Crowded" })
    expect(reported).toHaveLength(before)
    expect(await (await send("well")).json()).toEqual({ ok: true })
  })
})
