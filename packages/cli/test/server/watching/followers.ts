import { watch } from "@hotbag/api"

/** A status as somebody was told it. */
export interface Told {
  readonly seq: number
  readonly prev: number
  readonly event: string
}

/** Somebody who watches one order, comes back whatever happens, and notes all they are told. */
export interface Follower {
  readonly name: string
  /** What stands in no log is not among it. */
  readonly told: ReadonlyArray<Told>
  readonly stop: () => void
}

/** Whom to watch, as whom. */
export interface Followed {
  readonly url: string
  readonly token: string
  readonly orderId: string
  readonly deliveryId: string
}

/** By the client of the API, over `/ws`. */
export const bySocket = ({ orderId, token, url }: Followed): Follower => {
  const told: Array<Told> = []
  const watching = watch({
    baseUrl: url,
    token,
    topics: [`order:${orderId}`],
    cursor: `order:${orderId}@0`,
    random: () => 0,
    onMessage: (message) => {
      if (!PASSING.has(message.event)) told.push(message)
    }
  })
  return { name: "/ws", told, stop: watching.close }
}

/** As a browser's `EventSource` does: the stream again and again, with the last id. */
export const byEvents = ({ orderId, token, url }: Followed): Follower => {
  const told: Array<Told> = []
  const stop = new AbortController()
  let lastId = `order:${orderId}@0`
  const take = (block: string): void => {
    const data = /^data: (\{"topic".*)$/m.exec(block)?.[1]
    const fields = data === undefined ? null : fieldsOf(data)
    if (fields !== null && !PASSING.has(fields.event)) told.push(fields)
    lastId = /^id: (.+)$/m.exec(block)?.[1] ?? lastId
  }
  const read = async (): Promise<void> => {
    const { signal } = stop
    const headers = { authorization: `Bearer ${token}`, "last-event-id": lastId }
    const response = await fetch(`${url}/events?topics=order:${orderId}`, { signal, headers })
    const decoder = new TextDecoder()
    let text = ""
    for await (const chunk of response.body ?? []) {
      if (chunk instanceof Uint8Array) text += decoder.decode(chunk, { stream: true })
      const blocks = text.split("\n\n")
      text = blocks.pop() ?? ""
      for (const block of blocks) take(block)
    }
  }
  void (async () => {
    while (!stop.signal.aborted) {
      await read().catch(() => {})
      await breathe()
    }
  })()
  return { name: "/events", told, stop: () => stop.abort() }
}

/** As the page does, over `/ws/track`. */
export const byTrack = ({ deliveryId, token, url }: Followed): Follower => {
  const told: Array<Told> = []
  let cursor = `delivery:${deliveryId}@0`
  let isStopped = false
  let socket: WebSocket | null = null
  const connect = (): void => {
    if (isStopped) return
    const query = new URLSearchParams({ deliveryId, token, cursor })
    const opened = new WebSocket(`${url.replace("http", "ws")}/ws/track?${query.toString()}`)
    socket = opened
    opened.addEventListener("message", ({ data }) => {
      const fields = fieldsOf(String(data))
      if (fields === null) return
      if (!PASSING.has(fields.event)) told.push(fields)
      cursor = fields.cursor
    })
    opened.addEventListener("close", () => void breathe().then(connect))
  }
  connect()
  const stop = (): void => {
    isStopped = true
    socket?.close()
  }
  return { name: "/ws/track", told, stop }
}

const PASSING = new Set(["driver-location-update", "eta", "driver-arriving", "driver-arrived"])

const breathe = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 50))

const fieldsOf = (text: string): (Told & { readonly cursor: string }) | null => {
  const json: unknown = JSON.parse(text)
  if (typeof json !== "object" || json === null) return null
  const { cursor, event, prev, seq } = Object.fromEntries(Object.entries(json))
  return typeof seq === "number" && typeof prev === "number" && typeof event === "string"
    ? { seq, prev, event, cursor: String(cursor) }
    : null
}
