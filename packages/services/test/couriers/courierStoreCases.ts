import { CourierId, RegionId } from "@hotbag/core"
import { type Courier, CourierStore, newCourier } from "@hotbag/services"
import { expect, layer } from "@effect/vitest"
import { Effect, type Layer, Option } from "effect"
import { NOW_MS, uuid } from "../cases/storeRoom.ts"

const HERE = { lat: 52.52, lng: 13.4 }
const THERE = { lat: 52.53, lng: 13.42 }
const MINUTE_MS = 60_000

const newcomer = (regionId: RegionId, id = uuid()): Courier =>
  newCourier({ courierId: CourierId.make(id), regionId, name: "Ana Ruiz", vehicle: "bicycle", rating: 4.5 })

const duty = (courier: Courier, onAtMs: number, offAtMs: number | null = null) => ({
  courierId: courier.courierId,
  regionId: courier.regionId,
  vehicle: courier.vehicle,
  duty: { onAtMs, offAtMs },
  position: { at: HERE, atMs: onAtMs }
})

/** Every guarantee of {@link CourierStore}, for any implementation. */
export const courierStoreCases = <E>(name: string, room: Layer.Layer<CourierStore, E>): void => {
  layer(room, { excludeTestServices: true, timeout: "5 minutes" })(`${name} keeps couriers`, (it) => {
    it.effect("as they were added, each id once", () =>
      Effect.gen(function* () {
        const store = yield* CourierStore
        const ana = newcomer(RegionId.make(uuid()))
        expect(yield* store.find(ana.courierId)).toEqual(Option.none())
        expect(yield* store.add(ana)).toEqual(ana)
        expect(yield* store.add({ ...ana, name: "Somebody Else" })).toEqual(ana)
        expect(yield* store.find(ana.courierId)).toEqual(Option.some(ana))
        const bo = yield* store.add(newcomer(ana.regionId))
        const both = [ana, bo].toSorted((left, right) => (left.courierId < right.courierId ? -1 : 1))
        const ids = [bo.courierId, CourierId.make(uuid()), ana.courierId]
        expect(yield* store.those(ids)).toEqual(both)
        expect(yield* store.those([])).toEqual([])
      })
    )

    it.effect("of a region page by page, and names the regions", () =>
      Effect.gen(function* () {
        const store = yield* CourierStore
        const regionId = RegionId.make(uuid())
        const ids = ["a", "b", "c"].map((letter) => `${letter}${uuid()}`)
        for (const id of ids.toReversed()) yield* store.add(newcomer(regionId, id))
        yield* store.add(newcomer(RegionId.make(uuid())))
        const first = yield* store.list(regionId, null, 2)
        expect(first.map(({ courierId }) => courierId)).toEqual(ids.slice(0, 2))
        const rest = yield* store.list(regionId, first.at(-1)?.courierId ?? null, 2)
        expect(rest.map(({ courierId }) => courierId)).toEqual(ids.slice(2))
        expect(yield* store.regions).toContain(regionId)
      })
    )

    it.effect("C15: on duty from the beginning of a turn to its end", () =>
      Effect.gen(function* () {
        const store = yield* CourierStore
        const ana = yield* store.add(newcomer(RegionId.make(uuid())))
        const on = (atMs: number) =>
          Effect.map(store.onDuty(ana.regionId, atMs), (all) => all.map(({ courierId }) => courierId))
        expect(yield* on(NOW_MS)).toEqual([])
        yield* store.startDuty(duty(ana, NOW_MS, NOW_MS + 10 * MINUTE_MS))
        expect(yield* on(NOW_MS)).toEqual([ana.courierId])
        expect(yield* on(NOW_MS + 10 * MINUTE_MS)).toEqual([])
        yield* store.endDuty(ana.courierId, NOW_MS + 5 * MINUTE_MS)
        expect(yield* on(NOW_MS + 5 * MINUTE_MS)).toEqual([])
        // It is over: ending it again moves nothing.
        const ended = yield* store.endDuty(ana.courierId, NOW_MS + 9 * MINUTE_MS)
        expect(Option.getOrThrow(ended).duty?.offAtMs).toBe(NOW_MS + 5 * MINUTE_MS)
        expect(yield* store.startDuty(duty(newcomer(ana.regionId), NOW_MS))).toEqual(Option.none())
        expect(yield* store.endDuty(CourierId.make(uuid()), NOW_MS)).toEqual(Option.none())
      })
    )

    it.effect("and counts deliveries by turn, answers for ever", () =>
      Effect.gen(function* () {
        const store = yield* CourierStore
        const ana = yield* store.add(newcomer(RegionId.make(uuid())))
        yield* store.startDuty(duty(ana, NOW_MS))
        yield* store.count(ana.courierId, { asked: 1, accepted: 1, assigned: 2 })
        const counted = yield* store.count(ana.courierId, { asked: 1, accepted: 0, assigned: 0 })
        expect(Option.getOrThrow(counted)).toMatchObject({ asked: 2, accepted: 1, assigned: 2 })
        // The same turn goes on with another end.
        const later = yield* store.startDuty(duty(ana, NOW_MS + MINUTE_MS, NOW_MS + 9 * MINUTE_MS))
        expect(Option.getOrThrow(later)).toMatchObject({
          assigned: 2,
          duty: { onAtMs: NOW_MS, offAtMs: NOW_MS + 9 * MINUTE_MS }
        })
        const next = yield* store.startDuty(duty(ana, NOW_MS + 20 * MINUTE_MS))
        expect(Option.getOrThrow(next)).toMatchObject({
          asked: 2,
          accepted: 1,
          assigned: 0,
          duty: { onAtMs: NOW_MS + 20 * MINUTE_MS, offAtMs: null }
        })
      })
    )

    it.effect("and where they were last, whatever order the news comes in", () =>
      Effect.gen(function* () {
        const store = yield* CourierStore
        const ana = yield* store.add(newcomer(RegionId.make(uuid())))
        yield* store.moved(ana.courierId, { at: THERE, atMs: NOW_MS + 2 })
        yield* store.moved(ana.courierId, { at: HERE, atMs: NOW_MS + 1 })
        yield* store.startDuty(duty(ana, NOW_MS))
        const known = Option.getOrThrow(yield* store.find(ana.courierId))
        expect(known.position).toEqual({ at: THERE, atMs: NOW_MS + 2 })
        expect(yield* store.moved(CourierId.make(uuid()), { at: HERE, atMs: NOW_MS })).toEqual(Option.none())
      })
    )

    it.effect("and where they are suggested to wait, until the end of the turn", () =>
      Effect.gen(function* () {
        const store = yield* CourierStore
        const ana = yield* store.add(newcomer(RegionId.make(uuid())))
        yield* store.startDuty(duty(ana, NOW_MS))
        const suggestion = { at: THERE, atMs: NOW_MS }
        expect(Option.getOrThrow(yield* store.suggest(ana.courierId, suggestion)).suggestion).toEqual(
          suggestion
        )
        expect(Option.getOrThrow(yield* store.suggest(ana.courierId, null)).suggestion).toBeNull()
        yield* store.suggest(ana.courierId, suggestion)
        expect(Option.getOrThrow(yield* store.endDuty(ana.courierId, NOW_MS + 1)).suggestion).toBeNull()
      })
    )

    it.effect("and loses no change when several are made at once", () =>
      Effect.gen(function* () {
        const store = yield* CourierStore
        const ana = yield* store.add(newcomer(RegionId.make(uuid())))
        yield* store.startDuty(duty(ana, NOW_MS))
        yield* Effect.all(
          Array.from({ length: 20 }, (_, i) => [
            store.count(ana.courierId, { asked: 1, accepted: 1, assigned: 1 }),
            store.moved(ana.courierId, { at: i === 19 ? THERE : HERE, atMs: NOW_MS + i })
          ]).flat(),
          { concurrency: "unbounded" }
        )
        expect(Option.getOrThrow(yield* store.find(ana.courierId))).toMatchObject({
          asked: 20,
          assigned: 20,
          position: { at: THERE }
        })
      })
    )
  })
}
