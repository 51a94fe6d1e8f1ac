import type { IncomingMessage, ServerResponse } from "node:http"
import type { Reply } from "./Reply.ts"

/** Headers of every answer: nothing is guessed, framed, kept or referred to. */
const GUARDS = [
  "x-content-type-options",
  "nosniff",
  "content-security-policy",
  "default-src 'none'; frame-ancestors 'none'",
  "referrer-policy",
  "no-referrer"
] as const

const NO_STORE = ["cache-control", "no-store"] as const

/** Writes an answer, unless the sender has gone or somebody has answered already. */
export const writeReply = (
  request: IncomingMessage,
  response: ServerResponse,
  { status, headers, text }: Reply,
  requestId: string,
  closes: boolean
): void => {
  if (response.headersSent || response.destroyed) return
  const own = headers.includes("cache-control") ? headers : [...headers, ...NO_STORE]
  const all = own.includes("content-security-policy") ? [...own] : [...own, ...GUARDS]
  all.push("x-request-id", requestId)
  if (status !== 204 && status !== 304) all.push("content-length", String(Buffer.byteLength(text)))
  // What is not read yet is not worth reading when it is long: the connection ends instead.
  if (closes || (!request.complete && hasLongBody(request))) all.push("connection", "close")
  response.writeHead(status, all)
  response.end(text)
}

const hasLongBody = ({ headers }: IncomingMessage): boolean =>
  headers["transfer-encoding"] !== undefined || Number(headers["content-length"] ?? 0) > LONG_BODY_BYTES

/** One read of a socket: as good as here already. */
const LONG_BODY_BYTES = 65_536
