import { Agent, request as nodeRequest } from "node:http"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { openCity, orderBody, tokens } from "./city.ts"
import { complaint, type DocumentedEndpoint, endpoints } from "./conformance.ts"
import { Fuzz } from "./Fuzz.ts"
import { rawRequest, statusOf } from "./rawRequest.ts"
import { pathOf, samples, type Things } from "./samples.ts"
import { type Answer, fieldOf, TestServer } from "./TestServer.ts"

/**
 * RELIABILITY S1 and S2: no answer outside the document, no 5xx, nothing unhandled, whatever is sent. More requests by
 * HOTBAG_FUZZ_REQUESTS, the same again by HOTBAG_FUZZ_SEED.
 */
const REQUESTS = Number(process.env["HOTBAG_FUZZ_REQUESTS"] ?? 600)
const SEED = Number(
  process.env["HOTBAG_FUZZ_SEED"] ?? (process.env["HOTBAG_TEST_SEED"] === "random" ? Date.now() : 1)
)
const again = `repeat with HOTBAG_FUZZ_SEED=${SEED} HOTBAG_FUZZ_REQUESTS=${REQUESTS}`

let server: TestServer
const unhandled: Array<unknown> = []
const note = (reason: unknown): void => void unhandled.push(reason)
beforeAll(async () => {
  process.on("unhandledRejection", note)
  server = await TestServer.start()
  await openCity(server)
})
afterAll(async () => {
  process.off("unhandledRejection", note)
  await server.stop()
})

const agent = new Agent({ keepAlive: true, maxSockets: 8 })

/** A request whose body and headers go out as they are. */
const send = (
  method: string,
  path: string,
  headers: Record<string, string>,
  body: string | null
): Promise<Answer> =>
  new Promise((resolve, reject) => {
    const sent = nodeRequest(
      { agent, port: server.port, host: "127.0.0.1", method, path, headers },
      (response) => {
        const chunks: Array<Buffer> = []
        response.on("data", (chunk: Buffer) => chunks.push(chunk))
        response.on("end", () => {
          const text = Buffer.concat(chunks).toString("utf8")
          const named = Object.entries(response.headers).map(([name, value]): [string, string] => [
            name,
            String(value)
          ])
          resolve({ status: response.statusCode ?? 0, headers: new Headers(named), text, body: parsed(text) })
        })
      }
    )
    sent.on("error", reject)
    sent.end(body ?? undefined)
  })

const parsed = (text: string): unknown => {
  try {
    const body: unknown = JSON.parse(text)
    return body
  } catch {
    return undefined
  }
}

const sampleOf = ({ name }: DocumentedEndpoint) => Object.entries(samples).find(([key]) => key === name)?.[1]

describe("fuzz", () => {
  it("of every endpoint, made from its schemas", { timeout: 3_600_000 }, async () => {
    const fuzz = new Fuzz(SEED)
    const placed = await server.command("POST", "/orders", { token: tokens.ada, body: orderBody() })
    const orderId = fieldOf(placed, "orderId")
    const deliveryId = fieldOf(placed, "deliveryId")
    const good: Things = { orderId, deliveryId, restaurantId: "luigi", itemId: "margherita" }
    for (let n = 0; n < REQUESTS; n++) {
      const endpoint = fuzz.pick(endpoints)
      const isOdd = fuzz.next() < 0.2
      const odd = (): string => encodeURIComponent(fuzz.text().replace(/[\ud800-\udfff]/g, "?"))
      const things = isOdd ? { orderId: odd(), deliveryId: odd(), restaurantId: odd(), itemId: odd() } : good
      const sample = sampleOf(endpoint)
      const query =
        fuzz.next() < 0.3 ? `${odd()}=${odd()}&lat=${odd()}&limit=${odd()}&cursor=${odd()}` : sample?.query
      const path = `${pathOf(endpoint.path, things)}${query === undefined ? "" : `?${query}`}`
      const hasBody = endpoint.method !== "GET" && endpoint.method !== "DELETE"
      const body = hasBody ? fuzz.body(endpoint.name, sample?.body?.(good)) : null
      const headers = {
        authorization: `Bearer ${fuzz.pick(Object.values(tokens))}`,
        "content-type": "application/json",
        ...(fuzz.next() < 0.9 ? { "idempotency-key": `fuzz-${fuzz.below(REQUESTS)}` } : {}),
        ...(fuzz.next() < 0.1 ? { "if-none-match": odd(), prefer: odd() } : {})
      }
      const answer = await send(endpoint.method, path === "" ? "/" : path, headers, body)
      const what = `${again}\nrequest ${n}: ${endpoint.method} ${path} ${body ?? ""}\n${answer.status} ${answer.text}`
      expect(answer.status, what).toBeLessThan(500)
      // An odd id may lead to another endpoint's path, or to none.
      if (!isOdd) expect(complaint(endpoint, answer), what).toBeNull()
    }
    expect(unhandled, again).toEqual([])
  })

  it("of bytes", { timeout: 3_600_000 }, async () => {
    const fuzz = new Fuzz(SEED + 1)
    const body = JSON.stringify(orderBody())
    const post = `POST /api/v1/orders HTTP/1.1\r\nhost: x\r\nauthorization: Bearer ${tokens.ada}\r\ncontent-type: application/json\r\nidempotency-key: bytes\r\ncontent-length: ${body.length}\r\n\r\n${body}`
    const chunked = post
      .replace(`content-length: ${body.length}`, "transfer-encoding: chunked")
      .replace(body, `${body.length.toString(16)}\r\n${body}\r\n0\r\n\r\n`)
    const get = "GET /restaurants?lat=52.52&lon=13.405 HTTP/1.1\r\nhost: x\r\n\r\n"
    for (let n = 0; n < REQUESTS / 4; n++) {
      const bytes = fuzz.mangle(Buffer.from(fuzz.pick([post, chunked, get])))
      const answer = await rawRequest(server.port, [bytes], { quietMs: 30 })
      const status = statusOf(answer)
      expect(status, `${again}\nrequest ${n}: ${bytes.toString("latin1")}\n${answer}`).toBeLessThan(500)
    }
    expect((await server.ask("GET", "/health/live")).status).toBe(200)
    expect(unhandled, again).toEqual([])
  })
})
