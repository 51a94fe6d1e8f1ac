import { expect, layer } from "@effect/vitest"
import { type OrderId, toDelivery } from "@hotbag/core"
import {
  type CaseFeed,
  type Cases,
  CaseStore,
  type CourierFeed,
  Couriers,
  type CourierStore,
  type CourierWork,
  defaultDispatchOptions,
  Dispatch,
  DispatchSettings,
  type Explanations,
  type RegionLeases
} from "@hotbag/services"
import { Context, Effect, Exit, Layer, Option, Schedule, Scope } from "effect"
import { answer, courier, deliveryOf, now, onDuty, operator, order, place, REGION, send } from "./town.ts"

export { restaurantsInTown } from "./town.ts"

/** What dispatch stands on. */
export type DispatchRoom =
  | CaseFeed
  | Cases
  | CaseStore
  | CourierFeed
  | Couriers
  | CourierStore
  | CourierWork
  | Explanations
  | RegionLeases

/** One process's dispatcher; closing the scope ends it. */
const dispatcher = (holder: string) =>
  Effect.gen(function* () {
    const scope = yield* Scope.make()
    const built = Dispatch.layer.pipe(
      Layer.provide(Layer.succeed(DispatchSettings, { ...defaultDispatchOptions, holder, windowMs: 0 }))
    )
    return { scope, services: yield* Layer.buildWithScope(Layer.fresh(built), scope) }
  })

/** Asks again and again until it is so. */
const soon = <E, R>(isSo: Effect.Effect<boolean, E, R>) =>
  Effect.repeat(isSo, { until: (so) => so, schedule: Schedule.spaced("20 millis") }).pipe(
    Effect.timeout("20 seconds")
  )

const askedFor = (n: number) =>
  Effect.gen(function* () {
    yield* soon(Effect.map(now(n), ({ offers }) => offers.length > 0))
    const { offers } = yield* now(n)
    const [first] = offers
    if (first?.delivery.status !== "offered" || first.delivery.offerId === null)
      return yield* Effect.die("no offer")
    return first.delivery.offerId
  })

const drive = Effect.fnUntraced(function* (n: number, orderId: OrderId) {
  for (const _tag of ["ArriveAtRestaurant", "PickUp", "ArriveAtCustomer", "CompleteDelivery"] as const)
    yield* send(orderId, toDelivery({ _tag, courierId: courier(n) }))
})

/** Dispatch from the first offer to the door, over a takeover, by the real clock, on any stores. */
export const dispatchCases = <E>(name: string, room: Layer.Layer<DispatchRoom, E>): void => {
  layer(room, { timeout: "5 minutes", excludeTestServices: true })(`dispatch on ${name}`, (it) => {
    it.effect("S9–S11, S44, S84: orders are carried over a takeover, once each", () =>
      Effect.gen(function* () {
        const first = yield* dispatcher("one")
        yield* onDuty(1, [0, 0.5])
        const one = yield* place(1)
        yield* answer(1, yield* askedFor(1), "AcceptOffer")
        expect(yield* deliveryOf(one)).toMatchObject({ status: "accepted", courierId: courier(1), epoch: 1 })
        yield* onDuty(2, [0, 1])
        const two = yield* place(2)
        yield* answer(2, yield* askedFor(2), "RejectOffer")
        yield* onDuty(3, [0, 2])
        const open = yield* askedFor(3)

        // The same process again, as after a crash: it takes over while the first one still believes itself in charge.
        const second = yield* dispatcher("one")
        yield* soon(Effect.map(deliveryOf(two), ({ epoch, offerId }) => epoch === 2 && offerId !== null))
        const delivery = yield* deliveryOf(two)
        expect(delivery).toMatchObject({ offeredTo: courier(3), declinedBy: [courier(2)] })
        expect(delivery.offerId).not.toBe(open)
        yield* answer(3, yield* askedFor(3), "AcceptOffer")
        yield* drive(1, one)
        yield* drive(3, two)
        const three = yield* place(3)
        yield* soon(Effect.map(deliveryOf(three), ({ status }) => status === "offered"))
        expect(yield* deliveryOf(three)).toMatchObject({ epoch: 2, attempts: 1 })

        const { explain } = Context.get(second.services, Dispatch)
        const { offers } = yield* explain(operator, two)
        expect(offers.map(({ chosen }) => chosen)).toEqual([courier(2), courier(3), courier(3)])
        expect(offers[0]?.words).toContain("The planner policy chose courier courier-2")
        const store = yield* CaseStore
        const state = Option.getOrThrow(yield* store.load(order(2)))
        expect(state.delivery.status).toBe("delivered")
        const couriers = yield* Couriers
        const [ana] = yield* couriers.list(operator, REGION, null, 1)
        expect(ana).toMatchObject({ courierId: courier(1), accepted: 1, assigned: 1 })
        yield* Scope.close(first.scope, Exit.void)
        yield* Scope.close(second.scope, Exit.void)
      })
    )
  })
}
