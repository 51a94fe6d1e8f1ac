import { expect, layer } from "@effect/vitest"
import {
  advanceCase,
  type CaseInput,
  type CommandId,
  type CourierId,
  CustomerId,
  fromOutside,
  noCase,
  type OfferId,
  type OrderId,
  postTransfers,
  RegionId,
  type RestaurantId,
  toDelivery,
  toOrder
} from "@hotbag/core"
import {
  CaseStore,
  type Commit,
  memoryCaseStore,
  memoryOrderReads,
  memoryOutbox,
  MemoryTables,
  memoryTables,
  OrderReads,
  Outbox,
  stockName
} from "@hotbag/services"
import { Context, Effect, Layer, Option, Result } from "effect"
import fc from "fast-check"
import { Database, postgresCaseStore, postgresOrderReads, postgresOutbox } from "../../src/index.ts"
import {
  accept,
  commitOf,
  granted,
  newCommandId,
  newCourierId,
  newOfferId,
  newOrderId,
  newRestaurantId,
  NOW_MS,
  offer,
  placement,
  receiptOf,
  soup
} from "./orders.ts"
import { TestDatabase } from "./TestDatabase.ts"

const ports = (room: Context.Context<CaseStore | Outbox | OrderReads>) => ({
  cases: Context.get(room, CaseStore),
  outbox: Context.get(room, Outbox),
  reads: Context.get(room, OrderReads)
})

const Postgres = Layer.mergeAll(postgresCaseStore(), postgresOutbox, postgresOrderReads).pipe(
  Layer.provideMerge(TestDatabase)
)
const Memory = Layer.mergeAll(memoryCaseStore, memoryOutbox, memoryOrderReads).pipe(
  Layer.provideMerge(memoryTables)
)

/** What is done to one of four orders; numbers choose among what there is. */
const action = fc.record({
  order: fc.nat(3),
  what: fc.constantFrom(
    ...([
      "place",
      "grant",
      "refuse",
      "settle",
      "confirm",
      "ready",
      "offer",
      "accept",
      "reject",
      "reassign"
    ] as const),
    ...(["pick-up", "complete", "fail", "cancel", "timer", "take-over", "relay", "carry"] as const)
  ),
  courier: fc.nat(1),
  offer: fc.nat(2),
  soups: fc.nat(3),
  key: fc.option(fc.nat(5), { nil: null }),
  fence: fc.option(fc.nat(3), { nil: null }),
  staleness: fc.nat(9),
  afterMs: fc.nat(100_000)
})
type Action = typeof action extends fc.Arbitrary<infer A> ? A : never

/** Some get far at once, or random steps would hardly ever bring a courier two orders. */
const inFull = (each: Action): ReadonlyArray<Action> =>
  each.what === "carry"
    ? (["place", "grant", "offer", "accept"] as const).map((what) => ({
        ...each,
        what,
        soups: 0,
        key: null,
        fence: null
      }))
    : [each]

interface Town {
  readonly regionId: RegionId
  readonly restaurantId: RestaurantId
  readonly customerId: CustomerId
  readonly orders: ReadonlyArray<OrderId>
  readonly couriers: ReadonlyArray<CourierId>
  readonly offers: ReadonlyArray<OfferId>
  readonly keys: ReadonlyArray<CommandId>
}

const newTown = (): Town => ({
  regionId: RegionId.make(newOrderId()),
  restaurantId: newRestaurantId(),
  customerId: CustomerId.make(newOrderId()),
  orders: Array.from({ length: 4 }, newOrderId).toSorted(),
  couriers: Array.from({ length: 2 }, newCourierId),
  offers: Array.from({ length: 3 }, newOfferId),
  keys: Array.from({ length: 6 }, newCommandId)
})

const pick = <A>(from: ReadonlyArray<A>, index: number): A => {
  const one = from[index]
  if (one === undefined) throw new Error("out of reach")
  return one
}

const inputOf = (town: Town, each: Action): CaseInput | null => {
  const courierId = pick(town.couriers, each.courier)
  const offerId = pick(town.offers, each.offer)
  switch (each.what) {
    case "place":
      return placement(pick(town.orders, each.order), town)
    case "grant":
      return granted
    case "refuse":
      return fromOutside({ _tag: "AuthorisationRefused", reason: "card" })
    case "settle":
      return fromOutside({ _tag: "SettlementDone", operation: each.courier === 0 ? "capture" : "void" })
    case "confirm":
      return toOrder({ _tag: "ConfirmOrder", readyEstimateAtMs: NOW_MS + 600_000 })
    case "ready":
      return toOrder({ _tag: "MarkReady" })
    case "offer":
      return offer(offerId, courierId)
    case "accept":
      return accept(offerId, courierId)
    case "reject":
      return toDelivery({ _tag: "RejectOffer", offerId, courierId })
    case "reassign":
      return toDelivery({ _tag: "ReassignDelivery", courierId, epoch: 1, reason: "operations" })
    case "pick-up":
      return toDelivery({ _tag: "PickUp", courierId })
    case "complete":
      return toDelivery({ _tag: "CompleteDelivery", courierId })
    case "fail":
      return toDelivery({ _tag: "FailDelivery", reason: "lost" })
    case "cancel":
      return toOrder({ _tag: "CancelOrder", by: "platform", reason: "test" })
    case "timer":
      return fromOutside({ _tag: "TimerFired", timer: "courier", dueAtMs: NOW_MS })
    case "take-over":
    case "relay":
    case "carry":
      return null
  }
}

layer(Layer.merge(Postgres, TestDatabase), { timeout: "5 minutes", excludeTestServices: true })(
  "the store in memory and the store in PostgreSQL",
  (it) => {
    it.effect("end equal after any sequence of commits, and refuse the same of them", () =>
      Effect.gen(function* () {
        const postgres = ports(yield* Effect.context<CaseStore | Outbox | OrderReads>())
        const { sql } = yield* Database
        const refused = new Set<string>()

        const play = Effect.fnUntraced(function* (actions: ReadonlyArray<Action>) {
          const town = newTown()
          const memory = ports(yield* Effect.context<CaseStore | Outbox | OrderReads>())
          const tables = yield* MemoryTables
          for (const courierId of town.couriers) {
            tables.capacities.set(courierId, 1)
            yield* sql`insert into couriers (driver_id, capacity) values (${courierId}, 1)`
          }
          tables.stock.set(stockName(town.restaurantId, soup), 4)
          yield* sql`insert into item_stock values (${town.restaurantId}, ${soup}, 4)`

          const both = [memory, postgres]
          for (const each of actions.flatMap((one) => inFull(one))) {
            const orderId = pick(town.orders, each.order)
            if (each.what === "take-over") {
              const epoch = Math.max(each.offer, tables.epochs.get(town.regionId) ?? 0)
              tables.epochs.set(town.regionId, epoch)
              yield* sql`insert into regions (region_id, epoch) values (${town.regionId}, ${BigInt(epoch)})
                on conflict (region_id) do update set epoch = excluded.epoch`
              continue
            }
            if (each.what === "relay") {
              const ran = yield* Effect.forEach(both, (store) => relay(store.outbox, town, each))
              expect(ran[1]).toEqual(ran[0])
              continue
            }
            const commit = yield* plan(memory.cases, town, each, orderId)
            if (commit === null) continue
            const ended = yield* Effect.forEach(both, ({ cases }) => Effect.result(cases.commit(commit)))
            const [one, other] = ended.map((result) => (Result.isSuccess(result) ? "done" : result.failure))
            expect(other).toEqual(one)
            if (typeof one === "object") refused.add(one._tag)
          }
          const seen = yield* Effect.forEach(both, (store) => everything(store, town))
          expect(seen[1]).toEqual(seen[0])
          const [left] = yield* sql`select pieces_left from item_stock where rest_id = ${town.restaurantId}`
          expect(left).toEqual({ pieces_left: tables.stock.get(stockName(town.restaurantId, soup)) })
          const lines = yield* sql`select account, owner_id, amount_minor::float8 as minor from ledger_entries
            where order_id = any(${town.orders}) order by id`
          expect(lines).toEqual(
            tables.ledger.map(({ account, amount }) => ({
              account: account.kind,
              owner_id: account.ownerId,
              minor: amount.amountMinor
            }))
          )
        })

        const run = Effect.runPromiseWith(yield* Effect.context())
        yield* Effect.promise(() =>
          fc.assert(
            fc.asyncProperty(fc.array(action, { minLength: 5, maxLength: 60, size: "max" }), (actions) =>
              run(play(actions).pipe(Effect.provide(Memory.pipe(Layer.fresh))))
            ),
            { numRuns: 40 }
          )
        )
        // Every refusal must have happened, or the test has shown less than it says.
        expect([...refused].toSorted()).toEqual([
          "CourierFull",
          "OutOfStock",
          "ReceiptTaken",
          "StaleCase",
          "StaleEpoch"
        ])
      })
    )
  }
)

/** The commit of an action as the engine would make it; null when the lifecycle refuses. */
const plan = Effect.fnUntraced(function* (
  cases: CaseStore["Service"],
  town: Town,
  each: Action,
  orderId: OrderId
) {
  const state = Option.getOrElse(yield* cases.load(orderId), () => noCase)
  const from = each.what === "place" && each.staleness === 0 ? noCase : state
  const input = inputOf(town, each)
  if (input === null) return null
  const advanced = advanceCase(from, input, NOW_MS + each.afterMs)
  if (Result.isFailure(advanced)) return null
  const step = advanced.success
  if (step.entries.length === 0) return null
  const isNew = from.length === 0
  const change = {
    before: { orderId, length: from.length },
    step,
    transfers: postTransfers(from.saga, step.after.saga, step.after.order),
    payment: isNew ? ({ method: "paypal", token: null } as const) : null,
    details: null
  }
  const more: Partial<Commit> = {
    atMs: NOW_MS + each.afterMs,
    receipt: each.key === null ? null : receiptOf(pick(town.keys, each.key)),
    stock: isNew ? [{ restaurantId: town.restaurantId, itemId: soup, by: -each.soups }] : [],
    fence: each.fence === null ? null : { regionId: town.regionId, epoch: each.fence }
  }
  return commitOf([change], more)
})

/** Takes what waits of the town's orders and ends it in one of three ways; the errands, without their numbers. */
const relay = Effect.fnUntraced(function* (outbox: Outbox["Service"], { orders }: Town, each: Action) {
  const atMs = NOW_MS + 200_000 + each.afterMs
  const rows = (yield* outbox.take(atMs, atMs + 1, 100_000)).filter(({ orderId }) => orders.includes(orderId))
  for (const orderId of orders) {
    const [row, ...rest] = rows.filter((one) => one.orderId === orderId)
    if (row === undefined) continue
    yield* outbox.settle({
      orderId,
      done: each.offer === 0 ? [row, ...rest].map(({ id }) => id) : rest.map(({ id }) => id),
      setAside: each.offer === 1 ? [{ id: row.id, why: "test" }] : [],
      retry: each.offer === 2 ? { id: row.id, notBeforeMs: atMs + 5 } : null
    })
  }
  return rows.map(({ orderId, errand, attempts }) => ({ orderId, errand, attempts }))
})

/** All that a store answers about the town. */
const everything = Effect.fnUntraced(function* ({ cases, reads }: ReturnType<typeof ports>, town: Town) {
  const { customerId, restaurantId, regionId, orders } = town
  const due = yield* cases.due(NOW_MS + 10_000_000, 1_000_000)
  return {
    cases: yield* Effect.forEach(orders, cases.load),
    logs: yield* Effect.forEach(orders, cases.log),
    receipts: yield* Effect.forEach(town.keys, (key) => cases.receipt("ada POST /orders", key)),
    offered: yield* Effect.forEach(town.offers, cases.offeredAs),
    open: yield* cases.openIn(regionId, null),
    due: due.filter(({ orderId }) => orders.includes(orderId)),
    lists: [
      yield* reads.list({ _tag: "OfCustomer", customerId }, null, 10),
      yield* reads.list({ _tag: "OfRestaurant", restaurantId, open: true }, null, 10),
      yield* reads.list({ _tag: "OfRestaurant", restaurantId, open: false }, null, 2),
      yield* reads.list({ _tag: "InRegion", regionId, open: true }, null, 10),
      yield* reads.list({ _tag: "InRegion", regionId, open: false }, null, 10)
    ]
  }
})
