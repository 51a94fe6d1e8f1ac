import { expect, layer } from "@effect/vitest"
import { cellOf, CourierId, destination, HOUR_MS, Limits, RegionId } from "@hotbag/core"
import { Effect, type Layer, Option } from "effect"
import { CourierStore, type KeptPosition, newCourier, PositionStore } from "../../src/index.ts"
import { NOW_MS, uuid } from "../cases/storeRoom.ts"

const HERE = { lat: 52.52, lng: 13.4 }
const eastM = (metres: number) => destination(HERE, 90, metres)

/** A courier nobody else has. */
const hired = Effect.gen(function* () {
  const store = yield* CourierStore
  const courierId = CourierId.make(uuid())
  const regionId = RegionId.make(uuid())
  yield* store.add(newCourier({ courierId, regionId, name: "Ana", vehicle: "bicycle", rating: null }))
  return courierId
})

const positionOf = (courierId: CourierId) =>
  Effect.flatMap(CourierStore, (store) =>
    Effect.map(store.find(courierId), (found) => Option.getOrThrow(found).position)
  )

const way = (courierId: CourierId, fromMs: number, points: number): ReadonlyArray<KeptPosition> =>
  Array.from({ length: points }, (_, i) => ({ courierId, at: eastM(80 * i), atMs: fromMs + i * 10_000 }))

/** Every guarantee of {@link PositionStore}, for any implementation. */
export const positionStoreCases = <E>(
  name: string,
  room: Layer.Layer<PositionStore | CourierStore, E>
): void => {
  layer(room, { excludeTestServices: true, timeout: "5 minutes" })(`${name} keeps ways of couriers`, (it) => {
    it.effect("S72, S100: point by point, and moves each courier to the latest of theirs", () =>
      Effect.gen(function* () {
        const store = yield* PositionStore
        const [ana, bo] = [yield* hired, yield* hired]
        const anas = way(ana, NOW_MS, 5)
        const bos = way(bo, NOW_MS + 5, 3)
        // As they come: mixed, and not in the sequence of time.
        yield* store.keep([...anas.slice(3), ...bos, ...anas.slice(0, 3)])
        const track = yield* store.track(ana, NOW_MS, NOW_MS + HOUR_MS, 100)
        expect(track).toEqual(anas.map(({ at, atMs }) => ({ at, atMs })))
        expect(yield* positionOf(ana)).toEqual({ at: eastM(320), atMs: NOW_MS + 40_000 })
        expect(yield* positionOf(bo)).toEqual({ at: eastM(160), atMs: NOW_MS + 20_005 })
        expect(yield* store.track(ana, NOW_MS + 10_000, NOW_MS + 30_000, 100)).toEqual(track.slice(1, 4))
        expect(yield* store.track(ana, NOW_MS, NOW_MS + HOUR_MS, 2)).toEqual(track.slice(0, 2))
      })
    )

    it.effect("S3: places in whole degrees beside others", () =>
      Effect.gen(function* () {
        const store = yield* PositionStore
        const [ana, bo] = [yield* hired, yield* hired]
        const round = { courierId: ana, at: { lat: 52, lng: 0 }, atMs: NOW_MS }
        const other = { courierId: bo, at: HERE, atMs: NOW_MS }
        for (const points of [[round, other], [other, round], [round]]) yield* store.keep(points)
        expect((yield* positionOf(ana))?.at).toEqual(round.at)
        expect((yield* positionOf(bo))?.at).toEqual(HERE)
      })
    )

    it.effect("F10: older points never move a courier back; what is kept already changes nothing", () =>
      Effect.gen(function* () {
        const store = yield* PositionStore
        const ana = yield* hired
        yield* store.keep(way(ana, NOW_MS + HOUR_MS, 2))
        const there = yield* positionOf(ana)
        yield* store.keep(way(ana, NOW_MS, 3))
        yield* store.keep([{ courierId: ana, at: eastM(9_000), atMs: NOW_MS + HOUR_MS }])
        yield* store.keep([])
        expect(yield* positionOf(ana)).toEqual(there)
        const track = yield* store.track(ana, NOW_MS, NOW_MS + 2 * HOUR_MS, 100)
        expect(track.map(({ atMs }) => atMs - NOW_MS)).toEqual([0, 10_000, 20_000, HOUR_MS, HOUR_MS + 10_000])
        expect(track[3]?.at).toEqual(eastM(0))
      })
    )

    it.effect("nothing of couriers who do not exist", () =>
      Effect.gen(function* () {
        const store = yield* PositionStore
        const ana = yield* hired
        const nobody = CourierId.make(uuid())
        yield* store.keep([...way(nobody, NOW_MS, 2), ...way(ana, NOW_MS, 1)])
        expect(yield* store.track(nobody, 0, NOW_MS + HOUR_MS, 10)).toEqual([])
        expect(yield* store.track(ana, 0, NOW_MS + HOUR_MS, 10)).toHaveLength(1)
      })
    )

    it.effect(
      "P1x: as counts of districts and hours when they are old, and whose they were is forgotten",
      () =>
        Effect.gen(function* () {
          const store = yield* PositionStore
          const [ana, bo] = [yield* hired, yield* hired]
          // Long before anything else in the store, since only the oldest are looked at.
          const longAgoMs = 1_000 * HOUR_MS + 7
          yield* store.keep([...way(ana, longAgoMs, 3), ...way(bo, longAgoMs + HOUR_MS, 2)])
          expect(yield* store.coarsen(longAgoMs, 10)).toBe(0)
          expect(yield* store.coarsen(longAgoMs + 2 * HOUR_MS, 2)).toBe(2)
          expect(yield* store.coarsen(longAgoMs + 2 * HOUR_MS, 10)).toBe(3)
          expect(yield* store.coarsen(longAgoMs + 2 * HOUR_MS, 10)).toBe(0)
          expect(yield* store.track(ana, 0, longAgoMs + 2 * HOUR_MS, 10)).toEqual([])
          const districts = yield* store.districts(longAgoMs - 7, longAgoMs + 2 * HOUR_MS, 100)
          expect(districts.reduce((sum, { points }) => sum + points, 0)).toBe(5)
          expect(districts.map(({ hourMs }) => hourMs)).toContain(1_001 * HOUR_MS)
          const cells = new Set(districts.map(({ cell }) => cell))
          expect(cells).toContain(cellOf(HERE, Limits.trackCellResolution))
          expect(yield* store.districts(longAgoMs - 7, longAgoMs + 2 * HOUR_MS, 1)).toHaveLength(1)
        })
    )
  })
}
