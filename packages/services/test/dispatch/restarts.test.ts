import { describe, expect, it } from "@effect/vitest"
import { type CourierId, MINUTE_MS, type OrderCase, SECOND_MS, toDelivery, toOrder } from "@hotbag/core"
import { CaseStore, CourierWork, isOnDuty } from "@hotbag/services"
import { Clock, Effect, Exit, Layer, References, Scope } from "effect"
import { TestClock } from "effect/testing"
import * as fc from "fast-check"
import {
  answer,
  courier,
  dispatcher,
  everything,
  type Kilometres,
  offDuty,
  onDuty,
  order,
  pass,
  place,
  REGION,
  send,
  town
} from "./town.ts"

const KINDS = [
  ["place", 5],
  ["online", 4],
  ["accept", 6],
  ["work", 8],
  ["wait", 5],
  ["reject", 1],
  ["offline", 1],
  ["cancel", 1],
  ["crash", 2],
  ["twin", 1]
] as const

/** One thing that happens; `pick` says to whom. */
interface Step {
  readonly kind: (typeof KINDS)[number][0]
  readonly pick: number
  readonly where: Kilometres
}

const step: fc.Arbitrary<Step> = fc.record({
  kind: fc.oneof(...KINDS.map(([kind, weight]) => ({ arbitrary: fc.constant(kind), weight }))),
  pick: fc.nat(20),
  where: fc.tuple(fc.integer({ min: -4, max: 4 }), fc.integer({ min: -4, max: 4 }))
})

const COURIERS = [1, 2, 3, 4]

describe("dispatchers come and go at any moment", () => {
  it("S84, P3, S11: nothing is lost, nothing is given twice, nobody who declined is asked again", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 10, maxLength: 60, size: "max" }), (steps) =>
        Effect.runPromise(
          day(steps).pipe(
            Effect.provide(Layer.merge(town, TestClock.layer())),
            Effect.provideService(References.MinimumLogLevel, "None"),
            Effect.scoped
          )
        )
      ),
      { numRuns: 30 }
    )
  }, 120_000)
})

const day = Effect.fnUntraced(function* (steps: ReadonlyArray<Step>) {
  const dispatchers: Array<Scope.Closeable> = []
  const start = Effect.gen(function* () {
    const scope = yield* Scope.fork(yield* Effect.scope)
    dispatchers.push(scope)
    yield* Layer.buildWithScope(Layer.fresh(dispatcher({ windowMs: 2 * SECOND_MS })), scope)
  })
  const crash = Effect.gen(function* () {
    const scope = dispatchers.pop()
    if (scope !== undefined) yield* Scope.close(scope, Exit.void)
  })
  yield* start
  let orders = 0
  for (const { kind, pick, where } of steps) {
    const n = COURIERS[pick % COURIERS.length] ?? 1
    if (kind === "place" && orders < 8) yield* place(++orders, { to: where, readyMin: pick % 5 })
    if (kind === "online") yield* onDuty(n, where).pipe(Effect.catchTag("DutyRefused", () => Effect.void))
    if (kind === "offline") yield* offDuty(n).pipe(Effect.catchTag("NotFound", () => Effect.void))
    if (kind === "accept" || kind === "reject") yield* answers(n, kind)
    if (kind === "work") yield* works(n)
    if (kind === "wait") yield* pass((pick % 7) * 20 * SECOND_MS)
    if (kind === "cancel" && orders > 0) {
      const input = toOrder({ _tag: "CancelOrder", by: "platform", reason: "test" })
      yield* Effect.exit(send(order(1 + (pick % orders)), input))
    }
    if (kind === "crash") {
      yield* crash
      yield* start
    }
    if (kind === "twin") yield* start
    yield* pass(0)
    yield* oneOfferEach
  }
  yield* finish(orders)
})

/** Somebody who takes everything comes, and everybody works on: then everything must be carried to its end. */
const finish = Effect.fnUntraced(function* (orders: number) {
  yield* onDuty(9, [0, 0])
  const all = [...COURIERS, 9]
  for (let minute = 0; minute < 600; minute++) {
    if ((yield* openOrders).length === 0) break
    yield* pass(30 * SECOND_MS)
    for (const n of all) yield* answers(n, "accept")
    for (const n of all) yield* works(n)
    yield* oneOfferEach
  }
  expect((yield* openOrders).map(({ delivery, order: { orderId } }) => [orderId, delivery.status])).toEqual(
    []
  )
  const { tables } = yield* everything
  for (let n = 1; n <= orders; n++) yield* nobodyTwice(n)
  expect([...tables.assignments]).toEqual([])
})

const openOrders = Effect.flatMap(CaseStore, (store) => store.openIn(REGION, null)).pipe(
  Effect.map((open) => open.filter(({ delivery }) => delivery.status !== "none"))
)

/** Who declined an order is not asked for it again, whoever dispatches (S11). */
const nobodyTwice = Effect.fnUntraced(function* (n: number) {
  const log = yield* Effect.flatMap(CaseStore, (store) => store.log(order(n)))
  const declined = new Set<CourierId>()
  for (const { entry } of log) {
    const { fact } = entry
    if (fact._tag === "OfferRejected" || fact._tag === "OfferTimedOut") declined.add(fact.courierId)
    if (fact._tag === "DeliveryOffered") expect(declined, `order ${n}`).not.toContain(fact.courierId)
  }
})

/** A courier is asked one thing at a time. */
const oneOfferEach = Effect.gen(function* () {
  const offers = new Map<string, Set<string>>()
  for (const { delivery } of yield* openOrders) {
    if (delivery.status !== "offered" || delivery.offeredTo === null || delivery.offerId === null) continue
    const of = offers.get(delivery.offeredTo) ?? new Set()
    offers.set(delivery.offeredTo, of.add(delivery.offerId))
  }
  for (const [courierId, of] of offers) expect([courierId, of.size]).toEqual([courierId, 1])
})

const answers = Effect.fnUntraced(function* (n: number, kind: "accept" | "reject") {
  const work = yield* Effect.flatMap(CourierWork, (all) => all.of(courier(n), REGION))
  const { couriers } = yield* everything
  const nowMs = yield* Clock.currentTimeMillis
  const found = yield* couriers.find(courier(n))
  if (found._tag === "None" || (!isOnDuty(found.value, nowMs) && kind === "reject")) return
  for (const { delivery } of work) {
    if (delivery.status !== "offered" || delivery.offerId === null) continue
    const tag = kind === "accept" ? "AcceptOffer" : "RejectOffer"
    // An answer may come too late.
    yield* Effect.exit(answer(n, delivery.offerId, tag))
    return
  }
})

/** The next stop of the courier's first order in hand. */
const works = Effect.fnUntraced(function* (n: number) {
  const courierId = courier(n)
  const work = yield* Effect.flatMap(CourierWork, (all) => all.of(courierId, REGION))
  const next = work.find((state) => nextStop(state) !== null)
  const _tag = next === undefined ? null : nextStop(next)
  if (next === undefined || _tag === null) return
  yield* pass(MINUTE_MS)
  yield* send(next.order.orderId, toDelivery({ _tag, courierId }))
})

const nextStop = ({ delivery }: OrderCase) => NEXT_STOP.get(delivery.status) ?? null

const NEXT_STOP = new Map<string, "ArriveAtCustomer" | "ArriveAtRestaurant" | "CompleteDelivery" | "PickUp">([
  ["accepted", "ArriveAtRestaurant"],
  ["at-restaurant", "PickUp"],
  ["picked-up", "ArriveAtCustomer"],
  ["at-customer", "CompleteDelivery"]
])
