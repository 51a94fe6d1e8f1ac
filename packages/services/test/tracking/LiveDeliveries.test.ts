import { describe, expect, it } from "@effect/vitest"
import { SECOND_MS, toDelivery } from "@hotbag/core"
import { LiveDeliveries, type LiveDelivery } from "@hotbag/services"
import { Effect, Layer } from "effect"
import { accepts, asked, at, courier, delivers, onDuty, order, pass, place, send } from "../dispatch/town.ts"
import { kept, watch, watchedDispatchedTown } from "./watchedTown.ts"
import { dispatchedTown } from "../dispatch/town.ts"

/** What a courier does next, in words. */
const way = ({ stops }: LiveDelivery) => stops.map(({ kind, orders }) => `${kind} ${orders.join("+")}`)

describe("deliveries under way", () => {
  it.effect("S15: are found by order, delivery and courier from their request to their end", () =>
    Effect.gen(function* () {
      const live = yield* LiveDeliveries
      const heard: Array<string> = []
      const stop = live.onChange((delivery, before) =>
        heard.push(`${before?.status ?? "-"} ${delivery.status}`)
      )
      yield* onDuty(1, [0, 0])
      const orderId = yield* place(1)
      yield* pass(SECOND_MS)
      expect(live.isLoaded()).toBe(true)
      expect(live.ofOrder(orderId)).toMatchObject({
        courierId: null,
        pickup: at([0, 0]),
        dropoff: at([1, 1])
      })
      yield* accepts(1)
      yield* pass(SECOND_MS)
      const [mine] = live.ofCourier(courier(1))
      expect(mine).toMatchObject({ orderId, status: "accepted", courierId: courier(1) })
      expect(mine === undefined ? [] : way(mine)).toEqual(["pickup order-1", "dropoff order-1"])
      expect(mine).toBe(live.ofOrder(orderId))
      expect(mine === undefined ? undefined : live.ofDelivery(mine.deliveryId)).toBe(mine)
      yield* delivers(1, orderId)
      yield* pass(SECOND_MS)
      expect(live.ofOrder(orderId)).toBeUndefined()
      expect(live.ofCourier(courier(1))).toEqual([])
      expect(live.size()).toBe(0)
      expect(heard.slice(-4)).toEqual([
        "accepted at-restaurant",
        "at-restaurant picked-up",
        "picked-up at-customer",
        "at-customer delivered"
      ])
      stop()
      yield* place(2)
      yield* pass(SECOND_MS)
      expect(heard.at(-1)).toBe("at-customer delivered")
    }).pipe(Effect.provide(watchedDispatchedTown))
  )

  it.effect("know what lies before a courier who carries several", () =>
    Effect.gen(function* () {
      const live = yield* LiveDeliveries
      yield* onDuty(1, [0, 0])
      yield* place(1, { to: [0.5, 0.5] })
      yield* place(2, { to: [0.6, 0.6] })
      yield* asked(1)
      yield* accepts(1)
      yield* pass(SECOND_MS)
      const work = live.ofCourier(courier(1))
      const last = work.find(({ stops }) => stops.length > 2) ?? work[0]
      const stops = last === undefined ? [] : way(last)
      expect(stops.at(-1)).toBe(`dropoff ${last?.orderId ?? ""}`)
    }).pipe(Effect.provide(watchedDispatchedTown))
  )

  it.effect("are known again after a restart", () =>
    Effect.gen(function* () {
      yield* onDuty(1, [0, 0])
      yield* place(1)
      yield* accepts(1)
      yield* send(order(1), toDelivery({ _tag: "ArriveAtRestaurant", courierId: courier(1) }))
      yield* Effect.scoped(
        Effect.gen(function* () {
          const context = yield* Layer.build(Layer.fresh(watch))
          yield* Effect.provide(
            Effect.gen(function* () {
              const live = yield* LiveDeliveries
              yield* pass(SECOND_MS)
              expect(live.isLoaded()).toBe(true)
              expect(live.ofCourier(courier(1))).toMatchObject([
                { orderId: order(1), status: "at-restaurant" }
              ])
            }),
            context
          )
        })
      )
    }).pipe(Effect.provide(kept.pipe(Layer.provideMerge(dispatchedTown))))
  )
})
