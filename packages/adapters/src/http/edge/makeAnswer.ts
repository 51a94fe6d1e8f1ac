import type { IncomingMessage } from "node:http"
import type { EdgeStats } from "./EdgeStats.ts"
import type { EdgeParts } from "./Edge.ts"
import type { Reply } from "./Reply.ts"
import { makeRequestIds } from "./requestIds.ts"
import { writeReply } from "./writeReply.ts"

/** What the answering of requests needs. */
export interface AnswerOptions {
  readonly stats: EdgeStats
  /** Begins the ids of this process's requests. */
  readonly prefix: string
  readonly log: ((line: string) => void) | null
  readonly isDraining: () => boolean
}

/** Writes answers, and notes that it did. */
export const makeAnswer = ({ stats, prefix, log, isDraining }: AnswerOptions): EdgeParts["answer"] => {
  const requestId = makeRequestIds(prefix)
  return (request, response, reply, endpoint, startedAt) => {
    const id = requestId(request)
    writeReply(request, response, reply, id, isDraining())
    const tookMs = performance.now() - startedAt
    stats.note(endpoint, reply.status, tookMs)
    if (log !== null) log(logLine(request, reply, endpoint, id, tookMs))
  }
}

/** One line of the access log: nothing that a token, a body or a query says. */
const logLine = (
  request: IncomingMessage,
  reply: Reply,
  endpoint: string,
  id: string,
  tookMs: number
): string =>
  JSON.stringify({
    at: new Date().toISOString(),
    id,
    endpoint,
    method: request.method,
    status: reply.status,
    bytes: reply.text.length,
    tookMs: Math.round(tookMs * 10) / 10
  })
