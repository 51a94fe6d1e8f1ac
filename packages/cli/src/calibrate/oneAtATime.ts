import { Agent, request } from "node:http"
import { setTimeout as wait } from "node:timers/promises"
import { throwIfStopped } from "../exit.ts"
import type { Laboratory } from "./Laboratory.ts"
import type { LoadRequest } from "./Load.ts"

/** What requests took that nobody was in the way of. */
export interface Alone {
  /** As a quiet machine shows them: what everybody waited for a processor is taken off. */
  readonly latenciesMs: ReadonlyArray<number>
  /** Processor time of the server's main thread for each, with all that follows. */
  readonly nodeMs: ReadonlyArray<number>
  /** What everybody waited for a processor meanwhile, with all that follows. */
  readonly delaysMs: ReadonlyArray<number>
  readonly bodies: ReadonlyArray<string>
}

/** Until the next: what follows from a request is done in that time. */
const GAP_MS = 80
/** Others' work can be taken off only so far: a fifth is left of any latency. */
const LEAST_SHARE = 0.2

/** Sends requests one after another. @throws Error when one is not answered with a 2xx. */
export const oneAtATime = async (
  laboratory: Laboratory,
  requests: ReadonlyArray<LoadRequest>,
  stop: AbortSignal
): Promise<Alone> => {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 })
  const latenciesMs: Array<number> = []
  const nodeMs: Array<number> = []
  const delaysMs: Array<number> = []
  const bodies: Array<string> = []
  const look = laboratory.runQueue()
  try {
    for (const one of requests) {
      throwIfStopped(stop)
      const before = look()
      const startedMs = performance.now()
      const body = await send(laboratory.url, one, agent)
      const tookMs = performance.now() - startedMs
      const delayMs = look().delayMs - before.delayMs
      await wait(GAP_MS)
      const after = look()
      latenciesMs.push(Math.max(tookMs * LEAST_SHARE, tookMs - delayMs))
      nodeMs.push(after.nodeMs - before.nodeMs)
      delaysMs.push(after.delayMs - before.delayMs)
      bodies.push(body)
    }
  } finally {
    agent.destroy()
  }
  return { latenciesMs, nodeMs, delaysMs, bodies }
}

const send = (url: string, { body, key, method, path, token }: LoadRequest, agent: Agent): Promise<string> =>
  new Promise((resolve, reject) => {
    const headers = {
      ...(token === null ? {} : { authorization: `Bearer ${token}` }),
      ...(key === null ? {} : { "idempotency-key": key }),
      ...(body === null
        ? {}
        : { "content-type": "application/json", "content-length": String(Buffer.byteLength(body)) })
    }
    const sent = request(url + path, { agent, method, headers }, (response) => {
      let text = ""
      response.setEncoding("utf8").on("data", (part) => (text += String(part)))
      response.once("error", reject)
      response.once("end", () => {
        const status = response.statusCode ?? 0
        if (status >= 200 && status < 300) resolve(text)
        else reject(new Error(`${method} ${path} was answered with ${status}: ${text.slice(0, 200)}`))
      })
    })
    sent.once("error", reject)
    sent.end(body ?? undefined)
  })
