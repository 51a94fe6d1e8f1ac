import { fromPlane, MINUTE_MS, planarWholeMinutes, type LatLng } from "@hotbag/core"
import {
  assignment,
  makeRegionDispatcher,
  type Decision,
  type DispatchPolicy,
  type Fact,
  type FreeCourier,
  type RegionOptions,
  type Snapshot
} from "@hotbag/dispatch"
import { bruteForceIndex } from "./bruteForceIndex.ts"

/** Noon: far from both midnights, so that nothing hides behind a zero. */
/** So soon that customers' patience does not depend on it. */
export const PROMISED_MS = 12 * MINUTE_MS
const NOON_MS = 12 * 60 * MINUTE_MS

/** Kilometres east and north of the middle of town. */
export type Kilometres = readonly [number, number]

/** The place on the globe. */
export const place = ([x, y]: Kilometres): LatLng => fromPlane({ xM: x * 1_000, yM: y * 1_000 })

/** Minutes since noon as a time. */
export const atMin = (minutes: number): number => NOON_MS + minutes * MINUTE_MS

/** A kilometre a minute; a different handling time at every stop, so that none is mistaken for another. */
export const TOWN: Omit<RegionOptions, "index"> = {
  policy: assignment,
  budget: { steps: 1_000 },
  travel: planarWholeMinutes({ metersPerMinute: 1_000 }),
  service: {
    beforePickupMs: 1 * MINUTE_MS,
    afterPickupMs: 2 * MINUTE_MS,
    beforeDropoffMs: 3 * MINUTE_MS,
    afterDropoffMs: 4 * MINUTE_MS
  },
  search: { stepsM: [2_000, 5_000, 20_000], enough: 2, most: 8, soonFreeMs: 10 * MINUTE_MS },
  planAheadMs: Infinity,
  answerLeadMs: 0,
  offerTimeOutMs: 1 * MINUTE_MS,
  prior: { acceptance: 0.7, answers: 4 },
  offerWithinMs: Infinity,
  openBundles: false,
  escalateAfterMs: 10 * MINUTE_MS
}

/** A delivery in minutes since noon; what is left out is ordinary: ready now, 5 km from the middle of town. */
export interface DeliverySketch {
  readonly pickup?: Kilometres
  readonly dropoff?: Kilometres
  readonly placedMin?: number
  readonly promisedMin?: number
  readonly readyMin?: number
}

/** A small town with one dispatcher, told things in short words. Every call returns the decisions that follow. */
export interface Town {
  /** Sets the clock, in minutes since noon. */
  readonly at: (minutes: number) => Town
  readonly tell: (fact: Fact) => ReadonlyArray<Decision>
  readonly wanted: (delivery: number, sketch?: DeliverySketch) => ReadonlyArray<Decision>
  readonly ready: (delivery: number, readyMin: number) => ReadonlyArray<Decision>
  /** The food is there. */
  readonly cooked: (delivery: number) => ReadonlyArray<Decision>
  readonly arrived: (courier: number, position: Kilometres) => ReadonlyArray<Decision>
  readonly cancel: (delivery: number) => ReadonlyArray<Decision>
  readonly online: (courier: number, position: Kilometres, offMin?: number) => ReadonlyArray<Decision>
  readonly offline: (courier: number) => ReadonlyArray<Decision>
  readonly moved: (courier: number, position: Kilometres) => ReadonlyArray<Decision>
  readonly accept: (offer: number) => ReadonlyArray<Decision>
  readonly reject: (offer: number) => ReadonlyArray<Decision>
  readonly timeOut: (offer: number) => ReadonlyArray<Decision>
  readonly pickedUp: (courier: number) => ReadonlyArray<Decision>
  readonly droppedOff: (courier: number, delivery: number) => ReadonlyArray<Decision>
  readonly freed: (courier: number, position: Kilometres) => ReadonlyArray<Decision>
  /** A round now: what it decides, but for how far it had to search. */
  readonly tick: () => ReadonlyArray<Decision>
  /** A round now: everything it decides. */
  readonly round: () => ReadonlyArray<Decision>
  /** When the next round is due, in minutes since noon. */
  readonly nextRoundMin: () => number
  readonly waitingCount: () => number
  /** The couriers that the last round's policy saw. */
  readonly seen: () => ReadonlyArray<FreeCourier>
  /** The couriers that the last round's policy could choose from for a delivery, nearest first. */
  readonly candidates: (delivery: number) => ReadonlyArray<number>
}

/** A town at noon without deliveries or couriers. */
export const makeTown = (options: Partial<RegionOptions> = {}): Town => {
  const eye = watched(options.policy ?? TOWN.policy)
  const index = bruteForceIndex()
  const dispatcher = makeRegionDispatcher({ ...TOWN, index, ...options, policy: eye.policy })
  let atMs = NOON_MS
  const tell = (fact: Fact) => dispatcher.handle(fact)
  const town: Town = {
    at: (minutes) => {
      atMs = atMin(minutes)
      return town
    },
    tell,
    wanted: (delivery, { pickup, dropoff, placedMin, promisedMin, readyMin } = {}) =>
      tell({
        _tag: "DeliveryWanted",
        atMs,
        delivery,
        pickup: place(pickup ?? [0, 0]),
        dropoff: place(dropoff ?? [0, 5]),
        placedAtMs: placedMin === undefined ? atMs : atMin(placedMin),
        readyAtMs: readyMin === undefined ? atMs : atMin(readyMin),
        promisedAtMs: promisedMin === undefined ? atMs + PROMISED_MS : atMin(promisedMin)
      }),
    ready: (delivery, readyMin) =>
      tell({ _tag: "ReadyEstimateChanged", atMs, delivery, readyAtMs: atMin(readyMin) }),
    cooked: (delivery) => tell({ _tag: "FoodReady", atMs, delivery }),
    arrived: (courier, position) =>
      tell({ _tag: "CourierArrived", atMs, courier, position: place(position) }),
    cancel: (delivery) => tell({ _tag: "DeliveryCancelled", atMs, delivery }),
    online: (courier, position, offMin = Infinity) =>
      tell({
        _tag: "CourierOnline",
        atMs,
        courier,
        position: place(position),
        vehicle: "bicycle",
        offAtMs: atMin(offMin)
      }),
    offline: (courier) => tell({ _tag: "CourierOffline", atMs, courier }),
    moved: (courier, position) => tell({ _tag: "CourierMoved", atMs, courier, position: place(position) }),
    accept: (offer) => tell({ _tag: "OfferAccepted", atMs, offer }),
    reject: (offer) => tell({ _tag: "OfferRejected", atMs, offer }),
    timeOut: (offer) => tell({ _tag: "OfferTimedOut", atMs, offer }),
    pickedUp: (courier) => tell({ _tag: "PickedUp", atMs, courier }),
    droppedOff: (courier, delivery) => tell({ _tag: "DroppedOff", atMs, courier, delivery }),
    freed: (courier, position) => tell({ _tag: "CourierFreed", atMs, courier, position: place(position) }),
    tick: () => town.round().filter(({ _tag }) => _tag !== "Widen"),
    round: () => tell({ _tag: "Tick", atMs }),
    nextRoundMin: () => (dispatcher.nextRoundAtMs() - NOON_MS) / MINUTE_MS,
    waitingCount: dispatcher.waitingCount,
    seen: eye.seen,
    candidates: eye.candidates
  }
  return town
}

/** A policy whose snapshots are remembered; copied, because the dispatcher uses its buffers again. */
const watched = (policy: DispatchPolicy) => {
  let couriers: ReadonlyArray<FreeCourier> = []
  let rows: ReadonlyMap<number, ReadonlyArray<number>> = new Map()
  const look = (snapshot: Snapshot) => {
    couriers = [...snapshot.couriers]
    rows = new Map(
      snapshot.deliveries.map(({ handle }, d) => {
        const pairs = snapshot.pairCourier.subarray(snapshot.pairStart[d], snapshot.pairStart[d + 1])
        return [handle, Array.from(pairs, (courier) => couriers[courier]?.handle ?? -1)]
      })
    )
  }
  return {
    policy: {
      ...policy,
      plan: (snapshot, budget) => {
        look(snapshot)
        return policy.plan(snapshot, budget)
      }
    } satisfies DispatchPolicy,
    seen: () => couriers,
    candidates: (delivery: number) => rows.get(delivery) ?? []
  }
}
