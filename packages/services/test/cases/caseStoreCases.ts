import {
  CommandId,
  DeliveryId,
  fromOutside,
  Limits,
  noCase,
  OfferId,
  type OrderCase,
  OrderId,
  replayCase,
  toDelivery,
  toOrder
} from "@hotbag/core"
import { type CaseChange, CaseStore, OrderReads, Outbox, type StockMove } from "@hotbag/services"
import { expect, layer } from "@effect/vitest"
import { Effect, type Layer, Option } from "effect"

import {
  changeOf,
  commitOf,
  confirmed,
  customer,
  granted,
  loaded,
  newPlace,
  NOW_MS,
  offer,
  placement,
  receiptOf,
  send,
  type StoreRoom,
  StoreWorld,
  tagOf,
  uuid
} from "./storeRoom.ts"
export { type StoreRoom, StoreWorld } from "./storeRoom.ts"

/** Every guarantee of {@link CaseStore}, {@link Outbox} and {@link OrderReads}, for any implementation of the three. */
export const caseStoreCases = <E>(name: string, room: Layer.Layer<StoreRoom, E>): void => {
  layer(room, { excludeTestServices: true, timeout: "5 minutes" })(`${name} keeps cases`, (it) => {
    it.effect("with their log, who did it and what is personal", () =>
      Effect.gen(function* () {
        const store = yield* CaseStore
        const place = yield* newPlace()
        const orderId = OrderId.make(uuid())
        const commandId = CommandId.make(uuid())
        expect(yield* store.load(orderId)).toEqual(Option.none())
        expect(yield* store.log(orderId)).toEqual([])
        const placed = yield* send(place, orderId, placement(place, orderId), { commandId })
        const after = yield* send(place, orderId, granted)
        expect(yield* loaded(orderId)).toEqual(after)
        expect(yield* store.orderOf(placed.order.deliveryId)).toEqual(Option.some(orderId))
        expect(yield* store.orderOf(DeliveryId.make(uuid()))).toEqual(Option.none())
        const log = yield* store.log(orderId)
        expect(log.map(({ entry }) => entry.seq)).toEqual(log.map((_, index) => index + 1))
        expect(replayCase(log.map(({ entry }) => entry))).toEqual(after)
        expect(log[0]).toMatchObject({ orderId, actor: customer(place), commandId })
        expect(log[1]).toMatchObject({ commandId: null })
        expect(Option.getOrThrow(yield* store.details(orderId)).address).toBe("Elm Street 5")
      })
    )

    it.effect("P4: and takes nothing that was decided on an older log, or half of it", () =>
      Effect.gen(function* () {
        const store = yield* CaseStore
        const outbox = yield* Outbox
        const place = yield* newPlace()
        const [first, second] = [yield* confirmed(place), OrderId.make(uuid())]
        const old = yield* loaded(first)
        yield* send(place, first, toOrder({ _tag: "StartPreparing" }))
        const state = yield* loaded(first)
        const stale = changeOf(old, first, toOrder({ _tag: "MarkReady" }))
        const fresh = changeOf(noCase, second, placement(place, second))
        const rows = (yield* outbox.backlog).rows
        expect(yield* tagOf(store.commit(commitOf(customer(place), [stale, fresh])))).toBe("StaleCase")
        expect(yield* loaded(first)).toEqual(state)
        expect(yield* store.load(second)).toEqual(Option.none())
        expect(yield* store.log(second)).toEqual([])
        expect((yield* outbox.backlog).rows).toBe(rows)
        const again = changeOf(noCase, first, placement(place, first))
        expect(yield* tagOf(store.commit(commitOf(customer(place), [again])))).toBe("StaleCase")
      })
    )

    it.effect("P4: and of twenty who saw the same log, one is saved", () =>
      Effect.gen(function* () {
        const store = yield* CaseStore
        const place = yield* newPlace()
        const orderId = yield* confirmed(place)
        const seen = yield* loaded(orderId)
        const change = changeOf(seen, orderId, toOrder({ _tag: "StartPreparing" }))
        const commit = tagOf(store.commit(commitOf(customer(place), [change])))
        const outcomes = yield* Effect.all(
          Array.from({ length: 20 }, () => commit),
          { concurrency: "unbounded" }
        )
        expect(outcomes.filter((tag) => tag === "done")).toHaveLength(1)
        expect(new Set(outcomes)).toEqual(new Set(["done", "StaleCase"]))
        expect((yield* store.log(orderId)).length).toBe(change.step.after.length)
      })
    )

    it.effect("P2: and one receipt per scope and key, with the answer byte for byte", () =>
      Effect.gen(function* () {
        const store = yield* CaseStore
        const place = yield* newPlace()
        const key = CommandId.make(uuid())
        const scope = `${place.customerId} POST /orders`
        const answer = '{ "orderId":"é", "n": 1.50 }'
        const receipt = receiptOf(scope, key, answer)
        const ids = Array.from({ length: 10 }, () => OrderId.make(uuid()))
        const outcomes = yield* Effect.forEach(
          ids,
          (orderId) => tagOf(send(place, orderId, placement(place, orderId), { receipt })),
          { concurrency: "unbounded" }
        )
        expect(outcomes.filter((tag) => tag === "done")).toHaveLength(1)
        expect(new Set(outcomes)).toEqual(new Set(["done", "ReceiptTaken"]))
        const placed = (yield* Effect.forEach(ids, (orderId) => store.load(orderId))).filter(Option.isSome)
        expect(placed).toHaveLength(1)
        expect(yield* store.receipt(scope, key)).toEqual(Option.some(receipt))
        expect(yield* store.receipt("somebody else", key)).toEqual(Option.none())
        yield* store.commit(commitOf(customer(place), [], { receipt: receiptOf("somebody else", key) }))
        const better = { ...receipt, answer: '{"status":"CONFIRMED"}' }
        yield* store.amendReceipt(better)
        expect(yield* store.receipt(scope, key)).toEqual(Option.some(better))
        const unknown = receiptOf(scope, CommandId.make(uuid()))
        yield* store.amendReceipt(unknown)
        expect(yield* store.receipt(scope, unknown.key)).toEqual(Option.none())
      })
    )

    it.effect("P8: and forgets receipts when they are old, the others not", () =>
      Effect.gen(function* () {
        const store = yield* CaseStore
        const place = yield* newPlace()
        const scope = `${place.customerId} POST /orders`
        // Long before what other tests leave behind.
        const keys = [1_000, 2_000, 3_000].map((atMs) => ({
          ...receiptOf(scope, CommandId.make(uuid())),
          atMs
        }))
        for (const receipt of keys) yield* store.commit(commitOf(customer(place), [], { receipt }))
        const left = Effect.forEach(keys, ({ key }) => Effect.map(store.receipt(scope, key), Option.isSome))
        expect(yield* store.forgetReceipts(1_000, 10)).toBe(0)
        expect(yield* store.forgetReceipts(3_000, 1)).toBe(1)
        expect((yield* left).filter((each) => each)).toHaveLength(2)
        expect(yield* store.forgetReceipts(3_000, 10)).toBe(1)
        expect(yield* left).toEqual([false, false, true])
        expect(yield* store.forgetReceipts(4_000, 10)).toBe(1)
      })
    )

    it.effect("S7: and never sells more than there is", () =>
      Effect.gen(function* () {
        const store = yield* CaseStore
        const world = yield* StoreWorld
        const place = yield* newPlace(4, 10)
        const { restaurantId, soup, bread } = place
        const stock: ReadonlyArray<StockMove> = [
          { restaurantId, itemId: soup, by: -3 },
          { restaurantId, itemId: bread, by: -50 }
        ]
        const ids = Array.from({ length: 12 }, () => OrderId.make(uuid()))
        const outcomes = yield* Effect.forEach(
          ids,
          (orderId) => tagOf(send(place, orderId, placement(place, orderId), { stock })),
          { concurrency: "unbounded" }
        )
        expect(outcomes.filter((tag) => tag === "done")).toHaveLength(3)
        expect(new Set(outcomes)).toEqual(new Set(["done", "OutOfStock"]))
        expect(yield* world.left(place)).toBe(1)
        expect((yield* Effect.forEach(ids, (id) => store.load(id))).filter(Option.isSome)).toHaveLength(3)
        yield* store.commit(commitOf(customer(place), [], { stock: [{ restaurantId, itemId: soup, by: 3 }] }))
        expect(yield* world.left(place)).toBe(4)
      })
    )

    it.effect("P3: and an order has one courier, who carries no more than fits", () =>
      Effect.gen(function* () {
        const store = yield* CaseStore
        const world = yield* StoreWorld
        const place = yield* newPlace(2)
        const { ana: courierId } = place
        const orders = [yield* confirmed(place), yield* confirmed(place), yield* confirmed(place)]
        const bundle = OfferId.make(uuid())
        for (const orderId of orders) yield* send(place, orderId, offer(bundle, courierId))
        expect(yield* store.offeredAs(bundle)).toEqual([...orders].sort())
        expect(yield* store.offeredAs(OfferId.make(uuid()))).toEqual([])
        const accept = toDelivery({ _tag: "AcceptOffer", offerId: bundle, courierId })
        const accepted: Array<CaseChange> = []
        for (const orderId of orders) accepted.push(changeOf(yield* loaded(orderId), orderId, accept))
        expect(yield* tagOf(store.commit(commitOf(customer(place), accepted)))).toBe("CourierFull")
        for (const orderId of orders) {
          expect(yield* world.carriers(orderId)).toEqual([])
          expect((yield* loaded(orderId)).delivery.status).toBe("offered")
        }
        yield* store.commit(commitOf(customer(place), accepted.slice(0, 2)))
        const carried = accepted.slice(0, 2).map(({ before }) => before.orderId)
        for (const orderId of carried) expect(yield* world.carriers(orderId)).toEqual([courierId])
        const [done] = carried
        if (done === undefined) throw new Error("nothing is carried")
        yield* send(place, done, toDelivery({ _tag: "PickUp", courierId }))
        expect(yield* world.carriers(done)).toEqual([courierId])
        yield* send(place, done, toDelivery({ _tag: "CompleteDelivery", courierId }))
        expect(yield* world.carriers(done)).toEqual([])
        yield* store.commit(commitOf(customer(place), accepted.slice(2)))
      })
    )

    it.effect("P3: and who lost the work makes room for the next", () =>
      Effect.gen(function* () {
        const world = yield* StoreWorld
        const place = yield* newPlace(1)
        const orderId = yield* confirmed(place)
        for (const courierId of [place.ana, place.bo]) {
          const offerId = OfferId.make(uuid())
          yield* send(place, orderId, offer(offerId, courierId))
          yield* send(place, orderId, toDelivery({ _tag: "AcceptOffer", offerId, courierId }))
          expect(yield* world.carriers(orderId)).toEqual([courierId])
          yield* send(
            place,
            orderId,
            toDelivery({ _tag: "ReassignDelivery", courierId, epoch: 1, reason: "operations" })
          )
          expect(yield* world.carriers(orderId)).toEqual([])
        }
        yield* send(place, orderId, toOrder({ _tag: "CancelOrder", by: "platform", reason: "test" }))
        expect(yield* world.carriers(orderId)).toEqual([])
      })
    )

    it.effect("S84: and refuses a dispatcher who was replaced", () =>
      Effect.gen(function* () {
        const world = yield* StoreWorld
        const place = yield* newPlace()
        const { regionId } = place
        const orderId = yield* confirmed(place)
        yield* world.takeOver(regionId, 3)
        const offerId = OfferId.make(uuid())
        const stale = send(place, orderId, offer(offerId, place.ana), { fence: { regionId, epoch: 2 } })
        expect(yield* tagOf(stale)).toBe("StaleEpoch")
        expect((yield* loaded(orderId)).delivery.status).toBe("requested")
        yield* send(place, orderId, offer(offerId, place.ana), { fence: { regionId, epoch: 3 } })
        expect((yield* loaded(orderId)).delivery.status).toBe("offered")
      })
    )

    it.effect("P5: and their money, which sums to zero at every step", () =>
      Effect.gen(function* () {
        const world = yield* StoreWorld
        const place = yield* newPlace()
        const orderId = yield* confirmed(place)
        const sum = Effect.map(world.ledger(orderId), (lines) => [
          lines.length,
          lines.reduce((total, { amount }) => total + amount.amountMinor, 0)
        ])
        expect(yield* sum).toEqual([2, 0])
        const offerId = OfferId.make(uuid())
        const { ana: courierId } = place
        yield* send(place, orderId, offer(offerId, courierId))
        yield* send(place, orderId, toDelivery({ _tag: "AcceptOffer", offerId, courierId }))
        yield* send(place, orderId, toDelivery({ _tag: "PickUp", courierId }))
        yield* send(place, orderId, toDelivery({ _tag: "CompleteDelivery", courierId }))
        expect(yield* sum).toEqual([2, 0])
        yield* send(place, orderId, fromOutside({ _tag: "SettlementDone", operation: "capture" }))
        expect(yield* sum).toEqual([6, 0])
      })
    )

    it.effect("and finds those whose timers are due, the longest due first", () =>
      Effect.gen(function* () {
        const store = yield* CaseStore
        const place = yield* newPlace()
        const ids = [OrderId.make(uuid()), OrderId.make(uuid()), OrderId.make(uuid())]
        // Long before what other tests leave behind.
        const longAgoMs = 1_000_000
        for (const [index, orderId] of ids.entries()) {
          const change = changeOf(noCase, orderId, placement(place, orderId), longAgoMs + 1_000 * (3 - index))
          yield* store.commit(commitOf(customer(place), [change]))
        }
        const due = yield* store.due(longAgoMs + 2_000 + 8_000, 10)
        expect(due).toEqual([
          { orderId: ids[2], timer: "payment", dueAtMs: longAgoMs + 9_000 },
          { orderId: ids[1], timer: "payment", dueAtMs: longAgoMs + 10_000 }
        ])
        expect(yield* store.due(longAgoMs + 60_000, 1)).toEqual(due.slice(0, 1))
        for (const orderId of ids) yield* send(place, orderId, granted)
        expect(yield* store.due(longAgoMs + 60_000, 10)).toEqual([])
        // Their search for a courier began long ago, too: end it, or the timers tests of others would find them.
        for (const orderId of ids) {
          yield* send(place, orderId, toOrder({ _tag: "CancelOrder", by: "platform", reason: "over" }))
          yield* send(place, orderId, fromOutside({ _tag: "SettlementDone", operation: "void" }))
        }
      })
    )

    it.effect("and lists the open ones of a region, page by page", () =>
      Effect.gen(function* () {
        const store = yield* CaseStore
        const place = yield* newPlace()
        const ids: Array<OrderId> = []
        for (let i = 0; i < 5; i++) ids.push(yield* confirmed(place))
        const [ended] = ids.splice(2, 1)
        if (ended === undefined) throw new Error("no order")
        yield* send(place, ended, toOrder({ _tag: "CancelOrder", by: "customer", reason: "test" }))
        const open = yield* store.openIn(place.regionId, null)
        expect(open.map(({ order }) => order.orderId)).toEqual([...ids].sort())
        expect(open.length).toBeLessThanOrEqual(Limits.casesPerPage)
        const [first] = open
        if (first === undefined) throw new Error("no page")
        expect(yield* store.openIn(place.regionId, first.order.orderId)).toEqual(open.slice(1))
      })
    )

    it.effect("S24: and lists orders newest first, to be read on from any of them", () =>
      Effect.gen(function* () {
        const store = yield* CaseStore
        const reads = yield* OrderReads
        const place = yield* newPlace()
        const { customerId, restaurantId, regionId } = place
        const placed: Array<OrderCase> = []
        for (let i = 0; i < 7; i++) {
          const orderId = OrderId.make(uuid())
          // Two and two at the same moment: the id decides.
          const change = changeOf(noCase, orderId, placement(place, orderId), NOW_MS + Math.floor(i / 2))
          yield* store.commit(commitOf(customer(place), [change]))
          placed.push(change.step.after)
        }
        const expected = placed
          .map(({ order }) => order)
          .sort((left, right) =>
            left.placedAtMs === right.placedAtMs
              ? left.orderId < right.orderId
                ? 1
                : -1
              : right.placedAtMs - left.placedAtMs
          )
          .map(({ orderId }) => orderId)
        for (const of of [
          { _tag: "OfCustomer", customerId },
          { _tag: "OfRestaurant", restaurantId, open: false },
          { _tag: "InRegion", regionId, open: true }
        ] as const) {
          const seen: Array<OrderId> = []
          let after: OrderCase["order"] | null = null
          for (let page = 0; page < 4; page++) {
            const found: ReadonlyArray<OrderCase> = yield* reads.list(of, after, 2)
            seen.push(...found.map(({ order }) => order.orderId))
            after = found.at(-1)?.order ?? after
          }
          expect(seen, of._tag).toEqual(expected)
        }
        const [newest = OrderId.make("none")] = expected
        yield* send(place, newest, toOrder({ _tag: "CancelOrder", by: "customer", reason: "test" }))
        const open = yield* reads.list({ _tag: "OfRestaurant", restaurantId, open: true }, null, 10)
        expect(open.map(({ order }) => order.orderId)).toEqual(expected.slice(1))
        expect(yield* reads.list({ _tag: "OfCustomer", customerId }, null, 10)).toHaveLength(7)
      })
    )
  })
}
