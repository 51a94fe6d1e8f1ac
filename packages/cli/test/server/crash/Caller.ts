import { API_PREFIX } from "@hotbag/api"
import { Option, Schema } from "effect"
import type { History, Outcome } from "./History.ts"

/** An answer that came. */
export interface Heard {
  readonly status: number
  readonly text: string
  /** When to come back, in ms; 0: nothing was said. */
  readonly retryAfterMs: number
}

/** A request to send. */
export interface Asked {
  readonly op: string
  /** Sent as `Idempotency-Key` with everything but GET; recorded in any case. */
  readonly key: string
  readonly method: "GET" | "POST" | "PUT"
  readonly path: string
  readonly body?: unknown
  readonly headers?: Readonly<Record<string, string>>
}

/** Somebody with a token. */
export interface Caller {
  readonly name: string
  /** Sends and records. Null: no answer came, and nobody knows what happened. */
  readonly ask: (asked: Asked) => Promise<Heard | null>
  /** Reads something; null when there is no good answer. */
  readonly read: <A>(op: string, path: string, answer: Schema.Codec<A, unknown>) => Promise<A | null>
}

/** Longer than any promise: who gets no answer by then gets none. */
const PATIENCE_MS = 30_000

/** A caller whose answers are kept in the history. */
export const makeCaller = (
  url: () => string,
  history: History,
  name: string,
  token: string,
  patienceMs: number = PATIENCE_MS
): Caller => {
  const ask: Caller["ask"] = async ({ op, key, method, path, body, headers }) => {
    const invoke = history.nowMs()
    const record = (
      outcome: Outcome,
      status: number | null,
      retryAfter: string | null,
      answer: string | null
    ) =>
      history.add({
        process: name,
        op,
        key,
        invoke,
        at: history.nowMs(),
        outcome,
        status,
        retryAfter,
        answer
      })
    try {
      const response = await fetch(url() + API_PREFIX + path, {
        method,
        signal: AbortSignal.timeout(patienceMs),
        headers: {
          authorization: `Bearer ${token}`,
          ...(method === "GET" ? {} : { "idempotency-key": key }),
          ...(body === undefined ? {} : { "content-type": "application/json" }),
          ...headers
        },
        ...(body === undefined ? {} : { body: JSON.stringify(body) })
      })
      const retryAfter = response.headers.get("retry-after")
      const retryAfterMs = 1_000 * Number(retryAfter ?? 0)
      const heard = { status: response.status, text: await response.text(), retryAfterMs }
      const isKept = method !== "GET" || heard.status >= 500
      record(outcomeOf(heard), heard.status, retryAfter, isKept ? heard.text : null)
      return heard
    } catch (error) {
      record("info", null, null, error instanceof Error ? error.message : null)
      return null
    }
  }
  return {
    name,
    ask,
    read: async (op, path, answer) => {
      const heard = await ask({ op, key: path, method: "GET", path })
      if (heard?.status !== 200) return null
      return Schema.decodeUnknownSync(Schema.fromJsonString(answer))(heard.text)
    }
  }
}

/** What an answer says of a command. */
export const outcomeOf = ({ status, text }: Pick<Heard, "status" | "text">): Outcome => {
  if (status < 400) return "ok"
  if (status >= 500 || status === 408 || status === 429) return "info"
  return status === 409 && codeOf(text) === "CommandInFlight" ? "info" : "fail"
}

/** The exact reason in a problem. */
export const codeOf = (text: string): string | null =>
  Option.getOrNull(Option.map(decodeProblem(text), ({ code }) => code))

const decodeProblem = Schema.decodeUnknownOption(
  Schema.fromJsonString(Schema.Struct({ code: Schema.String }))
)

/**
 * Sends again and again with one key, ever more slowly and not before it was told to, until the outcome is known or `isOver`; null: it never
 * was.
 */
export const insist = async (
  caller: Caller,
  asked: Asked,
  isOver: () => boolean,
  wait: (ms: number) => Promise<unknown>
): Promise<Heard | null> => {
  for (let waitMs = 50; !isOver(); waitMs = Math.min(2 * waitMs, 1_000)) {
    const heard = await caller.ask(asked)
    if (heard !== null && outcomeOf(heard) !== "info") return heard
    await wait(Math.max(waitMs, heard?.retryAfterMs ?? 0))
  }
  return null
}
