import { API_PREFIX } from "@hotbag/api"
import { Schema } from "effect"
import { oneLine } from "../exit.ts"

/** One request as it was sent and answered. */
export interface Call {
  readonly who: string
  readonly method: string
  readonly path: string
  readonly body: unknown
  readonly status: number
}

/** Somebody who sends requests to the server. */
export interface Caller {
  readonly get: <A>(path: string, answer: Schema.Codec<A, unknown>) => Promise<A>
  readonly send: <A>(
    method: "POST" | "PUT",
    path: string,
    body: unknown,
    answer: Schema.Codec<A, unknown>
  ) => Promise<A>
}

/** Something did not go as it should: says which request, and what was answered. */
export class DemoFailed extends Error {
  readonly _tag = "DemoFailed"
}

/**
 * A caller with a token. Every request is told to `told`, except looks that are repeated until something is so; every write carries an
 * `Idempotency-Key`.
 */
export const caller = (
  server: { readonly url: string; readonly stop: AbortSignal },
  who: string,
  token: string,
  told: (call: Call) => void
): Caller => {
  let keys = 0
  const ask = async <A>(
    method: string,
    path: string,
    body: unknown,
    answer: Schema.Codec<A, unknown>
  ): Promise<A> => {
    const response = await fetch(server.url + API_PREFIX + path, {
      method,
      signal: server.stop,
      headers: {
        authorization: `Bearer ${token}`,
        ...(method === "GET"
          ? {}
          : { "idempotency-key": `demo-${who}-${++keys}-${crypto.randomUUID()}`.slice(0, 64) }),
        ...(body === null ? {} : { "content-type": "application/json" })
      },
      ...(body === null ? {} : { body: JSON.stringify(body) })
    })
    const text = await response.text()
    told({ who, method, path: API_PREFIX + path, body, status: response.status })
    if (!response.ok) {
      throw new DemoFailed(
        `${method} ${path} was answered with ${response.status}: ${oneLine(text.slice(0, 500))}`
      )
    }
    return Schema.decodeUnknownSync(Schema.fromJsonString(answer))(text)
  }
  return {
    get: (path, answer) => ask("GET", path, null, answer),
    send: (method, path, body, answer) => ask(method, path, body, answer)
  }
}
