import {
  type Errand,
  defaultCaseOptions,
  defaultPlatformRates,
  defaultSagaOptions,
  isSettled,
  OfferId,
  replayCase,
  toDelivery
} from "@hotbag/core"
import {
  caseFeed,
  CaseSettings,
  CaseStore,
  Deliveries,
  Failpoint,
  type FailpointName,
  FAILPOINTS,
  MemoryTables,
  Orders,
  Outbox,
  relay,
  RestaurantDesk,
  timers
} from "@hotbag/services"
import { describe, expect, it } from "@effect/vitest"
import { type Context, Effect, Exit, Layer, Scope } from "effect"
import { TestClock } from "effect/testing"
import {
  ana,
  courier,
  customer,
  foundations,
  keyed,
  kitchen,
  orderIdIn,
  saved,
  tell,
  useCases,
  willing,
  wish
} from "./serverRoom.ts"

/** A process that dies when it comes to a failpoint for the nth time; nothing of it does anything afterwards. */
class Mortal {
  isAlive = true
  hits = 0
  readonly #name: FailpointName | null
  readonly #nth: number

  constructor(name: FailpointName | null, nth: number) {
    this.#name = name
    this.#nth = nth
  }

  hit(name: FailpointName): Effect.Effect<void> {
    return Effect.suspend(() => {
      if (!this.isAlive) return Effect.die("dead")
      if (name !== this.#name) return Effect.void
      this.hits += 1
      if (this.hits !== this.#nth) return Effect.void
      this.isAlive = false
      return Effect.die("crash")
    })
  }

  guard<A, E>(effect: Effect.Effect<A, E>): Effect.Effect<A, E> {
    return Effect.suspend(() => (this.isAlive ? effect : Effect.die("dead")))
  }

  store(store: CaseStore["Service"]): CaseStore["Service"] {
    return {
      load: (orderId) => this.guard(store.load(orderId)),
      orderOf: (deliveryId) => this.guard(store.orderOf(deliveryId)),
      offeredAs: (offerId) => this.guard(store.offeredAs(offerId)),
      openIn: (regionId, after) => this.guard(store.openIn(regionId, after)),
      commit: (commit) => this.guard(this.hit("commit-begun").pipe(Effect.andThen(store.commit(commit)))),
      receipt: (scope, key) => this.guard(store.receipt(scope, key)),
      amendReceipt: (receipt) => this.guard(store.amendReceipt(receipt)),
      forgetReceipts: (beforeMs, limit) => this.guard(store.forgetReceipts(beforeMs, limit)),
      due: (atMs, limit) => this.guard(store.due(atMs, limit)),
      log: (orderId) => this.guard(store.log(orderId)),
      details: (orderId) => this.guard(store.details(orderId))
    }
  }

  outbox(outbox: Outbox["Service"]): Outbox["Service"] {
    return {
      take: (atMs, heldUntilMs, limit) => this.guard(outbox.take(atMs, heldUntilMs, limit)),
      settle: (settlement) => this.guard(outbox.settle(settlement)),
      backlog: this.guard(outbox.backlog),
      forgetSetAside: (beforeMs, limit) => this.guard(outbox.forgetSetAside(beforeMs, limit))
    }
  }
}

/** Operations hear early that nobody comes, whenever the food is ready, so that a timer goes off within each run. */
const options = {
  ...defaultCaseOptions,
  saga: { ...defaultSagaOptions, jitLeadMs: 3_600_000, courierEscalateMs: 20_000 }
}

/** The whole server as one process on what is saved. */
const processOf = (mortal: Mortal, heard: Array<Errand>) =>
  Layer.mergeAll(timers, relay.pipe(Layer.provide(willing(heard)))).pipe(
    Layer.provideMerge(useCases),
    Layer.provideMerge(
      Layer.mergeAll(
        caseFeed,
        Layer.effect(
          CaseStore,
          Effect.map(CaseStore, (store) => mortal.store(store))
        ),
        Layer.effect(
          Outbox,
          Effect.map(Outbox, (outbox) => mortal.outbox(outbox))
        )
      )
    ),
    Layer.provide(Layer.succeed(Failpoint, { hit: (name) => mortal.hit(name) })),
    Layer.provide(Layer.succeed(CaseSettings, { options, rates: defaultPlatformRates })),
    Layer.fresh
  )
type Process = Layer.Success<ReturnType<typeof processOf>>
type Ground = Layer.Services<ReturnType<typeof processOf>>

/** Keeps a process running: whoever uses it while it dies tries again with the next one. */
const supervise = (name: FailpointName, nth: number) => {
  const heard: Array<Errand> = []
  const first = new Mortal(name, nth)
  let mortal = first
  let running: { readonly services: Context.Context<Process>; readonly scope: Scope.Closeable } | null = null
  const current: Effect.Effect<Context.Context<Process>, never, Ground> = Effect.gen(function* () {
    if (running !== null && mortal.isAlive) return running.services
    if (running !== null) {
      yield* Scope.close(running.scope, Exit.void)
      mortal = new Mortal(null, 0)
    }
    const scope = yield* Scope.make()
    const services = yield* Layer.buildWithScope(processOf(mortal, heard), scope)
    running = { services, scope }
    return services
  })
  const use = <A, E>(effect: Effect.Effect<A, E, Process>): Effect.Effect<A, E, Ground> =>
    Effect.gen(function* () {
      for (let lives = 0; lives < 3; lives++) {
        const services = yield* current
        const exit = yield* Effect.exit(Effect.provideContext(effect, services))
        if (Exit.isSuccess(exit)) return exit.value
        if (mortal.isAlive) return yield* exit
      }
      return yield* Effect.die("the second process died, too")
    })
  /** Lets the time pass, whoever dies meanwhile. */
  const pass = (ms: number) =>
    Effect.gen(function* () {
      for (let passed = 0; passed < ms; passed += STEP_MS) {
        yield* current
        yield* TestClock.adjust(STEP_MS)
      }
    })
  const stop = Effect.suspend(() => (running === null ? Effect.void : Scope.close(running.scope, Exit.void)))
  return { heard, first, use, pass, stop }
}

const STEP_MS = 5_000

/** One order from placement to captured money, each command sent again under its key until it is answered. */
const live = Effect.fnUntraced(function* (name: FailpointName, nth: number) {
  const { first, heard, pass, stop, use } = supervise(name, nth)
  const placed = yield* use(Effect.flatMap(Orders, (orders) => orders.place(wish, keyed(customer, "key-1"))))
  const orderId = orderIdIn(placed)
  // A lane that a dead relay held has to come free first.
  for (let waits = 0; waits < 20; waits++) {
    if ((yield* use(saved(orderId))).order.status !== "placed") break
    yield* pass(STEP_MS)
  }
  yield* use(Effect.flatMap(RestaurantDesk, (desk) => desk.confirm(orderId, null, keyed(kitchen, "key-2"))))
  // So long that operations are told that nobody comes: the timer of the search has gone off.
  yield* pass(30_000)
  const { deliveryId } = (yield* use(saved(orderId))).order
  const offerId = OfferId.make("offer-1")
  const offer = toDelivery({
    _tag: "OfferDelivery",
    offerId,
    courierId: ana,
    expiresAtMs: 1_000_000_000,
    epoch: 1
  })
  yield* use(tell(orderId, offer))
  const report = (key: string, how: "pickedUp" | "complete") =>
    use(Effect.flatMap(Deliveries, (each) => each[how](deliveryId, keyed(courier(ana), key))))
  const accepted = yield* use(
    Effect.flatMap(Deliveries, (each) => each.accept(deliveryId, null, keyed(courier(ana), "key-3")))
  )
  yield* report("key-4", "pickedUp")
  yield* report("key-5", "complete")
  // Longer than a dead relay holds its lanes.
  yield* pass(120_000)
  const again = yield* use(Effect.flatMap(Orders, (orders) => orders.place(wish, keyed(customer, "key-1"))))
  yield* stop
  return { orderId, placed, accepted, again, heard, hasCrashed: !first.isAlive }
})

describe("P1, P2, P5, P6, P7: a crash between any two steps", () => {
  it.effect.each(FAILPOINTS)(
    "%s: loses nothing and does nothing twice",
    (name) =>
      Effect.gen(function* () {
        let crashes = 0
        for (let nth = 1; nth <= 40; nth++) {
          const { hasCrashed } = yield* check(name, nth).pipe(Effect.provide(Layer.fresh(foundations())))
          if (!hasCrashed) break
          crashes += 1
        }
        expect(crashes, `${name} was reached`).toBeGreaterThan(0)
      }),
    60_000
  )
})

const check = Effect.fnUntraced(function* (name: FailpointName, nth: number) {
  const run = yield* live(name, nth)
  const where = `${name} ${nth}`
  const { assignments, cases, lanes, ledger, logs, receipts } = yield* MemoryTables
  expect([cases.size, lanes.size, assignments.size, receipts.size], where).toEqual([1, 0, 0, 5])
  const state = cases.get(run.orderId)
  const log = (logs.get(run.orderId) ?? []).map(({ entry }) => entry)
  if (state === undefined) throw new Error("the order is lost")
  expect(replayCase(log, options), where).toEqual(state)
  expect([state.order.status, isSettled(state.saga)], where).toEqual(["delivered", true])
  expect({ ...run.again, replayed: false }, where).toEqual({ ...run.placed, replayed: false })
  const kinds = ledger.filter(({ amount }) => amount.amountMinor < 0).map(({ kind }) => kind)
  expect(kinds, where).toEqual(["hold", "capture"])
  expect(
    ledger.reduce((sum, { amount }) => sum + amount.amountMinor, 0),
    where
  ).toBe(0)
  expect(
    run.heard.map(({ _tag }) => _tag),
    where
  ).toContain("Escalate")
  const notices = run.heard.flatMap((errand) => (errand._tag === "Notify" ? [errand.notice] : []))
  expect([...new Set(notices)], where).toEqual([
    "order-confirmed",
    "offer",
    "courier-assigned",
    "courier-en-route",
    "delivered"
  ])
  return run
})
