import { connect } from "node:net"

/** What came back over a bare socket until an answer's head was complete, the socket was closed, or nobody said anything for `quietMs`. */
export const rawRequest = (
  port: number,
  pieces: ReadonlyArray<string | Buffer>,
  { betweenMs = 0, quietMs = 0 }: { readonly betweenMs?: number; readonly quietMs?: number } = {}
): Promise<string> =>
  new Promise((resolve) => {
    const socket = connect({ port, host: "127.0.0.1" })
    let heard = ""
    const finish = (): void => {
      socket.destroy()
      resolve(heard)
    }
    socket.on("data", (chunk) => {
      heard += chunk.toString("latin1")
      if (/\r\n\r\n/.test(heard)) setImmediate(finish)
    })
    if (quietMs > 0) socket.setTimeout(quietMs, finish)
    socket.on("error", finish)
    socket.on("close", finish)
    const write = (at: number): void => {
      const piece = pieces[at]
      if (piece === undefined || socket.destroyed) return
      socket.write(piece)
      if (betweenMs === 0) write(at + 1)
      else setTimeout(() => write(at + 1), betweenMs)
    }
    socket.on("connect", () => write(0))
  })

/** The status of an answer read from a socket; 0 when there was none. */
export const statusOf = (answer: string): number => Number(/^HTTP\/1\.1 (\d{3})/.exec(answer)?.[1] ?? 0)
