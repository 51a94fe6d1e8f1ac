import { describe, expect, it } from "vitest"
import { at, listAt, numberAt, textAt } from "./Answer.ts"
import {
  bringCourier,
  CARRY,
  courierSays,
  kitchenSays,
  openTown,
  OPS,
  place,
  placeAndAccept,
  places,
  untilOffered,
  untilStatus
} from "./Town.ts"
import type { Site } from "./Site.ts"

/** Couriers: their offers, their deliveries, and who is found for an order. */
export const carrying = (site: () => Site): void => {
  describe("carrying", () => {
    it("S9 S10 S18 S20 S21 S22 S42 S43 S45 C14 C27: an order is cooked, offered, carried and delivered, and everybody is told once", async () => {
      const town = await openTown(site(), "carry")
      const { as, driverId } = await bringCourier(site(), town, "carry")
      const { deliveryId, orderId } = await place(site(), town)
      const seen: Array<string> = []
      const look = async () => {
        const order = await site().ask("GET", `/orders/${orderId}`, { as: town.customer })
        seen.push(textAt(order, "status"))
        return order
      }
      await look()
      const incoming = await site().ask("GET", `/restaurants/${town.restaurantId}/orders`, {
        as: town.restaurant
      })
      expect(listAt(incoming, "orders")).toHaveLength(1)
      for (const word of ["confirm", "preparing", "ready"]) {
        await kitchenSays(site(), town, orderId, word)
        expect(at(await look(), "assignedDriverId")).toBeNull()
      }
      const offers = await untilOffered(site(), as, orderId)
      expect(listAt(offers, "offers")).toMatchObject([
        { deliveries: [{ deliveryId, orderId, pickup: places.kitchen, dropoff: places.door }] }
      ])
      await courierSays(site(), as, deliveryId, "accept")
      // The delivery owns its courier; the order shows whom it has (C27).
      expect(at(await look(), "assignedDriverId")).toBe(driverId)
      const delivery = await site().ask("GET", `/deliveries/${deliveryId}`, { as })
      expect(delivery.body).toMatchObject({ driverId, status: "ACCEPTED", orderId })
      const statuses: Array<unknown> = []
      for (const word of CARRY) {
        await courierSays(site(), as, deliveryId, word)
        statuses.push(
          at(await site().ask("GET", `/deliveries/${deliveryId}`, { as: town.customer }), "status")
        )
        await look()
      }
      expect(statuses).toEqual(["AT_RESTAURANT", "PICKED_UP", "AT_CUSTOMER", "DELIVERED"])
      expect([...new Set(seen)]).toEqual([
        "PAYMENT_AUTHORISED",
        "CONFIRMED",
        "PREPARING",
        "READY",
        "PICKED_UP",
        "DELIVERED"
      ])
      const told = async (who: string, word: string) => {
        const notices = await site().until("/notices", { as: who }, ({ text }) => text.includes(`"${word}"`))
        const mine = listAt(notices, "notices").filter((one) => JSON.stringify(one).includes(orderId))
        const keys = mine.map((one) => String(at({ body: one }, "key")))
        expect(new Set(keys).size, "nothing is told twice").toBe(keys.length)
        return mine.map((one) => at({ body: one }, "notice"))
      }
      const toCustomer = await told(town.customer, "delivered")
      for (const word of ["order-confirmed", "courier-assigned", "courier-en-route", "courier-arriving"]) {
        expect(
          toCustomer.filter((notice) => notice === word),
          word
        ).toHaveLength(1)
      }
      expect(await told(town.restaurant, "order-asked")).toContain("order-asked")
      expect(await told(as, "offer")).toContain("offer")
    })

    it("S11: a courier who declined is never asked for that order again; the next-best one is", async () => {
      const town = await openTown(site(), "decline")
      const first = await bringCourier(site(), town, "decline-1", places.near)
      const { deliveryId, orderId } = await place(site(), town)
      await kitchenSays(site(), town, orderId, "confirm", "ready")
      await untilOffered(site(), first.as, orderId)
      await site().must("POST", `/deliveries/${deliveryId}/reject`, { as: first.as, body: {} })
      const second = await bringCourier(site(), town, "decline-2", places.far)
      await untilOffered(site(), second.as, orderId)
      // The second one declines by the body of accept (C8): then there is nobody left, and the first is not asked.
      await site().must("POST", `/delivery/${deliveryId}/accept`, {
        as: second.as,
        body: { decision: "reject" }
      })
      const third = await bringCourier(site(), town, "decline-3", places.far)
      await untilOffered(site(), third.as, orderId)
      for (const { as } of [first, second]) {
        const offers = await site().ask("GET", "/couriers/me/offers", { as })
        expect(offers.text).not.toContain(orderId)
      }
      const why = await site().ask("GET", `/orders/${orderId}/dispatch`, { as: OPS })
      const chosen = listAt(why, "offers").map((offer) => at({ body: offer }, "chosen"))
      expect(chosen).toEqual([first.driverId, second.driverId, third.driverId])
    })

    it("S12: without a free courier the order waits, operations are alerted once, and it goes on when somebody comes", async () => {
      const town = await openTown(site(), "alone")
      const { orderId } = await place(site(), town)
      await kitchenSays(site(), town, orderId, "confirm", "ready")
      const alerts = await site().until("/alerts", { as: OPS }, ({ text }) => text.includes(orderId))
      const mine = listAt(alerts, "alerts").filter((alert) => at({ body: alert }, "orderId") === orderId)
      expect(mine).toMatchObject([{ why: "no-courier" }])
      const waiting = await site().ask("GET", `/orders/${orderId}`, { as: town.customer })
      expect(textAt(waiting, "status")).toBe("READY")
      const { as } = await bringCourier(site(), town, "alone")
      await untilOffered(site(), as, orderId)
      const later = await site().ask("GET", "/alerts", { as: OPS })
      expect(
        listAt(later, "alerts").filter((alert) => at({ body: alert }, "orderId") === orderId)
      ).toHaveLength(1)
    })

    it("S84: of many who accept at once, with and without one key, exactly one has it", async () => {
      const town = await openTown(site(), "race")
      const { as, driverId } = await bringCourier(site(), town, "race-1")
      await bringCourier(site(), town, "race-2", places.far)
      const { deliveryId, orderId } = await place(site(), town)
      await kitchenSays(site(), town, orderId, "confirm", "ready")
      await untilOffered(site(), as, orderId)
      const racers = [as, as, as, "courier d-race-2", "courier d-race-2", as]
      const answers = await Promise.all(
        racers.map((who) => site().command("POST", `/deliveries/${deliveryId}/accept`, { as: who }))
      )
      expect(answers.filter(({ status }) => status >= 500)).toEqual([])
      for (const [n, { status }] of answers.entries()) {
        if (racers[n] !== as) expect([404, 409]).toContain(status)
      }
      expect(answers.some(({ status }) => status === 200)).toBe(true)
      const log = await site().ask("GET", `/orders/${orderId}/log`, { as: OPS })
      const accepted = listAt(log, "entries").filter(
        (entry) => at({ body: entry }, "fact") === "OfferAccepted"
      )
      expect(accepted).toMatchObject([{ by: { role: "courier", subject: driverId } }])
    })

    it("S44 C8: operations assign by name or let dispatch look at once, and take an order from its courier", async () => {
      const town = await openTown(site(), "assign")
      const near = await bringCourier(site(), town, "assign-near", places.near)
      const far = await bringCourier(site(), town, "assign-far", places.far)
      const { deliveryId, orderId } = await place(site(), town)
      // Nobody has confirmed it: that is so, and no reason to try again.
      for (const body of [{ orderId }, { orderId, driverId: near.driverId }]) {
        const early = await site().command("POST", "/dispatch/assign", { as: OPS, body })
        expect(early.status, early.text).toBe(409)
      }
      await kitchenSays(site(), town, orderId, "confirm", "ready")
      await untilOffered(site(), near.as, orderId)
      const assigned = await site().command("POST", "/api/v1/dispatch/assign", {
        as: OPS,
        body: { orderId, driverId: far.driverId }
      })
      expect(assigned.status, assigned.text).toBe(200)
      await untilOffered(site(), far.as, orderId)
      await site().must("POST", `/delivery/${deliveryId}/accept`, { as: far.as })
      const taken = await site().command("POST", "/dispatch/reassign", { as: OPS, body: { orderId } })
      expect(taken.status, taken.text).toBe(200)
      expect(at(taken, "driverId")).toBeNull()
      const routed = await site().command("POST", "/dispatch/assign", { as: OPS, body: { orderId } })
      expect(routed.status, routed.text).toBe(200)
      await untilOffered(site(), near.as, orderId)
      const refused = await site().command("POST", "/dispatch/assign", { as: near.as, body: { orderId } })
      expect(refused.status).toBe(403)
    })

    it("S22 S58 C15: a courier says so when beginning, carrying and ending, in both documents' words", async () => {
      const town = await openTown(site(), "shift")
      const { as, driverId } = await bringCourier(site(), town, "shift")
      const me = () => site().ask("GET", "/couriers/me", { as })
      expect((await me()).body).toMatchObject({
        driverId,
        status: "idle",
        availability: "available",
        vehicle: "bicycle",
        rating: null,
        location: places.near
      })
      const { deliveryId } = await placeAndAccept(site(), town, as)
      expect((await me()).body).toMatchObject({
        status: "en-route to pickup",
        availability: "occupied",
        deliveries: [deliveryId]
      })
      await courierSays(site(), as, deliveryId, "arrived", "picked-up")
      expect((await me()).body).toMatchObject({ status: "delivering", availability: "occupied" })
      await courierSays(site(), as, deliveryId, "arrived-at-customer", "complete")
      await site().must("DELETE", "/couriers/me/shift", { as })
      expect((await me()).body).toMatchObject({ status: "offline", availability: "offline" })
      const listed = await site().ask("GET", `/couriers?regionId=${town.regionId}`, { as: OPS })
      expect(listAt(listed, "drivers")).toMatchObject([{ driverId }])
    })

    it("S34 S134 S60: the delivered order's money is captured to the cent, and its log says who did what", async () => {
      const town = await openTown(site(), "settle")
      const { as, driverId } = await bringCourier(site(), town, "settle")
      const { deliveryId, orderId } = await placeAndAccept(site(), town, as)
      await courierSays(site(), as, deliveryId, ...CARRY)
      const order = await untilStatus(site(), town, orderId, "DELIVERED")
      const ledger = await site().until(`/orders/${orderId}/ledger`, { as: OPS }, ({ text }) =>
        text.includes('"capture"')
      )
      expect(numberAt(ledger, "balanceMinor")).toBe(0)
      const log = await site().ask("GET", `/orders/${orderId}/log`, { as: OPS })
      const entries = listAt(log, "entries")
      expect(entries.map((entry) => at({ body: entry }, "seq"))).toEqual(entries.map((_, n) => n + 1))
      expect(entries).toMatchObject(
        expect.arrayContaining([
          expect.objectContaining({
            fact: "OrderPlaced",
            by: { role: "customer", subject: "c-settle" }
          }),
          expect.objectContaining({
            fact: "OrderConfirmed",
            by: { role: "restaurant", subject: town.restaurantId }
          }),
          expect.objectContaining({ fact: "DeliveryCompleted", by: { role: "courier", subject: driverId } })
        ])
      )
      expect(log.text).toContain("SettlementDone")
      expect(numberAt(order, "totalPrice")).toBeGreaterThan(19)
    })
  })
}
