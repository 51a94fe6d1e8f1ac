import { describe, expect, it } from "@effect/vitest"
import { CommandId, CourierId, Limits, OrderId, RegionId } from "@hotbag/core"
import {
  Alerts,
  CalibrationStore,
  CourierStore,
  Explanations,
  Inbox,
  memoryAlerts,
  memoryCalibrationStore,
  memoryExplanations,
  memoryCourierStore,
  memoryInbox,
  memoryNotices,
  memoryOutbox,
  memoryPositionStore,
  memoryTables,
  Notices,
  newCourier,
  Outbox,
  PositionStore,
  retentionSweep,
  StoreUnavailable
} from "@hotbag/services"
import { Effect, Layer } from "effect"
import { TestClock } from "effect/testing"

const stores = Layer.mergeAll(
  memoryAlerts,
  memoryCalibrationStore,
  memoryExplanations,
  memoryInbox,
  memoryNotices,
  memoryOutbox,
  memoryPositionStore.pipe(Layer.provideMerge(memoryCourierStore))
).pipe(Layer.provide(memoryTables))

const orderId = OrderId.make("order-1")

/** How much of what was written at the beginning is still there. */
const left = Effect.gen(function* () {
  const explanations = yield* Effect.flatMap(Explanations, (all) => all.of(orderId))
  return {
    notices: (yield* Effect.flatMap(Notices, (all) => all.of("customer", "ana"))).length,
    alerts: (yield* Effect.flatMap(Alerts, (all) => all.latest)).length,
    notes: explanations.notes.length,
    messages: Number(yield* Effect.flatMap(Inbox, (inbox) => inbox.has("payments", "m1"))),
    cells: (yield* Effect.flatMap(CalibrationStore, (all) => all.load(10))).length
  }
})

const write = Effect.gen(function* () {
  const notice = { orderId, to: "customer", recipientId: "ana", notice: "delivered", atMs: 0 } as const
  yield* Effect.flatMap(Notices, (notices) => notices.tell({ key: CommandId.make("n1"), ...notice }))
  yield* Effect.flatMap(Alerts, (alerts) => alerts.raise({ orderId, why: "no-courier", sinceMs: 0, atMs: 0 }))
  yield* Effect.flatMap(Explanations, (all) =>
    all.note(orderId, { _tag: "Widened", atMs: 0, fromM: 1, toM: 2 })
  )
  yield* Effect.flatMap(Inbox, (inbox) => inbox.note("payments", "m1", 0))
  const cell = { cell: "carrying/metro/19", kind: "some", seen: 1, parts: [0] }
  yield* Effect.flatMap(CalibrationStore, (all) => all.save([cell], 0))
})

const points = Effect.gen(function* () {
  const positions = yield* PositionStore
  const districts = yield* positions.districts(0, 1, 10)
  return {
    onWays: (yield* positions.track(ana, 0, 1, 10)).length,
    inDistricts: districts.reduce((sum, each) => sum + each.points, 0)
  }
})

const ana = CourierId.make("ana")

describe("P8: what stands beside the cases", () => {
  it.effect("is kept for as long as anybody asks, and then forgotten", () =>
    Effect.gen(function* () {
      yield* write
      yield* Layer.build(retentionSweep)
      yield* TestClock.adjust(Limits.noticesKeptMs)
      expect(yield* left).toEqual({ notices: 1, alerts: 1, notes: 1, messages: 1, cells: 1 })
      yield* TestClock.adjust(Limits.retentionSweepMs)
      expect(yield* left).toEqual({ notices: 0, alerts: 1, notes: 1, messages: 0, cells: 1 })
      yield* TestClock.adjust(Limits.alertsKeptMs)
      expect(yield* left).toEqual({ notices: 0, alerts: 0, notes: 0, messages: 0, cells: 0 })
    }).pipe(Effect.scoped, Effect.provide(stores))
  )

  it.effect("P1x: ways of couriers are kept for a month, then as counts of districts", () =>
    Effect.gen(function* () {
      const profile = { courierId: ana, regionId: RegionId.make("metro"), name: "Ana", rating: null }
      yield* Effect.flatMap(CourierStore, (couriers) =>
        couriers.add(newCourier({ ...profile, vehicle: "bicycle" }))
      )
      const point = { courierId: ana, at: { lat: 52.52, lng: 13.405 }, atMs: 1 }
      yield* Effect.flatMap(PositionStore, (positions) => positions.keep([point]))
      yield* Layer.build(retentionSweep)
      yield* TestClock.adjust(Limits.tracksKeptMs)
      expect(yield* points).toEqual({ onWays: 1, inDistricts: 0 })
      yield* TestClock.adjust(Limits.retentionSweepMs)
      expect(yield* points).toEqual({ onWays: 0, inDistricts: 1 })
    }).pipe(Effect.scoped, Effect.provide(stores))
  )

  it.effect("is forgotten a piece at a time, and later when the store was away", () =>
    Effect.gen(function* () {
      const outbox = yield* Outbox
      let [rows, isAway]: [number, boolean] = [2.5 * Limits.forgottenAtOnce, true]
      const pieces: Array<number> = []
      const flaky = Layer.succeed(Outbox, {
        ...outbox,
        forgetSetAside: (_, limit) =>
          Effect.suspend(() => {
            if (isAway) return Effect.fail(new StoreUnavailable({ retryAfterMs: 1_000 }))
            const piece = Math.min(limit, rows)
            rows -= piece
            pieces.push(piece)
            return Effect.succeed(piece)
          })
      })
      yield* Layer.build(retentionSweep.pipe(Layer.provide(flaky)))
      yield* TestClock.adjust(1)
      expect(pieces).toEqual([])
      isAway = false
      yield* TestClock.adjust(Limits.retentionSweepMs)
      const whole = Limits.forgottenAtOnce
      expect(pieces).toEqual([whole, whole, whole / 2])
    }).pipe(Effect.scoped, Effect.provide(stores))
  )
})
