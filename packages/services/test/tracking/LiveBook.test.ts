import {
  advanceCase,
  type CaseInput,
  type CaseState,
  CourierId,
  CustomerId,
  defaultCaseOptions,
  DeliveryId,
  fromOutside,
  isCase,
  MenuItemId,
  noCase,
  OfferId,
  type OrderCase,
  OrderId,
  PaymentId,
  RegionId,
  RestaurantId,
  toDelivery,
  toOrder
} from "@hotbag/core"
import { Result } from "effect"
import fc from "fast-check"
import { describe, expect, it } from "vitest"
import type { LiveDelivery, OfferRecord } from "../../src/index.ts"
import { LiveBook } from "../../src/tracking/LiveBook.ts"

const ana = CourierId.make("ana")
const bo = CourierId.make("bo")
const regionId = RegionId.make("metro")
const orderOf = (n: number) => OrderId.make(`o${n}`)

/** Every state of a case that goes through these inputs, from its first delivery on. */
const states = (n: number, ...inputs: ReadonlyArray<CaseInput>): ReadonlyArray<OrderCase> => {
  const orderId = orderOf(n)
  const price = { amountMinor: 900, currency: "EUR" } as const
  const placing = toOrder({
    _tag: "PlaceOrder",
    orderId,
    deliveryId: DeliveryId.make(`d${n}`),
    customerId: CustomerId.make("carla"),
    restaurantId: RestaurantId.make("roma"),
    regionId,
    items: [{ itemId: MenuItemId.make("pizza"), quantity: 1, unitPrice: price }],
    deliveryFee: price,
    pickup: { lat: 1, lng: 1 },
    dropoff: { lat: 1, lng: 1 + n / 100 },
    promisedAtMs: 3_600_000,
    preparationMs: 0,
    autoAccept: false
  })
  const opening = [
    placing,
    fromOutside({ _tag: "AuthorisationGranted", paymentId: PaymentId.make(`p${n}`), funds: "held" }),
    fromOutside({ _tag: "RestaurantAccepted", readyEstimateAtMs: 0 })
  ]
  const all: Array<OrderCase> = []
  let state: CaseState = noCase
  let atMs = 1_000 * n
  for (const input of [...opening, ...inputs]) {
    atMs += 10_000
    state = Result.getOrThrow(advanceCase(state, input, atMs, defaultCaseOptions)).after
    if (isCase(state)) all.push(state)
  }
  return all
}

const offerId = OfferId.make("offer")
const offer = (courierId: CourierId, id = offerId) =>
  toDelivery({ _tag: "OfferDelivery", offerId: id, courierId, expiresAtMs: 10_000_000, epoch: 1 })
const accept = (courierId: CourierId, id = offerId) =>
  toDelivery({ _tag: "AcceptOffer", offerId: id, courierId })
const does = (_tag: "ArriveAtRestaurant" | "PickUp" | "ArriveAtCustomer" | "CompleteDelivery") =>
  toDelivery({ _tag, courierId: ana })

const carried = [
  offer(ana),
  accept(ana),
  does("ArriveAtRestaurant"),
  does("PickUp"),
  does("ArriveAtCustomer"),
  does("CompleteDelivery")
]

const way = (live: LiveDelivery | undefined) =>
  live?.stops.map(({ kind, orders }) => `${kind} ${orders.join("+")}`)

const record = (orders: ReadonlyArray<number>): OfferRecord => ({
  offerId,
  regionId,
  epoch: 1,
  courierId: ana,
  orders: orders.map((n) => orderOf(n)),
  visits: [orders.map((n) => orderOf(n))],
  atMs: 0,
  expiresAtMs: 10_000_000,
  reasons: []
})

describe("the book of deliveries under way", () => {
  it("F10: says the same however news are repeated, lost or out of order, as long as the last arrives", () => {
    const all = states(1, ...carried)
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: all.length }),
        fc.array(fc.nat(all.length - 1)),
        (upTo, order) => {
          const book = new LiveBook()
          const last = all[upTo - 1]
          for (const i of order) {
            const state = all[Math.min(i, upTo - 1)]
            if (state !== undefined) book.hear(state)
          }
          if (last === undefined) return
          book.hear(last)
          const live = book.ofOrder(orderOf(1))
          const expected = last.delivery.status
          const isLive = expected !== "none" && expected !== "delivered"
          expect(live?.status).toBe(isLive ? expected : undefined)
          expect(live?.length).toBe(isLive ? last.length : undefined)
          expect(book.ofDelivery(DeliveryId.make("d1"))).toBe(live)
          const hasCourier = isLive && expected !== "requested" && expected !== "offered"
          expect(book.ofCourier(ana)).toEqual(hasCourier ? [live] : [])
        }
      ),
      { numRuns: 300 }
    )
  })

  it("gives a bundle the way that dispatch meant, once it is known", () => {
    const book = new LiveBook()
    const [one, two] = [1, 2].map((n) => states(n, offer(ana), accept(ana)).at(-1))
    if (one === undefined || two === undefined) throw new Error("no case")
    book.hear(one)
    expect(way(book.ofOrder(orderOf(1)))).toEqual(["pickup o1", "dropoff o1"])
    expect(book.missingOffers(one)).toEqual([])
    book.hear(two)
    expect(book.missingOffers(two)).toEqual([offerId])
    book.learnOffer(record([2, 1]))
    expect(book.missingOffers(two)).toEqual([])
    expect(way(book.ofOrder(orderOf(1)))).toEqual(["pickup o2+o1", "dropoff o2", "dropoff o1"])
    expect(way(book.ofOrder(orderOf(2)))).toEqual(["pickup o2+o1", "dropoff o2"])
    // The first is on board and dropped: what is left of the way is the other's.
    for (const state of states(2, ...carried)) book.hear(state)
    expect(way(book.ofOrder(orderOf(1)))).toEqual(["pickup o1", "dropoff o1"])
  })

  it("goes trip by trip when work came in several offers, and tells listeners of a way that changed", () => {
    const book = new LiveBook()
    const heard: Array<string> = []
    book.listen((delivery, before) =>
      heard.push(`${delivery.orderId} ${before?.stops.length ?? 0} ${delivery.stops.length}`)
    )
    const second = OfferId.make("second")
    for (const state of states(1, offer(ana), accept(ana))) book.hear(state)
    for (const state of states(2, offer(ana, second), accept(ana, second))) book.hear(state)
    expect(way(book.ofOrder(orderOf(2)))).toEqual(["pickup o1", "dropoff o1", "pickup o2", "dropoff o2"])
    for (const state of states(1, ...carried)) book.hear(state)
    expect(way(book.ofOrder(orderOf(2)))).toEqual(["pickup o2", "dropoff o2"])
    expect(heard).toContain("o2 4 3")
    expect(heard.at(-1)).toBe("o2 3 2")
  })

  it("P9: a courier who lost the work does not have it any more", () => {
    const book = new LiveBook()
    const taken = toDelivery({ _tag: "ReassignDelivery", courierId: ana, epoch: 1, reason: "courier-late" })
    const next = OfferId.make("next")
    const all = states(1, offer(ana), accept(ana), taken, offer(bo, next), accept(bo, next))
    const carriers = all.map((state) => {
      book.hear(state)
      return [book.ofCourier(ana).length, book.ofCourier(bo).length].join()
    })
    expect([...new Set(carriers)]).toEqual(["0,0", "1,0", "0,1"])
    expect(book.size).toBe(1)
  })
})
