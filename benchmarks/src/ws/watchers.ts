import { randomBytes } from "node:crypto"
import { connect, type Socket } from "node:net"
import { Latencies, sharedNowMs, sinceDegrees } from "./latencies.ts"

/**
 * Many who watch, in a process of its own: WebSockets by hand, so that the load takes as little of the machine as it can. Each watches one delivery.
 * Told by messages to connect, or to hand over what they have measured.
 */
interface Question {
  readonly connect?: { readonly port: number; readonly from: number; readonly to: number }
}

let latencies = new Latencies()
let texts = 0
let bytes = 0
let lost = 0

const key = randomBytes(16).toString("base64")
const PONG = Buffer.from([0x8a, 0x80, 0, 0, 0, 0])

const watch = (port: number, delivery: number): Promise<void> =>
  new Promise((resolve, reject) => {
    const socket = connect({ port, host: "127.0.0.1", noDelay: true })
    let rest: Buffer | null = null
    let isOpen = false
    socket.on("error", reject)
    socket.on("close", () => (lost += 1))
    socket.on("connect", () =>
      socket.write(
        `GET /ws/track?deliveryId=d${delivery}&token=d${delivery} HTTP/1.1\r\nhost: 127.0.0.1:${port}\r\nupgrade: websocket\r\nconnection: Upgrade\r\nsec-websocket-version: 13\r\nsec-websocket-key: ${key}\r\n\r\n`
      )
    )
    socket.on("data", (chunk: Buffer) => {
      bytes += chunk.length
      const all: Buffer = rest === null ? chunk : Buffer.concat([rest, chunk])
      let from = 0
      if (!isOpen) {
        const end = all.indexOf("\r\n\r\n")
        if (end === -1) {
          rest = all
          return
        }
        if (!all.subarray(0, 12).equals(SWITCHING)) reject(new Error(all.toString("latin1", 0, end)))
        isOpen = true
        from = end + 4
        resolve()
      }
      const read = frames(socket, all, from)
      rest = read === all.length ? null : all.subarray(read)
    })
  })

const SWITCHING = Buffer.from("HTTP/1.1 101")

/** Reads whole frames; gives where the first that is not whole begins. */
const frames = (socket: Socket, all: Buffer, start: number): number => {
  let from = start
  while (all.length - from >= 2) {
    const short = (all[from + 1] ?? 0) & 0x7f
    const head = short < 126 ? 2 : 4
    if (all.length - from < head) break
    const length = short < 126 ? short : all.readUInt16BE(from + 2)
    if (all.length - from < head + length) break
    const opcode = (all[from] ?? 0) & 0x0f
    if (opcode === 9) socket.write(PONG)
    else if (opcode === 1) note(all.toString("latin1", from + head, from + head + length))
    from += head + length
  }
  return from
}

const note = (text: string): void => {
  const at = text.indexOf('"lon":')
  const lon = Number.parseFloat(text.slice(at + 6, at + 18))
  if (Number.isNaN(lon)) return
  texts += 1
  latencies.add(sinceDegrees(lon, sharedNowMs()))
}

/** Connections that are opened side by side. */
const AT_ONCE = 64

const connectAll = async ({ from, port, to }: NonNullable<Question["connect"]>): Promise<void> => {
  let next = from
  const one = async (): Promise<void> => {
    while (next < to) await watch(port, next++)
  }
  await Promise.all(Array.from({ length: AT_ONCE }, one))
}

process.on("message", ({ connect }: Question) => {
  if (connect !== undefined) {
    void connectAll(connect).then(() => process.send?.({}))
    return
  }
  process.send?.({ texts, bytes, lost, counts: latencies.counts })
  latencies = new Latencies()
  texts = 0
  bytes = 0
})
process.on("disconnect", () => process.exit(0))
