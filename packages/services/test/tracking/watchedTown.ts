import type { Fix, LatLng } from "@hotbag/core"
import {
  Arrivals,
  LiveDeliveries,
  LiveEta,
  memoryCalibrationStore,
  memoryNotices,
  memoryPositionStore,
  PositionFeed,
  Tracker
} from "@hotbag/services"
import { Layer } from "effect"
import { dispatchedTown, restaurantsInTown, town } from "../dispatch/town.ts"

/** What watches a town: tracker, deliveries under way, times of arrival, arrivals. */
export const watch = Arrivals.layer.pipe(
  Layer.provideMerge(LiveEta.layer.pipe(Layer.provide(memoryCalibrationStore))),
  Layer.provideMerge(Tracker.layer),
  Layer.provideMerge(LiveDeliveries.layer),
  Layer.provideMerge(PositionFeed.layer),
  Layer.provide(restaurantsInTown)
)

/** What of it outlives a process. */
export const kept = Layer.mergeAll(memoryPositionStore, memoryNotices)

/** A town whose couriers are watched, without a dispatcher and with one. */
export const watchedTown = Layer.suspend(() => watch.pipe(Layer.provideMerge(kept), Layer.provideMerge(town)))
export const watchedDispatchedTown = Layer.suspend(() =>
  watch.pipe(Layer.provideMerge(kept), Layer.provideMerge(dispatchedTown))
)

/** A fix as phones send it. */
export const fixAt = (at: LatLng, atMs: number): Fix => ({
  at,
  atMs,
  speedMps: null,
  headingDeg: null,
  accuracyM: null
})
