import { Limits } from "@hotbag/core"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { openCity, orderBody, tokens } from "./city.ts"
import { rawRequest, statusOf } from "./rawRequest.ts"
import { TestServer } from "./TestServer.ts"

let server: TestServer
/** Gives up soon: only for what never ends, because a machine that stands still for a moment is slow as well. */
let hasty: TestServer
beforeAll(async () => {
  server = await TestServer.start()
  hasty = await TestServer.start({ headTimeoutMs: 300, requestTimeoutMs: 600 })
  await openCity(server)
})
afterAll(async () => {
  await server.stop()
  await hasty.stop()
})

const head = (...lines: ReadonlyArray<string>): string => `${lines.join("\r\n")}\r\n\r\n`
const post = [
  "POST /orders HTTP/1.1",
  "host: x",
  `authorization: Bearer ${tokens.ada}`,
  "content-type: application/json",
  "idempotency-key: raw"
]

describe("limits of a request (RELIABILITY S4)", () => {
  it.each([
    ["a declared body of 64 MiB", [head(...post, "content-length: 67108864")], 413],
    [
      "a body in chunks that grows over the limit",
      [
        head(...post, "transfer-encoding: chunked"),
        ...Array.from({ length: 9 }, () => `2000\r\n${"x".repeat(8_192)}\r\n`)
      ],
      413
    ],
    ["headers of 1 MB", [`GET / HTTP/1.1\r\nhost: x\r\nx: ${"a".repeat(1_000_000)}\r\n\r\n`], 431],
    ["an address of 4 kB", [head(`GET /${"a".repeat(4_096)} HTTP/1.1`, "host: x")], 414],
    ["a head that never ends", ["GET / HTTP/1.1\r\nhost: x\r\n"], 408],
    ["a body that never comes", [head(...post, "content-length: 10"), "{"], 408],
    ["a bad chunk", [head(...post, "transfer-encoding: chunked"), "zz\r\n"], 400],
    ["two lengths", [head(...post, "content-length: 1", "content-length: 2"), "{}"], 400],
    [
      "a length and chunks",
      [head(...post, "content-length: 2", "transfer-encoding: chunked"), "0\r\n\r\n"],
      400
    ],
    ["no HTTP at all", ["\u0000\u0001\u0002\r\n\r\n"], 400],
    ["no host", [head("GET / HTTP/1.1")], 400],
    ["another version", [head("GET / HTTP/9.9", "host: x")], 400],
    ["a blank in the path", [head("GET /a b HTTP/1.1", "host: x")], 400]
  ])("answer %s", async (_, pieces, status) => {
    const answer = await rawRequest((status === 408 ? hasty : server).port, pieces)
    expect(statusOf(answer), answer.slice(0, 300)).toBe(status)
    expect(answer).not.toMatch(/\bat .*\.ts|node:internal/)
  })

  it("cut off who drips a head byte by byte", async () => {
    const drip = "GET /health/live HTTP/1.1\r\nhost: x\r\n"
      .split("")
      .concat(Array.from({ length: 500 }, () => "a"))
    const answer = await rawRequest(hasty.port, drip, { betweenMs: 20 })
    expect(statusOf(answer)).toBe(408)
  })

  it.each([
    ["a thousand levels of JSON", "[".repeat(1_000) + "]".repeat(1_000), 400],
    ["JSON that ends too early", '{"a":', 400],
    ["no JSON", "\u0000", 400],
    ["a list", "[]", 400],
    ["a number", "1e999", 400],
    ["null", "null", 400]
  ])("refuse %s", async (_, body, status) => {
    const answer = await server.command("POST", "/orders", { token: tokens.ada, body })
    expect(answer.status, answer.text).toBe(status)
    expect(answer.headers.get("content-type")).toBe("application/problem+json")
  })

  it("refuse what is not JSON, is compressed, or is no UTF-8", async () => {
    const ask = (headers: Readonly<Record<string, string>>, body: string | Buffer) =>
      fetch(`${server.base}/orders`, {
        method: "POST",
        headers: { authorization: `Bearer ${tokens.ada}`, "idempotency-key": "x", ...headers },
        body: new Uint8Array(Buffer.from(body))
      }).then(({ status }) => status)
    expect(await ask({ "content-type": "text/plain" }, "{}")).toBe(415)
    expect(await ask({ "content-type": "application/json", "content-encoding": "gzip" }, "{}")).toBe(415)
    expect(await ask({ "content-type": "application/json" }, Buffer.from([0x22, 0xff, 0x22]))).toBe(400)
    expect(await ask({ "content-type": "application/json; charset=utf-8" }, "{}")).toBe(400)
  })

  it("take a menu that is larger than an order may be", async () => {
    const item = (n: number) => ({
      itemId: `item-${n}`,
      name: `Dish ${n}`,
      description: "d".repeat(900),
      price: 5,
      imageUrl: null,
      availability: { type: "always" }
    })
    const items = Array.from({ length: 200 }, (_, n) => item(n))
    const body = { currency: "EUR", sections: [{ name: "All", items }] }
    expect(JSON.stringify(body).length).toBeGreaterThan(Limits.bodyBytes)
    const answer = await server.command("PUT", "/restaurants/mario/menu", { token: tokens.mario, body })
    expect(answer.status, answer.text).toBe(200)
  })
})

describe("paths and methods", () => {
  it.each([
    "/",
    "/nothing",
    "/api/v2/orders",
    "/orders/",
    "//orders",
    "/orders/..%2f",
    "/%",
    "/api/v1",
    "/orders/a/b/c"
  ])("there is nothing at %s", async (path) => {
    const answer = await server.ask("GET", path, { token: tokens.ada })
    expect([400, 404]).toContain(answer.status)
    expect(answer.headers.get("content-type")).toBe("application/problem+json")
  })

  it("name the methods of a path", async () => {
    const wrong = await server.ask("DELETE", "/orders", { token: tokens.ada })
    expect(wrong.status).toBe(405)
    expect(wrong.headers.get("allow")).toBe("POST, GET, HEAD, OPTIONS")
    const options = await server.ask("OPTIONS", "/orders")
    expect(options.status).toBe(204)
    expect(options.headers.get("allow")).toBe("POST, GET, HEAD, OPTIONS")
  })

  it("answer HEAD like GET without a body", async () => {
    const get = await server.ask("GET", "/menus/luigi")
    const headOnly = await server.ask("HEAD", "/menus/luigi")
    expect(headOnly.status).toBe(200)
    expect(headOnly.text).toBe("")
    expect(headOnly.headers.get("content-length")).toBe(get.headers.get("content-length"))
    expect(headOnly.headers.get("etag")).toBe(get.headers.get("etag"))
  })

  it("guard every answer, and give it an id that the sender may choose (S128)", async () => {
    for (const path of ["/health/live", "/nothing", "/orders"]) {
      const { headers } = await server.ask("GET", path, { headers: { "x-request-id": "mine-1" } })
      expect(headers.get("x-content-type-options")).toBe("nosniff")
      expect(headers.get("content-security-policy")).toContain("default-src 'none'")
      expect(headers.get("cache-control")).toBe("no-store")
      expect(headers.get("x-request-id")).toBe("mine-1")
      expect(headers.get("x-powered-by")).toBeNull()
    }
    const foul = await server.ask("GET", "/health/live", { headers: { "x-request-id": 'a"}\\n' } })
    expect(foul.headers.get("x-request-id")).toMatch(/^[0-9a-f]{12}-[0-9a-z]+$/)
  })
})

describe("rates (S104, S105)", () => {
  it("tell who sends too much when to come back, and nobody else", async () => {
    const slow = await TestServer.start({ callerRate: { perSecond: 0.01, burst: 3 } })
    const statuses: Array<number> = []
    for (let i = 0; i < 5; i++) {
      const answer = await slow.ask("GET", "/orders", { token: tokens.ada })
      statuses.push(answer.status)
      if (answer.status === 429) {
        const seconds = Number(answer.headers.get("retry-after"))
        // A hundred, less what this machine stood still.
        expect(seconds).toBeGreaterThan(10)
        expect(seconds).toBeLessThanOrEqual(100)
        expect(answer.body).toMatchObject({ retryAfterSeconds: seconds })
      }
    }
    expect(statuses).toEqual([200, 200, 200, 429, 429])
    expect((await slow.ask("GET", "/orders", { token: tokens.bob })).status).toBe(200)
    await slow.stop()
  })

  it("count an address, whoever it is", async () => {
    const slow = await TestServer.start({ addressRate: { perSecond: 0.001, burst: 2 } })
    const answers = [1, 2, 3].map(() => slow.ask("GET", "/health/live"))
    expect((await Promise.all(answers)).map(({ status }) => status).sort((a, b) => a - b)).toEqual([
      200, 200, 429
    ])
    await slow.stop()
  })

  it("count who is behind a proxy each by themselves, and nobody by what they write into the header (S11)", async () => {
    const ask = (server: TestServer, forwarded: string) =>
      server.ask("GET", "/health/live", { headers: { "x-forwarded-for": forwarded } })
    const addressRate = { perSecond: 0.001, burst: 1 }
    // The last word is the proxy's; what stands before is whatever the client sent.
    const behind = await TestServer.start({ addressRate, trustProxy: 1 })
    const words = ["203.0.113.1", "203.0.113.2", "8.8.8.8, 203.0.113.1", "203.0.113.9, 203.0.113.2"]
    const statuses: Array<number> = []
    for (const word of words) statuses.push((await ask(behind, word)).status)
    expect(statuses).toEqual([200, 200, 429, 429])
    await behind.stop()
    const alone = await TestServer.start({ addressRate })
    expect((await ask(alone, "203.0.113.1")).status).toBe(200)
    expect((await ask(alone, "203.0.113.2")).status).toBe(429)
    await alone.stop()
  })
})

describe("stopping", () => {
  it("answers what is at work, takes nothing new, and is over in time", async () => {
    const leaving = await TestServer.start({ drainMs: 10_000 })
    await openCity(leaving)
    const waiting = leaving.command("POST", "/orders", {
      token: tokens.ada,
      body: { ...orderBody(), paymentToken: "tok_slow" },
      headers: { prefer: "wait=5" }
    })
    await leaving.until("GET", "/metrics", {}, ({ text }) => text.includes("in_flight 2"))
    const stopped = leaving.stop()
    const answer = await waiting
    expect(answer.status).toBe(201)
    expect(answer.headers.get("connection")).toBe("close")
    await stopped
    await expect(leaving.ask("GET", "/health/live")).rejects.toThrow()
  })
})

describe("the access log", () => {
  it("is one line of JSON for each answer, and tells no secret", async () => {
    const lines: Array<string> = []
    const logged = await TestServer.start({ accessLog: (line) => lines.push(line) })
    await openCity(logged)
    await logged.command("POST", "/orders?secret=1", { token: tokens.ada, body: orderBody() })
    const last: unknown = JSON.parse(lines.at(-1) ?? "")
    expect(last).toMatchObject({ endpoint: "orders.place", method: "POST", status: 201 })
    expect(lines.join("\n")).not.toMatch(/secret|tok_ok|Bearer|customer\/ada|Third door/)
    await logged.stop()
  })
})
