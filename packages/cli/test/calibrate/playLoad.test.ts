import { once } from "node:events"
import { createServer } from "node:http"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import type { LoadRequest } from "../../src/calibrate/Load.ts"
import { playLoad } from "../../src/calibrate/playLoad.ts"

/** Answers nobody until all have come: a server that stalls. */
const expected = 20
const held: Array<() => void> = []
const seen: Array<string> = []
const server = createServer((request, response) => {
  let body = ""
  request.on("data", (part) => (body += String(part)))
  request.on("end", () => {
    seen.push([request.method, request.url, request.headers["idempotency-key"] ?? "", body].join(" "))
    response.statusCode = request.url === "/refused" ? 503 : 200
    held.push(() => response.end(`{"path":"${request.url ?? ""}"}`))
    if (held.length === expected) for (const answer of held) answer()
  })
})

const to = (number: number): LoadRequest => ({
  method: "POST",
  path: number === 3 ? "/refused" : `/orders/${number}`,
  token: "t",
  key: `k${number}`,
  body: JSON.stringify({ number })
})

describe("the load generator", () => {
  beforeAll(async () => {
    server.listen(0, "127.0.0.1")
    await once(server, "listening")
  })
  afterAll(() => {
    server.close()
  })

  it("sends everything on schedule, whatever becomes of those before, and charges a stall to all who came", async () => {
    const address = server.address()
    const port = typeof address === "object" && address !== null ? address.port : 0
    const report = await playLoad(
      {
        url: `http://127.0.0.1:${port}`,
        perSecond: 200,
        requests: Array.from({ length: expected }, (_, number) => to(number)),
        wantsBodies: true
      },
      new AbortController().signal
    )
    // A closed loop would still wait for the first answer.
    expect(new Set(seen).size).toBe(expected)
    expect(seen).toContain('POST /orders/7 k7 {"number":7}')
    expect(report.failures).toEqual({ "503": 1 })
    expect(report.latenciesMs.length).toBe(expected - 1)
    expect(report.bodies).toContain('{"path":"/orders/7"}')
    // Nobody was answered before the last had come, which was meant to be sent 95 ms after the first.
    expect(Math.max(...report.latenciesMs)).toBeGreaterThanOrEqual(((expected - 1) * 1_000) / 200)
  })

  it("is done at once when there is nothing to send", async () => {
    const nothing = { url: "http://127.0.0.1:1", perSecond: 1, requests: [], wantsBodies: false }
    expect(await playLoad(nothing, new AbortController().signal)).toEqual({
      latenciesMs: [],
      failures: {},
      bodies: []
    })
  })
})
