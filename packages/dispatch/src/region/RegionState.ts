import type { CourierHandle, DeliveryHandle } from "../Handles.ts"
import { type CandidateFinder, makeCandidateFinder } from "./candidates.ts"
import { type CourierTable, makeCourierTable } from "./CourierTable.ts"
import { type DeliveryTable, makeDeliveryTable } from "./DeliveryTable.ts"
import { makeReadiness, type Readiness } from "./readiness.ts"
import type { RegionOptions } from "./RegionOptions.ts"

/** An offer that waits for its answer. */
export interface OpenOffer {
  readonly courier: CourierHandle
  /** In drop-off sequence. */
  readonly deliveries: ReadonlyArray<DeliveryHandle>
  /** The same by restaurant, in the sequence of the visits. */
  readonly visits: ReadonlyArray<ReadonlyArray<DeliveryHandle>>
}

/** Everything that a region's dispatcher remembers. */
export interface RegionState {
  readonly options: RegionOptions
  readonly couriers: CourierTable
  readonly deliveries: DeliveryTable
  readonly finder: CandidateFinder
  readonly readiness: Readiness
  readonly offers: Map<number, OpenOffer>
  offerCount: number
  nowMs: number
  /** When a snapshot listed everybody last. */
  sawEverybodyAtMs: number
  /** No round before this can change anything. */
  nextRoundAtMs: number
  /** No round before this, whatever the news. */
  restsUntilMs: number
}

/** The state of an empty region. */
export const emptyRegion = (options: RegionOptions): RegionState => {
  const couriers = makeCourierTable(options.index)
  return {
    options,
    couriers,
    deliveries: makeDeliveryTable(options.offerWithinMs),
    finder: makeCandidateFinder(options, couriers),
    readiness: makeReadiness(),
    offers: new Map(),
    offerCount: 0,
    nowMs: -Infinity,
    sawEverybodyAtMs: -Infinity,
    nextRoundAtMs: Infinity,
    restsUntilMs: -Infinity
  }
}

/** The next round comes at `atMs` at the latest. */
export const wakeAt = (state: RegionState, atMs: number): void => {
  state.nextRoundAtMs = Math.min(state.nextRoundAtMs, atMs)
}

/** When the next round is on: there is something to do, and the last one is long enough ago. */
export const roundAtMs = ({ nextRoundAtMs, restsUntilMs }: RegionState): number =>
  Math.max(nextRoundAtMs, restsUntilMs)
