import type { Duplex } from "node:stream"

/** What Node could not read: answered on the bare socket, since there is no request to answer. */
export const answerBroken = (error: Error & { readonly code?: string }, socket: Duplex): void => {
  if (!socket.writable || error.code === "ECONNRESET") {
    socket.destroy()
    return
  }
  const { status, kind, title } = KINDS[error.code ?? ""] ?? malformed
  const text = JSON.stringify({ type: `urn:hotbag:problem:${kind}`, title, status })
  socket.end(
    `HTTP/1.1 ${status} ${title}\r\ncontent-type: application/problem+json\r\nx-content-type-options: nosniff\r\n` +
      `cache-control: no-store\r\ncontent-length: ${Buffer.byteLength(text)}\r\nconnection: close\r\n\r\n${text}`
  )
}

interface Kind {
  readonly status: number
  readonly kind: string
  readonly title: string
}

const malformed: Kind = {
  status: 400,
  kind: "invalid-request",
  title: "The request does not fit the contract"
}

const KINDS: Readonly<Record<string, Kind>> = {
  HPE_HEADER_OVERFLOW: { status: 431, kind: "headers-too-large", title: "The headers are too large" },
  HPE_CHUNK_EXTENSIONS_OVERFLOW: { status: 413, kind: "body-too-large", title: "The body is too large" },
  ERR_HTTP_REQUEST_TIMEOUT: {
    status: 408,
    kind: "request-timed-out",
    title: "The request did not arrive in time"
  }
}
