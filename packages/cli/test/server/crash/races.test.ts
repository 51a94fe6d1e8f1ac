import { Schema } from "effect"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { type Asked, codeOf } from "./Caller.ts"
import { orderIdIn } from "./customers.ts"
import { extent } from "./extent.ts"
import { readAll } from "./FinalRead.ts"
import { postmasterOf } from "./Postmaster.ts"
import { freePort, Supervisor } from "./Supervisor.ts"
import { type DISHES, makeTown, openTown, placeOf, SPECIALS, type Town } from "./Town.ts"
import { until } from "./until.ts"

/** Whoever needs longer hangs, in ms. */
const LONGEST_MS = 600_000

const Offers = Schema.Struct({
  offers: Schema.Array(
    Schema.Struct({
      offerId: Schema.String,
      deliveries: Schema.Array(Schema.Struct({ deliveryId: Schema.String }))
    })
  )
})
const Order = Schema.Struct({ orderId: Schema.String, deliveryId: Schema.String })
const readOrder = Schema.decodeUnknownSync(Schema.fromJsonString(Order))

/** An order at the restaurant that takes every order; its payment is held at once. */
const dinner = (key: string, dish: (typeof DISHES)[number] = "dish"): Asked & { readonly body: object } => ({
  op: "place",
  key,
  method: "POST",
  path: "/orders",
  body: {
    restaurantId: "kitchen-0",
    items: [{ itemId: `kitchen-0-${dish}`, quantity: 1 }],
    paymentMethod: "card",
    paymentToken: "tok_ok",
    address: { ...placeOf(1), text: "Door 3" }
  }
})

describe("many who want the same at the same time", () => {
  let town: Town
  let server: Supervisor
  let isWell = false

  beforeAll(async () => {
    const port = await freePort()
    const size = { customers: 12, kitchens: 1, couriers: extent.rivals }
    town = await makeTown(() => `http://127.0.0.1:${port}`, size)
    server = new Supervisor(town.folder, port, { DISPATCH_WINDOW_MS: "200" })
    await server.start()
    await openTown(town)
  }, LONGEST_MS)
  afterAll(async () => {
    await server.stop()
    await town.leave(isWell)
  }, LONGEST_MS)

  const factsOf = async (orderId: string, fact: string) => {
    const { log } = await readAll(postmasterOf(town.folder)?.url ?? "")
    return log.filter((entry) => entry.orderId === orderId && entry.fact === fact)
  }
  const statusesOf = (op: string, key?: string) => {
    const counts = new Map<string, number>()
    for (const line of town.history.lines) {
      if (line.op !== op || (key !== undefined && line.key !== key)) continue
      const reason = line.status === 409 ? ` ${codeOf(line.answer ?? "")}` : ""
      const name = `${line.status}${reason}`
      counts.set(name, (counts.get(name) ?? 0) + 1)
    }
    if (process.env["HOTBAG_CRASH_FIGURES"] === "1") console.info(op, key ?? "", counts)
    return counts
  }

  it(
    `P2, S49: ${extent.twins} identical orders under one key are one order with one answer`,
    async () => {
      const twin = await town.as("customer", "twin")
      const asked = dinner("twins")
      const answers = await Promise.all(Array.from({ length: extent.twins }, () => town.insist(twin, asked)))
      expect(new Set(answers.map((heard) => heard?.status))).toEqual(new Set([201]))
      expect(new Set(answers.map((heard) => heard?.text)).size).toBe(1)
      const all = statusesOf("place", "twins")
      expect([...all.keys()].filter((name) => !["201", "409 CommandInFlight", "429"].includes(name))).toEqual(
        []
      )
      const { log } = await readAll(postmasterOf(town.folder)?.url ?? "")
      expect(log.filter(({ commandId }) => commandId === "twins").length).toBe(1)
      const other = { ...asked, op: "other body", body: { ...asked.body, note: "with salt" } }
      expect((await town.insist(twin, other))?.status).toBe(422)
    },
    LONGEST_MS
  )

  it(
    "S7: of a dish that runs out, as many are sold as there are",
    async () => {
      const wanted = SPECIALS + 20
      const heard = await Promise.all(
        Array.from({ length: wanted }, (_, i) => {
          const customer = town.customers[i % town.customers.length]
          return customer === undefined
            ? Promise.resolve(null)
            : town.insist(customer, dinner(`special-${i}`, "special"))
        })
      )
      const sold = heard.filter((answer) => answer?.status === 201).length
      const refused = heard.filter((answer) => answer?.status === 409 && codeOf(answer.text) !== null).length
      expect({ sold, refused }).toEqual({ sold: SPECIALS, refused: wanted - SPECIALS })
    },
    LONGEST_MS
  )

  /** Places an order and waits until a courier is asked. */
  const offered = async (key: string) => {
    const [customer] = town.customers
    if (customer === undefined) throw new Error("nobody orders")
    const placed = readOrder((await town.insist(customer, dinner(key)))?.text ?? "")
    const chosen = await until("an offer", async () => {
      const open = await Promise.all(
        [...town.couriers.values()].map(async (courier) => {
          const page = await courier.read("offers", "/couriers/me/offers", Offers)
          const offer = page?.offers.find(({ deliveries }) =>
            deliveries.some(({ deliveryId }) => deliveryId === placed.deliveryId)
          )
          return offer === undefined ? null : { courier, offerId: offer.offerId }
        })
      )
      return open.find((each) => each !== null) ?? null
    })
    return { ...placed, ...chosen }
  }

  it(
    `P3, P9: of ${extent.rivals} couriers who accept an offer, the one who was asked gets it, and nobody else learns of it`,
    async () => {
      const { courier, deliveryId, offerId, orderId } = await offered("rivals")
      const path = `/deliveries/${deliveryId}/accept`
      const heard = await Promise.all(
        [...town.couriers.values()].map((rival) =>
          town.insist(rival, { op: "rival", key: "mine", method: "POST", path, body: { offerId } })
        )
      )
      const winners = [...town.couriers.keys()].filter((_, i) => heard[i]?.status === 200)
      expect(winners).toEqual([courier.name])
      const losers = heard.filter((answer) => answer?.status === 404).length
      expect(losers).toBe(extent.rivals - 1)
      expect(await factsOf(orderId, "OfferAccepted")).toMatchObject([{ courierId: courier.name }])
    },
    LONGEST_MS
  )

  it(
    `P2, P3: ${extent.rivals} acceptances by that courier, each under a key of its own, have one effect`,
    async () => {
      const { courier, deliveryId, offerId, orderId } = await offered("thumbs")
      const path = `/deliveries/${deliveryId}/accept`
      const heard = await Promise.all(
        Array.from({ length: extent.rivals }, (_, i) =>
          town.insist(courier, { op: "thumb", key: `thumb-${i}`, method: "POST", path, body: { offerId } })
        )
      )
      statusesOf("thumb")
      // Who has it already is told so again: the state asked for is the state there is.
      expect(new Set(heard.map((answer) => answer?.status))).toEqual(new Set([200]))
      expect(new Set(heard.map((answer) => orderIdIn(answer?.text ?? "")))).toEqual(new Set([orderId]))
      expect((await factsOf(orderId, "OfferAccepted")).length).toBe(1)
      isWell = true
    },
    LONGEST_MS
  )
})
