import { watch, WatchMessage } from "@hotbag/api"
import { Schema } from "effect"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { textAt } from "./api/Answer.ts"
import { Site } from "./api/Site.ts"
import { bringCourier, courierSays, openTown, placeAndAccept, places, type Town } from "./api/Town.ts"

/**
 * One dinner, watched over every front of a server in a process of its own, which is stopped and started again in the middle: nobody misses anything.
 * Nothing here depends on how quick the machine is.
 */
let site: Site
beforeAll(async () => {
  site = await Site.start({ DISPATCH_WINDOW_MS: "200" })
})
afterAll(() => site.end())

const decode = Schema.decodeUnknownSync(Schema.fromJsonString(WatchMessage))
const PASSING = new Set([
  "driver-location-update",
  "eta",
  "driver-arriving",
  "driver-arrived",
  "snapshot",
  "gap"
])

/** What somebody has seen, and a way to wait for more. */
class Seen {
  readonly messages: Array<WatchMessage> = []
  #wake: Array<() => void> = []

  note(message: WatchMessage): void {
    this.messages.push(message)
    for (const wake of this.#wake.splice(0)) wake()
  }
  get statuses(): ReadonlyArray<string> {
    return this.messages.filter(({ event }) => !PASSING.has(event)).map(({ event }) => event)
  }
  get cursor(): string {
    return this.messages.findLast(({ event }) => !PASSING.has(event) || event === "snapshot")?.cursor ?? ""
  }
  async until(isSo: (message: WatchMessage) => boolean): Promise<void> {
    while (!this.messages.some(isSo)) await new Promise<void>((resolve) => this.#wake.push(resolve))
  }
}

const tokenOf = (who: string): Promise<string> => {
  const [role = "", subject = ""] = who.split(" ")
  const known = (["customer", "restaurant", "courier", "operator"] as const).find((each) => each === role)
  if (known === undefined) throw new Error(`${who} is nobody`)
  return site.token(known, subject)
}

/** Watches over `/ws` with the client of the API. */
const overSocket = async (who: string, topic: string, seen: Seen, cursor: string) => {
  const options = cursor === "" ? {} : { cursor }
  const onMessage = (message: WatchMessage): void => seen.note(message)
  const { close } = watch({
    baseUrl: site.url,
    token: await tokenOf(who),
    topics: [topic],
    onMessage,
    ...options
  })
  return close
}

/** Watches over `/events`; a browser would send the last id by itself. */
const overEvents = async (who: string, topic: string, seen: Seen, cursor: string) => {
  const stop = new AbortController()
  const response = await fetch(`${site.url}/events?topics=${topic}`, {
    signal: stop.signal,
    headers: {
      authorization: `Bearer ${await tokenOf(who)}`,
      ...(cursor === "" ? {} : { "last-event-id": cursor })
    }
  })
  expect(response.status).toBe(200)
  const read = async (): Promise<void> => {
    const decoder = new TextDecoder()
    let text = ""
    for await (const chunk of response.body ?? []) {
      if (chunk instanceof Uint8Array) text += decoder.decode(chunk, { stream: true })
      const blocks = text.split("\n\n")
      text = blocks.pop() ?? ""
      for (const block of blocks) {
        const data = /^data: (\{"topic".*)$/m.exec(block)?.[1]
        if (data !== undefined) seen.note(decode(data))
      }
    }
  }
  // The stream ends with the server, or by us.
  void read().catch(() => {})
  return () => stop.abort()
}

/** Watches over `/ws/track` with a link, as the page does. */
const overTrack = async (
  deliveryId: string,
  token: string,
  seen: Array<Record<string, unknown>>,
  cursor: string
) => {
  const query = new URLSearchParams({ deliveryId, token, ...(cursor === "" ? {} : { cursor }) })
  const socket = new WebSocket(`${site.url.replace("http", "ws")}/ws/track?${query.toString()}`)
  socket.addEventListener("message", ({ data }) => {
    const frame: unknown = JSON.parse(String(data))
    if (typeof frame === "object" && frame !== null) seen.push(Object.fromEntries(Object.entries(frame)))
  })
  return () => socket.close()
}

const untilTracked = async (
  seen: ReadonlyArray<Record<string, unknown>>,
  isSo: (frame: Record<string, unknown>) => boolean
) => {
  while (!seen.some(isSo)) await new Promise((resolve) => setTimeout(resolve, 10))
}

const cursorOf = (seen: ReadonlyArray<Record<string, unknown>>): string => {
  const cursor = seen.at(-1)?.["cursor"]
  return typeof cursor === "string" ? cursor : ""
}

const say = async (as: string, driverId: string) =>
  site.ask("PUT", `/couriers/${driverId}/location`, {
    as,
    body: { ...places.near, at: new Date().toISOString() }
  })

describe("a dinner that is watched", () => {
  it("S14 S15 S40 S41 S52 S91 C9: is told over every front, in order, without a gap, also across a restart", async () => {
    const town: Town = await openTown(site, "live")
    const { as, driverId } = await bringCourier(site, town, "live")
    const { deliveryId, orderId } = await placeAndAccept(site, town, as)
    const link = textAt(
      await site.ask("GET", `/deliveries/${deliveryId}/tracking`, { as: town.customer }),
      "token"
    )
    const customer = new Seen()
    const browser = new Seen()
    const restaurant = new Seen()
    const tracked: Array<Record<string, unknown>> = []
    const open = async () => [
      await overSocket(town.customer, `order:${orderId}`, customer, customer.cursor || `order:${orderId}@0`),
      await overSocket(town.restaurant, `restaurant:${town.restaurantId}`, restaurant, restaurant.cursor),
      await overEvents(town.customer, `order:${orderId}`, browser, browser.cursor || `order:${orderId}@0`),
      await overTrack(deliveryId, link, tracked, cursorOf(tracked))
    ]
    const before = await open()
    for (const seen of [customer, browser]) await seen.until(({ event }) => event === "driver-assigned")
    await restaurant.until(({ event }) => event === "snapshot")
    await untilTracked(tracked, ({ status }) => status === "ACCEPTED")
    await say(as, driverId)
    for (const seen of [customer, browser]) await seen.until(({ driver }) => driver?.lat === places.near.lat)
    await untilTracked(
      tracked,
      ({ lat, etaSeconds }) => lat === places.near.lat && typeof etaSeconds === "number"
    )
    await courierSays(site, as, deliveryId, "arrived")
    await customer.until(({ event }) => event === "driver-at-restaurant")

    expect(await site.stop()).toBe(0)
    for (const close of before) close()
    site = await Site.start({ DISPATCH_WINDOW_MS: "200" }, [], site.data)
    // While nobody watches, it goes on.
    await courierSays(site, as, deliveryId, "picked-up")
    const after = await open()
    await courierSays(site, as, deliveryId, "arrived-at-customer", "complete")
    for (const seen of [customer, browser, restaurant]) await seen.until(({ event }) => event === "delivered")
    await untilTracked(tracked, ({ status }) => status === "DELIVERED")
    for (const close of after) close()

    const whole = [
      "order-placed",
      "payment-authorised",
      "order-confirmed",
      "order-preparing",
      "order-ready",
      "driver-assigned",
      "driver-at-restaurant",
      "driver-en-route",
      "driver-at-customer",
      "delivered"
    ]
    for (const { messages, statuses } of [customer, browser]) {
      expect(statuses).toEqual(whole)
      let prev = 0
      for (const message of messages.filter(({ event }) => !PASSING.has(event))) {
        expect(message.prev).toBe(prev)
        prev = message.seq
      }
      expect(messages.at(-1)).toMatchObject({ status: "DELIVERED", driver: null })
    }
    expect(restaurant.messages.map(({ event }) => event)).toContain("gap")
    expect(tracked.at(-1)).toMatchObject({ lat: null, lon: null, status: "DELIVERED" })
  })

  it("S16: teaches live times of arrival, and a restart does not make them forget", async () => {
    const cells = async (): Promise<number> => {
      const metrics = await (await fetch(`${site.url}/metrics`)).text()
      return Number(/^hotbag_eta_cells (\d+)$/m.exec(metrics)?.[1])
    }
    // A phase of the dinner above in everything, in its region and in the hour.
    const learned = await cells()
    expect(learned).toBeGreaterThanOrEqual(3)
    expect(await site.stop()).toBe(0)
    site = await Site.start({ DISPATCH_WINDOW_MS: "200" }, [], site.data)
    expect(await cells()).toBe(learned)
  })

  it("P9: is nobody else's business", async () => {
    const town = await openTown(site, "other")
    const { as } = await bringCourier(site, town, "other")
    const { deliveryId, orderId } = await placeAndAccept(site, town, as)
    const closes: Array<number> = []
    for (const who of ["customer eve", "restaurant another", "courier other"]) {
      const query = new URLSearchParams({ deliveryId, token: await tokenOf(who) })
      const socket = new WebSocket(`${site.url.replace("http", "ws")}/ws/track?${query.toString()}`)
      closes.push(
        await new Promise((resolve) => socket.addEventListener("close", ({ code }) => resolve(code)))
      )
      const response = await fetch(`${site.url}/events?topics=order:${orderId}`, {
        headers: { authorization: `Bearer ${await tokenOf(who)}` }
      })
      expect(await response.text()).toContain('"why":"not-found"')
    }
    expect(closes).toEqual([4404, 4404, 4404])
  })
})
