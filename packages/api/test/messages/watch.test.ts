import { watch, type WatchMessage, type WatchSocket, type WatchState } from "@hotbag/api"
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest"

/** A socket of tests: the client sees it as a browser's. */
class FakeSocket extends EventTarget {
  static readonly opened: Array<FakeSocket> = []
  readonly url: string
  readonly sent: Array<string> = []

  constructor(url: string) {
    super()
    this.url = url
    FakeSocket.opened.push(this)
  }
  send(text: string): void {
    this.sent.push(text)
  }
  close(code = 1000): void {
    this.end(code, "")
  }
  open(): void {
    this.dispatchEvent(new Event("open"))
  }
  say(message: Partial<WatchMessage>): void {
    this.dispatchEvent(
      Object.assign(new Event("message"), { data: JSON.stringify({ ...blank, ...message }) })
    )
  }
  end(code: number, reason: string): void {
    this.dispatchEvent(Object.assign(new Event("close"), { code, reason }))
  }
}

const blank = {
  topic: "order:o1",
  event: "order-preparing",
  seq: 1,
  prev: 0,
  cursor: "order:o1@1",
  orderId: null,
  deliveryId: null,
  restaurantId: null,
  status: null,
  deliveryStatus: null,
  timestamp: "2026-11-22T18:30:00.000Z",
  driverId: null,
  driver: null,
  positionAt: null,
  stale: true,
  ETA: null,
  etaSeconds: null,
  etaEarly: null,
  etaLate: null,
  intervalMs: 100,
  offer: null,
  orders: null
}

const isSocket = (value: unknown): value is new (url: string) => WatchSocket => value === FakeSocket

const start = (cursor?: string) => {
  const Socket: unknown = FakeSocket
  if (!isSocket(Socket)) throw new Error("no socket")
  const seen: Array<WatchMessage> = []
  const states: Array<WatchState> = []
  const watching = watch({
    baseUrl: "https://example.com",
    token: () => Promise.resolve("secret"),
    topics: ["order:o1"],
    WebSocket: Socket,
    random: () => 1,
    onMessage: (message) => void seen.push(message),
    onState: (state) => void states.push(state),
    ...(cursor === undefined ? {} : { cursor })
  })
  return { seen, states, watching }
}

/** The socket that was opened last, after everything that was promised has come. */
const latest = async (): Promise<FakeSocket> => {
  await vi.advanceTimersByTimeAsync(0)
  const socket = FakeSocket.opened.at(-1)
  if (socket === undefined) throw new Error("no socket was opened")
  return socket
}

const said = (seq: number, prev: number, event = "order-preparing"): Partial<WatchMessage> => ({
  event,
  seq,
  prev,
  cursor: `order:o1@${seq}`
})

describe("watch (S52, S96)", () => {
  beforeEach(() => {
    vi.useFakeTimers()
    FakeSocket.opened.length = 0
  })
  afterEach(() => vi.useRealTimers())

  it("sends its token, never in the address, and what it watches", async () => {
    start("order:o1@4")
    const socket = await latest()
    socket.open()
    expect(socket.url).toBe("wss://example.com/ws")
    expect(socket.sent).toEqual(['{"token":"secret"}', '{"subscribe":"order:o1","after":"order:o1@4"}'])
  })

  it("gives each status once and in order, whatever comes twice", async () => {
    const { seen } = start()
    const socket = await latest()
    socket.open()
    socket.say(said(3, 3, "snapshot"))
    socket.say(said(5, 3))
    socket.say(said(5, 3))
    socket.say(said(3, 1))
    socket.say(said(5, 5, "driver-location-update"))
    socket.say(said(8, 5))
    expect(seen.map(({ seq, event }) => `${event} ${seq}`)).toEqual([
      "snapshot 3",
      "order-preparing 5",
      "driver-location-update 5",
      "order-preparing 8"
    ])
  })

  it("comes back for what is missing, after the last it has", async () => {
    const { seen } = start()
    const first = await latest()
    first.open()
    first.say(said(3, 3, "snapshot"))
    first.say(said(9, 7))
    await vi.advanceTimersByTimeAsync(1_000)
    const second = await latest()
    expect(second).not.toBe(first)
    second.open()
    expect(second.sent[1]).toBe('{"subscribe":"order:o1","after":"order:o1@3"}')
    second.say(said(7, 3))
    second.say(said(9, 7))
    expect(seen.map(({ seq }) => seq)).toEqual([3, 7, 9])
  })

  it("waits longer each time, or as the server says, and begins anew after a message", async () => {
    const { states } = start()
    for (let i = 0; i < 7; i++) {
      ;(await latest()).end(1006, "")
      await vi.advanceTimersByTimeAsync(30_000)
    }
    const socket = await latest()
    socket.open()
    socket.say(said(3, 3, "snapshot"))
    socket.end(1012, "restart; retry=1234")
    const waits = states.flatMap((state) => (state._tag === "Waiting" ? [state.forMs] : []))
    expect(waits).toEqual([1_000, 2_000, 4_000, 8_000, 16_000, 30_000, 30_000, 1_234])
  })

  it("does not come back for what it may not see, or when it was closed", async () => {
    const { states } = start()
    ;(await latest()).end(4404, "notFound")
    await vi.advanceTimersByTimeAsync(60_000)
    expect(FakeSocket.opened.length).toBe(1)
    expect(states).toEqual([{ _tag: "Ended", code: 4404, reason: "notFound" }])
    const other = start()
    await latest()
    other.watching.close()
    await vi.advanceTimersByTimeAsync(60_000)
    expect(FakeSocket.opened.length).toBe(2)
  })

  it("comes back with a new token when one that was good has ended, but not again and again", async () => {
    const { states } = start()
    const first = await latest()
    first.open()
    first.say(said(3, 3, "snapshot"))
    first.end(4401, "unauthenticated")
    await vi.advanceTimersByTimeAsync(1_000)
    const second = await latest()
    expect(second).not.toBe(first)
    second.open()
    second.end(4401, "unauthenticated")
    await vi.advanceTimersByTimeAsync(60_000)
    expect(FakeSocket.opened.length).toBe(2)
    expect(states.map(({ _tag }) => _tag)).toEqual(["Live", "Waiting", "Live", "Ended"])
  })

  it("gives a connection up on which nothing comes, not even that it is alive, and hears no more of it", async () => {
    const { seen, states } = start()
    const first = await latest()
    first.open()
    first.say(said(3, 3, "snapshot"))
    await vi.advanceTimersByTimeAsync(40_000)
    first.dispatchEvent(Object.assign(new Event("message"), { data: '{"type":"alive"}' }))
    await vi.advanceTimersByTimeAsync(40_000)
    expect(FakeSocket.opened.length).toBe(1)
    first.close = () => {}
    await vi.advanceTimersByTimeAsync(6_000)
    const second = await latest()
    expect(second).not.toBe(first)
    second.open()
    first.say(said(5, 3))
    first.end(1006, "")
    second.say(said(5, 3))
    expect(seen.map(({ seq }) => seq)).toEqual([3, 5])
    expect(states.map(({ _tag }) => _tag)).toEqual(["Live", "Waiting", "Live"])
  })

  it("takes a new count with its snapshot", async () => {
    const { seen, watching } = start("restaurant:r1@aa.5")
    const socket = await latest()
    socket.open()
    socket.say({ topic: "restaurant:r1", event: "gap", seq: 2, prev: 2, cursor: "restaurant:r1@bb.2" })
    socket.say({ topic: "restaurant:r1", event: "snapshot", seq: 2, prev: 2, cursor: "restaurant:r1@bb.2" })
    socket.say({ topic: "restaurant:r1", event: "new-order", seq: 3, prev: 2, cursor: "restaurant:r1@bb.3" })
    expect(seen.map(({ event }) => event)).toEqual(["gap", "snapshot", "new-order"])
    expect(watching.cursor()).toBe("restaurant:r1@bb.3")
  })
})
