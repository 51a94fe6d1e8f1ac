import { accessRule } from "@hotbag/api"
import { Agent, request as nodeRequest } from "node:http"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import type { CaseSite } from "./CaseSite.ts"
import { castOf, openCity, orderBody } from "./city.ts"
import { complaint, type DocumentedEndpoint, endpoints } from "./conformance.ts"
import { Fuzz } from "./Fuzz.ts"
import { rawRequest, statusOf } from "./rawRequest.ts"
import { pathOf, samples, type Things } from "./samples.ts"
import { type Answer, fieldOf } from "./TestServer.ts"

/**
 * RELIABILITY S1 and S2: no answer outside the document, no 5xx, nothing unhandled, whatever is sent. More requests by
 * HOTBAG_FUZZ_REQUESTS, the same again by HOTBAG_FUZZ_SEED.
 */
const SEED = Number(
  process.env["HOTBAG_FUZZ_SEED"] ?? (process.env["HOTBAG_TEST_SEED"] === "random" ? Date.now() : 1)
)

/** How hard to try. */
export interface FuzzEffort {
  readonly requests: number
  /** Requests side by side; what was sent can be found again with one lane only. */
  readonly lanes: number
}

/** What became of the requests. */
export interface FuzzFigures {
  readonly requests: number
  readonly tookMs: number
  /** Answers by status. */
  readonly statuses: Readonly<Record<string, number>>
  /** Resident memory of the server after each tenth, in megabytes. */
  readonly memoryMb: ReadonlyArray<number>
}

/** The effort that the environment asks for, or that of every day. */
export const effortOf = (everyDay: FuzzEffort): FuzzEffort => ({
  ...everyDay,
  requests: Number(process.env["HOTBAG_FUZZ_REQUESTS"] ?? everyDay.requests)
})

/** Sends a server what no client should, and holds every answer against the document. */
export const fuzzCases = (
  { lanes, requests }: FuzzEffort,
  open: () => Promise<CaseSite>,
  told: (figures: FuzzFigures) => void = () => {}
): void => {
  const again = `repeat with HOTBAG_FUZZ_SEED=${SEED} HOTBAG_FUZZ_REQUESTS=${requests}`
  let server: CaseSite
  let tokens: ReturnType<typeof castOf>
  beforeAll(async () => {
    server = await open()
    tokens = castOf(server.tokenOf)
    await openCity(server, tokens)
  })
  afterAll(async () => {
    agent.destroy()
    await server.stop()
  })
  const agent = new Agent({ keepAlive: true, maxSockets: lanes })

  const inLanes = (seed: number, count: number, one: (fuzz: Fuzz, n: number) => Promise<void>) =>
    Promise.all(
      Array.from({ length: lanes }, async (_, lane) => {
        const fuzz = new Fuzz(seed + lane * 7_919)
        for (let n = lane; n < count; n += lanes) await one(fuzz, n)
      })
    )

  describe("fuzz", () => {
    it("of every endpoint, made from its schemas (S47, S48)", { timeout: 3_600_000 }, async () => {
      const placed = await server.command("POST", "/orders", { token: tokens.ada, body: orderBody() })
      const orderId = fieldOf(placed, "orderId")
      const deliveryId = fieldOf(placed, "deliveryId")
      const good: Things = {
        orderId,
        deliveryId,
        restaurantId: "luigi",
        itemId: "margherita",
        courierId: "carl"
      }
      const statuses: Record<string, number> = {}
      const memoryMb: Array<number> = []
      const startedMs = Date.now()
      await inLanes(SEED, requests, async (fuzz, n) => {
        const endpoint = fuzz.pick(endpoints)
        const isOdd = fuzz.next() < 0.2
        const { body, headers, method, path } = requestOf(fuzz, endpoint, isOdd, good, requests)
        const authorization = `Bearer ${fuzz.pick(bearersOf(fuzz, endpoint, tokens))}`
        const answer = await send(agent, server.port, {
          method,
          path,
          body,
          headers: { ...headers, authorization }
        })
        const what = `${again}\nrequest ${n}: ${method} ${path} ${body ?? ""}\n${answer.status} ${answer.text}`
        // Orders go before positions: these may have to wait while the server has much to do (P8).
        const isPutOff = answer.status === 503 && fieldOf(answer, "code") === "TooManyPositions"
        if (!isPutOff) expect(answer.status, what).toBeLessThan(500)
        // An odd id may lead to another endpoint's path, or to none.
        if (!isOdd) expect(complaint(endpoint, answer), what).toBeNull()
        if (n % Math.ceil(requests / 10) === 0) memoryMb.push(Math.round(server.memoryMb()))
        // Everything comes from a few callers, who are slowed down now and then (S104).
        if (answer.status === 429) await new Promise((resolve) => setTimeout(resolve, 100))
        statuses[answer.status] = (statuses[answer.status] ?? 0) + 1
      })
      memoryMb.push(Math.round(server.memoryMb()))
      expect(server.trouble(), again).toEqual([])
      told({ requests, tookMs: Date.now() - startedMs, statuses, memoryMb })
    })

    it("of bytes", { timeout: 3_600_000 }, async () => {
      const body = JSON.stringify(orderBody())
      const post = `POST /api/v1/orders HTTP/1.1\r\nhost: x\r\nauthorization: Bearer ${tokens.ada}\r\ncontent-type: application/json\r\nidempotency-key: bytes\r\ncontent-length: ${body.length}\r\n\r\n${body}`
      const chunked = post
        .replace(`content-length: ${body.length}`, "transfer-encoding: chunked")
        .replace(body, `${body.length.toString(16)}\r\n${body}\r\n0\r\n\r\n`)
      const get = "GET /restaurants?lat=52.52&lon=13.405 HTTP/1.1\r\nhost: x\r\n\r\n"
      await inLanes(SEED + 1, requests / 4, async (fuzz, n) => {
        const bytes = fuzz.mangle(Buffer.from(fuzz.pick([post, chunked, get])))
        const answer = await rawRequest(server.port, [bytes], { quietMs: 30 })
        const status = statusOf(answer)
        expect(status, `${again}\nrequest ${n}: ${bytes.toString("latin1")}\n${answer}`).toBeLessThan(500)
      })
      expect((await server.ask("GET", "/health/live")).status).toBe(200)
      expect(server.trouble(), again).toEqual([])
    })
  })
}

/** Whose tokens to choose from: mostly those of roles that may use the endpoint. */
const bearersOf = (
  fuzz: Fuzz,
  { name }: DocumentedEndpoint,
  tokens: ReturnType<typeof castOf>
): ReadonlyArray<string> => {
  const scopes = fuzz.next() < 0.9 ? accessRule(name)?.scopes : undefined
  const { ada, bob, carl, dora, luigi, mario, ops } = tokens
  const may = [
    ...(scopes?.customer === undefined ? [] : [ada, bob]),
    ...(scopes?.restaurant === undefined ? [] : [luigi, mario]),
    ...(scopes?.courier === undefined ? [] : [carl, dora]),
    ...(scopes?.operator === undefined ? [] : [ops])
  ]
  return may.length === 0 ? Object.values(tokens) : may
}

/** A request to the endpoint, more or less. */
const requestOf = (
  fuzz: Fuzz,
  endpoint: DocumentedEndpoint,
  isOdd: boolean,
  good: Things,
  keys: number
): Omit<Sent, "headers"> & { readonly headers: Readonly<Record<string, string>> } => {
  const odd = (): string => encodeURIComponent(fuzz.text().replace(/[\ud800-\udfff]/g, "?"))
  const things = isOdd
    ? { orderId: odd(), deliveryId: odd(), restaurantId: odd(), itemId: odd(), courierId: odd() }
    : good
  const sample = sampleOf(endpoint)
  const query =
    fuzz.next() < 0.3 ? `${odd()}=${odd()}&lat=${odd()}&limit=${odd()}&cursor=${odd()}` : sample?.query
  const path = `${pathOf(endpoint.path, things)}${query === undefined ? "" : `?${query}`}`
  const hasBody = endpoint.method !== "GET" && endpoint.method !== "DELETE"
  return {
    method: endpoint.method,
    path: path === "" ? "/" : path,
    body: hasBody ? fuzz.body(endpoint.name, sample?.body?.(good)) : null,
    headers: {
      "content-type": "application/json",
      ...(fuzz.next() < 0.9 ? { "idempotency-key": `fuzz-${fuzz.below(keys)}` } : {}),
      ...(fuzz.next() < 0.1 ? { "if-none-match": odd(), prefer: odd() } : {})
    }
  }
}

interface Sent {
  readonly method: string
  readonly path: string
  readonly headers: Readonly<Record<string, string>>
  readonly body: string | null
}

/** A request whose body and headers go out as they are. */
const send = (agent: Agent, port: number, { body, headers, method, path }: Sent): Promise<Answer> =>
  new Promise((resolve, reject) => {
    const sent = nodeRequest({ agent, port, host: "127.0.0.1", method, path, headers }, (response) => {
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
    })
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
