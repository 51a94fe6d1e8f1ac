import { connect } from "node:net"

/**
 * Sends requests over kept connections, each waiting for its answer before the next, in a process of its own. Told by messages what to send;
 * answers with how long it took, the last body, and how many answers were not as they should be.
 */
interface Load {
  readonly port: number
  readonly connections: number
  readonly requests: number
  /** The request as text; `#KEY#` becomes a key of its own in each. */
  readonly text: string
  readonly status: number
}

process.on("message", (load: Load) => {
  void run(load).then((done) => process.send?.(done))
})
process.on("disconnect", () => process.exit(0))

let keys = 0

const run = async ({ port, connections, requests, text, status }: Load) => {
  const startMs = performance.now()
  let left = requests
  let wrong = 0
  let last = ""
  const one = (): Promise<void> =>
    new Promise((resolve, reject) => {
      const socket = connect({ port, host: "127.0.0.1", noDelay: true })
      let heard = ""
      const next = (): void => {
        if (left <= 0) {
          socket.destroy()
          resolve()
          return
        }
        left -= 1
        keys += 1
        socket.write(text.replace("#KEY#", `k${process.pid}-${keys}`))
      }
      socket.on("error", reject)
      socket.on("connect", next)
      socket.on("data", (chunk) => {
        heard += chunk.toString("latin1")
        const head = heard.indexOf("\r\n\r\n")
        if (head === -1) return
        const length = Number(/content-length: (\d+)/i.exec(heard.slice(0, head))?.[1] ?? 0)
        if (heard.length < head + 4 + length) return
        if (!heard.startsWith(`HTTP/1.1 ${status} `)) wrong += 1
        last = heard.slice(head + 4)
        heard = ""
        next()
      })
    })
  await Promise.all(Array.from({ length: connections }, one))
  return { ms: performance.now() - startMs, wrong, last }
}
