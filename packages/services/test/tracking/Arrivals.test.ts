import { describe, expect, it } from "@effect/vitest"
import { destination, SECOND_MS, toDelivery } from "@hotbag/core"
import { type Approach, Arrivals, Notices, Tracker } from "@hotbag/services"
import { Clock, Effect } from "effect"
import { accepts, at, courier, onDuty, order, pass, place, send } from "../dispatch/town.ts"
import { fixAt, watchedDispatchedTown } from "./watchedTown.ts"

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
