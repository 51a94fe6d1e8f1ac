import { randomUUID } from "node:crypto"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { type Answer, at, listAt, textAt } from "../api/Answer.ts"
import { Site } from "../api/Site.ts"
import { bringCourier, CARRY, openTown, orderBody, places, type Town } from "../api/Town.ts"
import { badInput } from "./badInput.ts"
import { byEvents, bySocket, byTrack, type Follower, type Told } from "./followers.ts"
import { Wire } from "./Wire.ts"

/**
 * Orders that go their way while whoever watches is cut off again and again, requests come twice, and the server is killed. Nothing depends on how
 * quick the machine is. `HOTBAG_WATCH_SEED` repeats what was drawn.
 */
const seed = Number(process.env["HOTBAG_WATCH_SEED"] ?? Math.floor(Math.random() * 1e9))
const ORDERS = 3
const ENV = { DISPATCH_WINDOW_MS: "200" }

let site: Site
let wire: Wire
beforeAll(async () => {
  site = await Site.start(ENV)
  wire = await Wire.open()
  wire.port = Number(new URL(site.url).port)
})
afterAll(async () => {
  wire.close()
  await site.end()
})

/** mulberry32: numbers between 0 and 1. */
const draws = (from: number) => {
  let state = from
  return (): number => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}
const random = draws(seed)

const pause = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 50))

/** Asks with the same key until the answer is a success, and now and then once more: that changes nothing. */
const insist = async (path: string, as: string, body: unknown = {}): Promise<Answer> => {
  const headers = { "idempotency-key": randomUUID(), prefer: "wait=10" }
  for (;;) {
    const answer = await site.command("POST", path, { as, body, headers }).catch(() => null)
    if (answer !== null && answer.status < 300) {
      if (random() < 0.5) await site.command("POST", path, { as, body, headers }).catch(() => null)
      return answer
    }
    // Away, or in the middle of the first.
    if (answer !== null && ![408, 409, 429, 503].includes(answer.status))
      throw new Error(`${path} was answered with ${answer.status} ${answer.text}; seed ${seed}`)
    await pause()
  }
}

/** The way of one order: what is said, by whom. Each call does one step. */
const wayOf = (town: Town, courier: string, orderId: string, deliveryId: string) => {
  const kitchen = (["confirm", "preparing", "ready"] as const).map(
    (word) => () => insist(`/orders/${orderId}/${word}`, town.restaurant)
  )
  const accept = async (): Promise<Answer> => {
    for (;;) {
      const offers = await site.ask("GET", "/couriers/me/offers", { as: courier }).catch(() => null)
      // What was offered before a crash may have ended since; then it is offered again.
      if (offers?.text.includes(orderId)) {
        const answer = await site
          .command("POST", `/deliveries/${deliveryId}/accept`, { as: courier })
          .catch(() => null)
        if (answer !== null && answer.status < 300) return answer
      }
      const looked = await site.ask("GET", `/deliveries/${deliveryId}`, { as: courier }).catch(() => null)
      if (looked?.text.includes('"ACCEPTED"')) return looked
      await pause()
    }
  }
  const carry = CARRY.map((word) => () => insist(`/deliveries/${deliveryId}/${word}`, courier))
  return [...kitchen, accept, ...carry]
}

/** Ends the server as the machine's failing would, and starts it again on what it left behind. */
const crash = async (): Promise<void> => {
  wire.port = null
  process.kill(site.pid, "SIGKILL")
  await site.stop()
  site = await Site.start(ENV, [], site.data)
  wire.port = Number(new URL(site.url).port)
}

const move = (courier: string): Promise<unknown> => {
  const place = {
    lat: places.near.lat + random() / 10_000,
    lng: places.near.lng,
    at: new Date().toISOString()
  }
  const path = `/couriers/${courier.split(" ")[1]}/location`
  return site.ask("PUT", path, { as: courier, body: place }).catch(() => null)
}

/** What watchers are told of the facts of a log, by the table of the documentation. */
const WORDS: Readonly<Record<string, string>> = {
  OrderPlaced: "order-placed",
  PaymentAuthorised: "payment-authorised",
  OrderConfirmed: "order-confirmed",
  PreparationStarted: "order-preparing",
  PreparationRevised: "eta-changed",
  FoodReady: "order-ready",
  CourierNoted: "driver-assigned",
  CourierCleared: "driver-unassigned",
  CourierAtRestaurant: "driver-at-restaurant",
  OrderPickedUp: "driver-en-route",
  CourierAtCustomer: "driver-at-customer",
  OrderDelivered: "delivered"
}

/** What whoever watches from the beginning has to be told, by the log of the order as the API gives it. */
const toldBy = (log: Answer): ReadonlyArray<Told> => {
  let prev = 0
  return listAt(log, "entries").flatMap((body) => {
    const event = WORDS[String(at({ body }, "fact"))]
    if (event === undefined) return []
    const told = { seq: Number(at({ body }, "seq")), prev, event }
    prev = told.seq
    return [told]
  })
}

const bare = (told: ReadonlyArray<Told>): ReadonlyArray<Told> =>
  told.map(({ event, prev, seq }) => ({ seq, prev, event }))

/** Places an order in a town of its own; how it goes on, and who watches it. */
const begin = async (number: number) => {
  const town = await openTown(site, `watched-${number}`)
  const { as } = await bringCourier(site, town, `watched-${number}`)
  const placed = await insist("/orders", town.customer, orderBody(town))
  const orderId = textAt(placed, "orderId")
  const deliveryId = textAt(placed, "deliveryId")
  const [, subject = ""] = town.customer.split(" ")
  const followed = { url: wire.url, token: await site.token("customer", subject), orderId, deliveryId }
  const followers = [bySocket(followed), byEvents(followed), byTrack(followed)]
  return { town, as, orderId, followers, way: wayOf(town, as, orderId, deliveryId) }
}

const untilDelivered = async (followers: ReadonlyArray<Follower>): Promise<void> => {
  while (!followers.every(({ told }) => told.at(-1)?.event === "delivered")) await pause()
}

badInput(() => site)

describe("whoever watches (S52, S96)", () => {
  it("L5: sees every order whole and in order over every front, through cuts, repeats and crashes", async () => {
    const orders = await Promise.all(Array.from({ length: ORDERS }, (_, number) => begin(number)))
    const steps = orders[0]?.way.length ?? 0
    // Once while the kitchens are at it, once while the couriers are.
    const crashes = new Set([1 + Math.floor(random() * 2), 4 + Math.floor(random() * 4)])
    let cuts = 0
    for (let step = 0; step < steps; step++) {
      const asked = orders.map(async ({ as, way }) => {
        await way[step]?.()
        cuts += wire.cut(0.3, random)
        await move(as)
      })
      if (crashes.has(step)) await crash()
      await Promise.all(asked)
    }
    for (const { followers, orderId, town } of orders) {
      await untilDelivered(followers)
      const expected = toldBy(await site.ask("GET", `/orders/${orderId}/log`, { as: "operator olga" }))
      expect(expected.at(-1)?.event).toBe("delivered")
      for (const { name, stop, told } of followers) {
        stop()
        expect(bare(told), `${name} of ${town.customer}, seed ${seed}`).toEqual(expected)
      }
    }
    expect(cuts, "something was cut").toBeGreaterThan(0)
  })
})
