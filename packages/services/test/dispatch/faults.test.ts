import { describe, expect, it } from "@effect/vitest"
import { MINUTE_MS, SECOND_MS, toOrder } from "@hotbag/core"
import {
  caseFeed,
  Cases,
  casesLayer,
  CaseStore,
  CourierStore,
  Dispatch,
  StoreUnavailable
} from "@hotbag/services"
import { Context, Effect, Layer } from "effect"
import {
  accepts,
  Alarms,
  answer,
  asked,
  courier,
  delivers,
  deliveryOf,
  dispatchedTown,
  dispatcher,
  now,
  onDuty,
  order,
  pass,
  place,
  send,
  statusOf,
  town,
  until
} from "./town.ts"

/** The stores as the dispatcher sees them: away while the switch is on. */
class Power extends Context.Service<Power, { isOff: boolean }>()("test/Power") {}
const power = Layer.sync(Power, () => ({ isOff: false }))

const unlessOff =
  (isOff: () => boolean) =>
  <A, E, R>(effect: Effect.Effect<A, E, R>) =>
    Effect.suspend((): Effect.Effect<A, E | StoreUnavailable, R> =>
      isOff() ? Effect.fail(new StoreUnavailable({ retryAfterMs: SECOND_MS })) : effect
    )

const unsteady = Layer.effectContext(
  Effect.gen(function* () {
    const switched = yield* Power
    const guard = unlessOff(() => switched.isOff)
    const cases = yield* Cases
    const store = yield* CaseStore
    const couriers = yield* CourierStore
    return Context.empty().pipe(
      Context.add(Cases, {
        ...cases,
        advance: (request) => guard(cases.advance(request)),
        read: (orderId) => guard(cases.read(orderId))
      }),
      Context.add(CaseStore, { ...store, openIn: (regionId, after) => guard(store.openIn(regionId, after)) }),
      Context.add(CourierStore, { ...couriers, those: (ids) => guard(couriers.those(ids)) })
    )
  })
)

describe("a dispatcher in bad company", () => {
  it.effect("goes on when its stores come back, and has lost nothing (P3, P6)", () =>
    Effect.gen(function* () {
      const switched = yield* Power
      yield* onDuty(1, [0, 0.5])
      yield* place(1)
      yield* accepts(1)
      switched.isOff = true
      yield* onDuty(2, [0, 1])
      yield* place(2)
      yield* pass(MINUTE_MS)
      expect(yield* statusOf(order(2))).toBe("requested")
      yield* delivers(1, order(1))
      switched.isOff = false
      yield* until(
        "it is offered",
        Effect.map(statusOf(order(2)), (status) => status === "offered")
      )
      const { offeredTo } = yield* deliveryOf(order(2))
      yield* accepts(offeredTo === courier(1) ? 1 : 2)
    }).pipe(
      Effect.provide(
        dispatcher().pipe(Layer.provide(unsteady), Layer.provideMerge(power), Layer.provideMerge(town))
      )
    )
  )

  it.effect("hears what another process has saved, though nobody told it", () =>
    Effect.gen(function* () {
      yield* onDuty(1, [0, 0.5])
      // An engine with a feed of its own, as in another process on the same stores.
      yield* place(1).pipe(Effect.provide(Layer.fresh(casesLayer.pipe(Layer.provide(Layer.fresh(caseFeed))))))
      yield* pass(SECOND_MS)
      expect(yield* statusOf(order(1))).toBe("requested")
      yield* pass(MINUTE_MS)
      yield* accepts(1)
    }).pipe(Effect.provide(dispatchedTown))
  )

  it.effect("takes an acceptance that crossed the end of the bundle's other order", () =>
    Effect.gen(function* () {
      yield* place(1, { to: [3, 3] })
      yield* place(2, { to: [3, 3.1] })
      yield* onDuty(1, [0, 0.2])
      const offerId = yield* asked(1)
      expect((yield* now(1)).offers).toHaveLength(2)
      const cancel = send(order(1), toOrder({ _tag: "CancelOrder", by: "platform", reason: "test" }))
      yield* Effect.andThen(cancel, Effect.exit(answer(1, offerId, "AcceptOffer")))
      yield* pass(SECOND_MS)
      if ((yield* statusOf(order(2))) !== "accepted") yield* accepts(1)
      expect(yield* deliveryOf(order(2))).toMatchObject({ status: "accepted", courierId: courier(1) })
      yield* delivers(1, order(2))
      expect((yield* now(1)).status).toBe("idle")
      yield* place(3)
      yield* accepts(1)
    }).pipe(Effect.provide(dispatchedTown))
  )

  it.effect("asks by the simplest rule after a round that took too long, and tells operations", () =>
    Effect.gen(function* () {
      const alarms = yield* Alarms
      const dispatch = yield* Dispatch
      yield* onDuty(1, [0, 0.5])
      yield* pass(SECOND_MS)
      yield* place(1)
      yield* accepts(1)
      expect(alarms[0]).toMatchObject({ _tag: "SlowRound", regionId: "metro" })
      yield* onDuty(2, [0, 1])
      yield* place(2)
      yield* asked(2)
      const { offers } = yield* dispatch.explain({ role: "operator", subject: "olga" }, order(2))
      expect(offers).toMatchObject([{ chosen: courier(2), policy: "nearest" }])
    }).pipe(Effect.provide(dispatcher({ longestRoundMs: -1 }).pipe(Layer.provideMerge(town))))
  )
})
