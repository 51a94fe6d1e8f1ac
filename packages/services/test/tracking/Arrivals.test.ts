import { describe, expect, it } from "@effect/vitest"
import { destination, Limits, SECOND_MS, toDelivery } from "@hotbag/core"
import { type Approach, Arrivals, LiveEta, Notices, Tracker } from "@hotbag/services"
import { Clock, Effect, Layer } from "effect"
import { accepts, at, courier, dispatchedTown, onDuty, order, pass, place, send } from "../dispatch/town.ts"
import { fixAt, kept, watch, watchedDispatchedTown } from "./watchedTown.ts"

const kitchen = at([0, 0])

/** Rides north from the kitchen, a fix a second. */
const ride = Effect.fnUntraced(function* (fromM: number, toM: number, mps = 10) {
  const tracker = yield* Tracker
  for (let metres = fromM; metres <= toM; metres += mps) {
    yield* pass(SECOND_MS)
    const nowMs = yield* Clock.currentTimeMillis
    tracker.take(courier(1), fixAt(destination(kitchen, 0, metres), nowMs), nowMs)
  }
})

const says = (_tag: "ArriveAtRestaurant" | "PickUp" | "ArriveAtCustomer" | "CompleteDelivery") =>
  send(order(1), toDelivery({ _tag, courierId: courier(1) }))

const told = Effect.fnUntraced(function* (to: "customer" | "restaurant", recipientId: string) {
  const notices = yield* Notices
  return (yield* notices.of(to, recipientId)).filter(({ notice }) => notice === "courier-arriving").length
})

describe("arrivals", () => {
  it.effect("S18: are seen at each stop in turn, and told once to who waits there", () =>
    Effect.gen(function* () {
      const seen: Array<string> = []
      const arrivals = yield* Arrivals
      const stop = arrivals.listen(({ stop: where, zone }: Approach) => seen.push(`${where} ${zone}`))
      yield* onDuty(1, [0, 0])
      yield* place(1, { to: [0, 1] })
      yield* accepts(1)
      yield* pass(SECOND_MS)
      yield* ride(0, 0)
      yield* ride(5, 35, 2)
      expect(seen).toEqual(["restaurant at"])
      expect(yield* told("restaurant", "roma")).toBe(1)
      expect(yield* told("customer", "carla")).toBe(0)
      yield* says("ArriveAtRestaurant")
      yield* says("PickUp")
      yield* pass(SECOND_MS)
      // The door is a kilometre away.
      yield* ride(40, 560)
      expect(seen).toEqual(["restaurant at"])
      yield* ride(570, 1_000)
      yield* ride(1_000, 1_015, 1)
      expect(seen).toEqual(["restaurant at", "customer near", "customer at"])
      expect(yield* told("customer", "carla")).toBe(1)
      yield* says("ArriveAtCustomer")
      yield* says("CompleteDelivery")
      yield* ride(1_015, 2_000, 20)
      expect(yield* told("restaurant", "roma")).toBe(1)
      stop()
    }).pipe(Effect.provide(watchedDispatchedTown))
  )

  it.effect("S18: are told once, whatever is stopped and started in between", () =>
    Effect.gen(function* () {
      const seen: Array<string> = []
      const watched = Effect.fnUntraced(function* (from: number, to: number) {
        const context = yield* Layer.build(Layer.fresh(watch))
        yield* Effect.gen(function* () {
          const arrivals = yield* Arrivals
          arrivals.listen(({ stop: where, zone }) => seen.push(`${where} ${zone}`))
          yield* pass(2 * SECOND_MS)
          yield* ride(from, to, 1)
        }).pipe(Effect.provide(context))
      }, Effect.scoped)
      yield* onDuty(1, [0, 0.2])
      yield* place(1, { to: [0, 1] })
      yield* accepts(1)
      yield* pass(SECOND_MS)
      yield* watched(200, 210)
      expect(seen).toEqual(["restaurant near"])
      yield* watched(210, 220)
      expect(seen).toEqual(["restaurant near"])
      expect(yield* told("restaurant", "roma")).toBe(1)
    }).pipe(Effect.provide(kept.pipe(Layer.provideMerge(dispatchedTown))))
  )

  it.effect("S18: nearly at the door is who is there in a few minutes, not who waits for a bridge", () =>
    Effect.gen(function* () {
      const seen: Array<string> = []
      const [arrivals, etas] = [yield* Arrivals, yield* LiveEta]
      yield* onDuty(1, [0, 0])
      yield* place(1, { to: [0, 0.38] })
      yield* accepts(1)
      yield* pass(SECOND_MS)
      yield* says("ArriveAtRestaurant")
      yield* says("PickUp")
      yield* pass(SECOND_MS)
      const clock = yield* Clock.clockWith(Effect.succeed)
      const leftMs = (): number => {
        const nowMs = clock.currentTimeMillisUnsafe()
        return (etas.of(order(1), nowMs)?.p50AtMs ?? Number.NaN) - nowMs
      }
      arrivals.listen(({ stop: where, zone }) => {
        seen.push(`${where} ${zone}`)
        if (zone === "near") expect(leftMs()).toBeLessThanOrEqual(Limits.arrivingWithinMs)
      })
      expect(leftMs()).toBeGreaterThan(Limits.arrivingWithinMs)
      yield* ride(0, 20, 2)
      expect(seen).toEqual([])
      yield* ride(20, 375, 5)
      yield* ride(375, 390, 1)
      expect(seen.at(-1)).toBe("customer at")
      expect(seen.filter((each) => each === "customer near").length).toBeLessThanOrEqual(1)
    }).pipe(Effect.provide(watchedDispatchedTown))
  )

  it.effect("change nothing of the delivery, and concern nobody else", () =>
    Effect.gen(function* () {
      const seen: Array<Approach> = []
      const arrivals = yield* Arrivals
      arrivals.listen((approach) => seen.push(approach))
      yield* onDuty(1, [0, 0])
      // Nobody carries anything.
      yield* ride(0, 200)
      expect(seen).toEqual([])
      yield* place(1, { to: [0, 1] })
      yield* accepts(1)
      yield* pass(SECOND_MS)
      yield* ride(200, 240, 2)
      expect(seen.map(({ delivery, stop, zone }) => `${delivery.status} ${stop} ${zone}`)).toEqual([
        "accepted restaurant near"
      ])
    }).pipe(Effect.provide(watchedDispatchedTown))
  )
})
