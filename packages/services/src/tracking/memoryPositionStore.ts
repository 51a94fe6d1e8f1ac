import { coarsened, type CourierId, type TrackPoint } from "@hotbag/core"
import { Effect, Layer, Option } from "effect"
import { CourierStore } from "../couriers/CourierStore.ts"
import { type DistrictHour, PositionStore } from "./PositionStore.ts"

/** Ways of couriers in memory, for tests. */
export const memoryPositionStore: Layer.Layer<PositionStore, never, CourierStore> = Layer.effect(
  PositionStore,
  Effect.map(CourierStore, (couriers) => {
    const tracks = new Map<CourierId, Map<number, TrackPoint>>()
    const districts = new Map<string, DistrictHour>()
    return PositionStore.of({
      keep: Effect.fnUntraced(function* (points) {
        for (const { at, atMs, courierId } of points) {
          if (Option.isNone(yield* couriers.moved(courierId, { at, atMs }))) continue
          const track = tracks.get(courierId) ?? new Map<number, TrackPoint>()
          if (!track.has(atMs)) track.set(atMs, { at, atMs })
          tracks.set(courierId, track)
        }
      }),
      track: (courierId, sinceMs, untilMs, limit) =>
        Effect.sync(() =>
          [...(tracks.get(courierId)?.values() ?? [])]
            .filter(({ atMs }) => sinceMs <= atMs && atMs <= untilMs)
            .sort((left, right) => left.atMs - right.atMs)
            .slice(0, limit)
        ),
      coarsen: (beforeMs, limit) =>
        Effect.sync(() => {
          const old = [...tracks.values()]
            .flatMap((track) => [...track.values()].map((point) => ({ track, point })))
            .filter(({ point }) => point.atMs < beforeMs)
            .slice(0, limit)
          for (const { point, track } of old) {
            track.delete(point.atMs)
            const coarse = coarsened(point.at, point.atMs)
            const key = `${coarse.hourMs} ${coarse.cell}`
            districts.set(key, { ...coarse, points: (districts.get(key)?.points ?? 0) + 1 })
          }
          return old.length
        }),
      districts: (sinceMs, untilMs, limit) =>
        Effect.sync(() =>
          [...districts.values()]
            .filter(({ hourMs }) => sinceMs <= hourMs && hourMs < untilMs)
            .sort((left, right) => left.hourMs - right.hourMs || (left.cell < right.cell ? -1 : 1))
            .slice(0, limit)
        )
    })
  })
)
