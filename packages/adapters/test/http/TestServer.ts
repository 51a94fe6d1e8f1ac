import type { Identities } from "@hotbag/services"
import { Effect, Exit, Layer, Scope } from "effect"
import { apiHandlers } from "../../src/http/handlers/ApiHandlers.ts"
import type { HttpSettings } from "../../src/http/HttpSettings.ts"
import { serveHttp } from "../../src/http/serveHttp.ts"
import type { CaseSite } from "./CaseSite.ts"
import { marketplace, testIdentities, tokenOf } from "./marketplace.ts"

/** An answer, read. */
export interface Answer {
  readonly status: number
  readonly headers: Headers
  readonly text: string
  readonly body: unknown
}

/** What a request may have beside method and path. */
export interface Ask {
  readonly token?: string
  readonly body?: unknown
  readonly headers?: Readonly<Record<string, string>>
}

/** Nobody is slowed down in a test that is not about it. */
const UNHURRIED = { perSecond: 1e6, burst: 1e6 }

/** A server over a marketplace in memory on a free port of this machine. */
export class TestServer implements CaseSite {
  readonly tokenOf = tokenOf
  readonly #trouble: Array<string> = []
  readonly port: number
  readonly base: string
  readonly stop: () => Promise<void>

  constructor(port: number, stop: () => Promise<void>) {
    this.port = port
    this.base = `http://127.0.0.1:${port}`
    const note = (reason: unknown): void => void this.#trouble.push(String(reason))
    process.on("unhandledRejection", note)
    this.stop = () => {
      process.off("unhandledRejection", note)
      return stop()
    }
  }

  /** Starts one. */
  static readonly start = async (
    settings: Partial<HttpSettings> = {},
    identities: Layer.Layer<Identities> = testIdentities
  ): Promise<TestServer> => {
    const scope = Scope.makeUnsafe()
    const serving = Effect.gen(function* () {
      const context = yield* Layer.buildWithScope(marketplace, scope)
      const all = { port: 0, callerRate: UNHURRIED, addressRate: UNHURRIED, docs: false, ...settings }
      return yield* apiHandlers.pipe(
        Effect.flatMap((handlers) => serveHttp(handlers, all)),
        Effect.provide(identities),
        Effect.provide(context),
        Effect.provideService(Scope.Scope, scope)
      )
    })
    const { port } = await Effect.runPromise(serving)
    return new TestServer(port, () => Effect.runPromise(Scope.close(scope, Exit.void)))
  }

  /** What nobody handled. */
  trouble(): ReadonlyArray<string> {
    return this.#trouble
  }

  /** Of this very process. */
  memoryMb(): number {
    return process.memoryUsage.rss() / 1_000_000
  }

  /** Sends a request and reads the answer. */
  async ask(method: string, path: string, { token, body, headers = {} }: Ask = {}): Promise<Answer> {
    const response = await fetch(this.base + path, {
      method,
      headers: {
        ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
        ...(body === undefined ? {} : { "content-type": "application/json" }),
        ...headers
      },
      ...(body === undefined ? {} : { body: typeof body === "string" ? body : JSON.stringify(body) })
    })
    const text = await response.text()
    return { status: response.status, headers: response.headers, text, body: parsed(text) }
  }

  /** The same with a fresh `Idempotency-Key`. */
  async command(method: string, path: string, ask: Ask = {}): Promise<Answer> {
    return this.ask(method, path, {
      ...ask,
      headers: { "idempotency-key": crypto.randomUUID(), ...ask.headers }
    })
  }

  /** Asks until the answer is as wished. */
  async until(method: string, path: string, ask: Ask, isSo: (answer: Answer) => boolean): Promise<Answer> {
    for (let tries = 0; tries < MOST_TRIES; tries++) {
      const answer = await this.ask(method, path, ask)
      if (isSo(answer)) return answer
      await new Promise((resolve) => setTimeout(resolve, 10))
    }
    throw new Error(`${method} ${path} never became as wished`)
  }
}

/** A field of an answer as text; empty when it is not there. */
export const fieldOf = ({ body }: Answer, name: string): string => {
  if (typeof body !== "object" || body === null) return ""
  const value: unknown = Object.entries(body).find(([key]) => key === name)?.[1]
  return typeof value === "string" || typeof value === "number" ? String(value) : ""
}

/** Half a minute. */
const MOST_TRIES = 3_000

const parsed = (text: string): unknown => {
  try {
    const body: unknown = JSON.parse(text)
    return body
  } catch {
    return undefined
  }
}
