import { describe, expect, it } from "vitest"
import { at, listAt, numberAt, textAt } from "./Answer.ts"
import {
  bringCourier,
  courierSays,
  kitchenSays,
  openTown,
  OPS,
  type Placed,
  place,
  placeAndAccept,
  type Town
} from "./Town.ts"
import type { Site } from "./Site.ts"

/** The waits that the server was started with. */
export const GRACE_MS = 4_000
export const WITHOUT_COURIER_MS = 15_000
/** Sooner than either the grace or the slow gateway's answer ends: what was asked by then, was asked in time. */
const IN_TIME_MS = 2_500

/** Ends of orders before their time, and where the money goes. */
export const cancelling = (site: () => Site): void => {
  const cancel = (as: string, orderId: string) => site().command("POST", `/orders/${orderId}/cancel`, { as })
  const parties = (town: Town) => ({ customer: town.customer, restaurant: town.restaurant, operator: OPS })
  /** The hold is gone, or what was taken is given back; the postings of the order make nothing. */
  const settled = async (orderId: string, kind: string) => {
    const ledger = await site().until(`/orders/${orderId}/ledger`, { as: OPS }, ({ text }) =>
      text.includes(`"kind":"${kind}"`)
    )
    expect(numberAt(ledger, "balanceMinor")).toBe(0)
    const byAccount = new Map<string, number>()
    for (const entry of listAt(ledger, "entries")) {
      const account = String(at({ body: entry }, "account"))
      byAccount.set(account, (byAccount.get(account) ?? 0) + Number(at({ body: entry }, "amount")))
    }
    for (const [account, left] of byAccount) expect(Math.abs(left), account).toBeLessThan(0.001)
  }

  /** Places an order, brings it to where it shall be and calls it off; false: that took too long to say anything. */
  const isCalledOff = async (
    town: Town,
    party: "customer" | "restaurant" | "operator",
    status: string,
    paymentToken: string,
    words: ReadonlyArray<"confirm" | "preparing" | "ready">,
    expected: number
  ): Promise<boolean> => {
    const startedMs = Date.now()
    const headers = paymentToken === "tok_slow" ? { prefer: "wait=0" } : {}
    const { orderId } = await place(site(), town, { paymentToken }, headers)
    await kitchenSays(site(), town, orderId, ...words)
    const answer = await cancel(parties(town)[party], orderId)
    const order = await site().ask("GET", `/orders/${orderId}`, { as: town.customer })
    if (Date.now() - startedMs > IN_TIME_MS) return false
    expect(answer.status, `${party} ${answer.text}`).toBe(expected)
    if (expected === 200) {
      const endedBy = party === "operator" ? "platform" : party
      expect(order.body).toMatchObject({ status: "CANCELLED", endedBy })
      if (status !== "CREATED") await settled(orderId, "void")
    } else expect(textAt(order, "status")).toBe(status)
    return true
  }

  describe("cancelling", () => {
    it.each([
      ["CREATED", "tok_slow", [], { customer: 200, restaurant: 409, operator: 200 }],
      ["PAYMENT_AUTHORISED", "tok_ok", [], { customer: 200, restaurant: 200, operator: 200 }],
      ["CONFIRMED", "tok_ok", ["confirm"], { customer: 200, restaurant: 200, operator: 200 }],
      ["PREPARING", "tok_ok", ["confirm", "preparing"], { customer: 200, restaurant: 200, operator: 200 }],
      [
        "READY",
        "tok_ok",
        ["confirm", "preparing", "ready"],
        { customer: 200, restaurant: 409, operator: 200 }
      ]
    ] as const)(
      "S25 S38: within the grace, %s may be called off by those whom the table lets",
      async (status, paymentToken, words, expected) => {
        const town = await openTown(site(), `cancel-${status.toLowerCase()}`)
        for (const party of ["customer", "restaurant", "operator"] as const) {
          // On a machine that stood still for seconds the moment has passed: then with another order.
          while (!(await isCalledOff(town, party, status, paymentToken, words, expected[party])));
        }
      }
    )

    it("S25: after the grace, with a courier on the way, the customer may not; the platform may until pickup; then nobody", async () => {
      const town = await openTown(site(), "late")
      const { as } = await bringCourier(site(), town, "late")
      const one = await placeAndAccept(site(), town, as)
      const preparedMs = Date.now()
      await clockPast(preparedMs + GRACE_MS + 500)
      expect((await cancel(town.customer, one.orderId)).status).toBe(409)
      expect((await cancel(OPS, one.orderId)).status).toBe(200)
      await settled(one.orderId, "void")
      const other = await placeAndAccept(site(), town, as)
      await courierSays(site(), as, other.deliveryId, "arrived", "picked-up")
      for (const party of Object.values(parties(town))) {
        expect((await cancel(party, other.orderId)).status, party).toBe(409)
      }
      const failed = await site().must("POST", `/deliveries/${other.deliveryId}/fail`, {
        as,
        body: { reason: "nobody at the door" }
      })
      expect(at(failed, "status")).toBe("FAILED")
      await settled(other.orderId, "void")
      for (const party of Object.values(parties(town))) {
        expect((await cancel(party, other.orderId)).status, party).toBe(409)
      }
    })

    it("S13 S25: after the grace, when nobody comes to carry it for long, the customer may after all", async () => {
      const town = await openTown(site(), "stuck")
      for (let isTold = false; !isTold;) {
        const placedMs = Date.now()
        const { orderId } = await place(site(), town)
        await kitchenSays(site(), town, orderId, "confirm", "preparing")
        const preparedMs = Date.now()
        await clockPast(preparedMs + GRACE_MS + 300)
        const early = await cancel(town.customer, orderId)
        // On a machine that stood still for seconds the moment has passed: then with another order.
        isTold = Date.now() < placedMs + WITHOUT_COURIER_MS
        if (!isTold) continue
        expect(early.status, "still looking").toBe(409)
        await clockPast(preparedMs + WITHOUT_COURIER_MS + 500)
        expect((await cancel(town.customer, orderId)).status).toBe(200)
      }
    })

    it.each([
      ["tok_ok", "void"],
      ["tok_taken", "refund"],
      ["tok_settlement_refused_once", "void"]
    ])(
      "S8 S26 S69 C17: a rejected order's money (%s) goes back by itself: a saga compensates, no second phase",
      async (paymentToken, kind) => {
        const town = await openTown(site(), `reject-${paymentToken.replaceAll("_", "-")}`)
        const { orderId } = await place(site(), town, { paymentToken })
        const rejected = await site().must("POST", `/orders/${orderId}/reject`, {
          as: town.restaurant,
          body: { reason: "no dough" }
        })
        expect(rejected.body).toMatchObject({
          status: "REJECTED",
          endedBy: "restaurant",
          endReason: "no dough"
        })
        await settled(orderId, kind)
        await site().until("/notices", { as: town.customer }, ({ text }) => text.includes("order-rejected"))
      }
    )

    it("S8 S21: the restaurant says the same by PUT status: confirmed, preparing, ready, rejected, cancelled", async () => {
      const town = await openTown(site(), "words")
      const say = ({ orderId }: Placed, body: unknown) =>
        site().command("PUT", `/orders/${orderId}/status`, { as: town.restaurant, body })
      const cooked = await place(site(), town)
      for (const status of ["CONFIRMED", "PREPARING", "READY"]) {
        const answer = await say(cooked, { status })
        expect(at(answer, "status"), answer.text).toBe(status)
      }
      const revised = await site().command("PUT", `/orders/${cooked.orderId}/estimate`, {
        as: town.restaurant,
        body: { inMinutes: 5 }
      })
      expect([200, 409]).toContain(revised.status)
      const refused = await place(site(), town)
      expect(at(await say(refused, { status: "REJECTED", reason: "closed early" }), "status")).toBe(
        "REJECTED"
      )
      const called = await place(site(), town)
      await say(called, { status: "CONFIRMED", inMinutes: 20 })
      expect(at(await say(called, { status: "CANCELLED" }), "status")).toBe("CANCELLED")
      expect((await say(called, { status: "DELIVERED" })).status).toBe(400)
      const open = await site().ask("GET", `/restaurants/${town.restaurantId}/orders`, {
        as: town.restaurant
      })
      expect(listAt(open, "orders").map((order) => at({ body: order }, "orderId"))).toEqual([cooked.orderId])
      const all = await site().ask("GET", `/restaurants/${town.restaurantId}/orders?open=false`, {
        as: town.restaurant
      })
      expect(listAt(all, "orders")).toHaveLength(3)
    })
  })
}

/** Until the clock of this machine, which is the server's too, has passed a moment. */
const clockPast = async (atMs: number): Promise<void> => {
  while (Date.now() <= atMs) await new Promise((resolve) => setTimeout(resolve, 50))
}
