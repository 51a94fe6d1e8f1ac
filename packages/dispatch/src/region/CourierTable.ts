import type { CourierIndex, LatLng, Vehicle } from "@hotbag/core"
import { at, invariant, InvariantViolation } from "@hotbag/core"
import type { CourierHandle, DeliveryHandle } from "../Handles.ts"
import type { Fact } from "./facts.ts"
import type { AcceptancePrior } from "./RegionOptions.ts"

/** What the dispatcher knows of a courier. */
export interface CourierRecord {
  readonly handle: CourierHandle
  state: "offline" | "idle" | "offered" | "busy"
  /** Where the courier is; when busy, where the work in hand ends. */
  position: LatLng
  vehicle: Vehicle
  /** End of the shift; `-Infinity` from the moment of going offline, also while work in hand goes on. */
  offAtMs: number
  /** Expected end of the work in hand; meaningless unless busy. */
  availableAtMs: number
  /** Deliveries in hand, in drop-off sequence. */
  hand: ReadonlyArray<DeliveryHandle>
  /** What is still to be picked up at each restaurant, in the sequence of the visits; empty once on the way to doors. */
  toPickUp: ReadonlyArray<ReadonlyArray<DeliveryHandle>>
  /** Before a pickup: when the courier is there and handled, so that only the food may be missing. */
  takesFoodAtMs: number
  /** Where the doors ahead are counted from: the last restaurant, then each door that is done. */
  lastStop: LatLng
  /** When the courier leaves `lastStop`, or is expected to. */
  leavesAtMs: number
  /** Since or from when on the courier, sent there without an order, stands at the restaurant at `position`. */
  atRestaurantSinceMs: number | null
  /** When the next stop is expected to be done, or the work to end when no stop is left. */
  nextStopAtMs: number
  asked: number
  accepted: number
  /** Since `onDutySinceMs`. */
  assignedCount: number
  /** Start of the shift; work that goes on while offline ends no shift. */
  onDutySinceMs: number
  idleSinceMs: number
}

/** Couriers of one region, kept in step with the index that finds them. */
export interface CourierTable {
  readonly get: (courier: CourierHandle) => CourierRecord
  /** Whether the courier was ever heard of. */
  readonly has: (courier: CourierHandle) => boolean
  /** Everybody online, by handle. O(couriers of the region ever seen) after somebody came or went, else O(1). */
  readonly onDuty: () => ReadonlyArray<CourierRecord>
  readonly online: (
    courier: CourierHandle,
    position: LatLng,
    vehicle: Vehicle,
    offAtMs: number,
    atMs: number
  ) => void
  /** As {@link CourierTable.online}, of somebody who was on duty before this dispatcher was; idle, or gone. */
  readonly resume: (fact: Extract<Fact, { readonly _tag: "CourierResumed" }>) => void
  /**
   * Gone: never a candidate again until back online. An open offer and work in hand go on, also across a return; a
   * journey without an order is over.
   */
  readonly offline: (courier: CourierHandle) => void
  readonly moved: (courier: CourierHandle, position: LatLng) => void
  /** Stands idle at `position`. */
  readonly idle: (courier: CourierRecord, position: LatLng, atMs: number) => void
  /** On the way to a restaurant at `position`, without an order. */
  readonly sent: (courier: CourierRecord, position: LatLng, arrivesAtMs: number) => void
  /** Works until `availableAtMs`, ending at `position`. */
  readonly busy: (courier: CourierRecord, position: LatLng, availableAtMs: number) => void
}

/** An empty table over `index`. */
export const makeCourierTable = (index: CourierIndex): CourierTable => {
  const { add, cameOrWent, find, get, onDuty } = makeRecords()
  return {
    get,
    has: (courier) => find(courier) !== undefined,
    onDuty,
    online: (courier, position, vehicle, offAtMs, atMs) => {
      const known = find(courier) ?? add(fresh(courier, position, vehicle))
      invariant(isGone(known), "a courier who is online cannot come online", { courier })
      cameOrWent()
      known.vehicle = vehicle
      known.offAtMs = offAtMs
      if (known.state === "offline") startShift(known, atMs)
      if (known.state !== "busy") {
        known.position = position
        known.atRestaurantSinceMs = null
      }
      index.upsert(courier, known.position)
    },
    resume: (fact) => {
      invariant(find(fact.courier) === undefined, "a courier is resumed before anything else", { fact })
      add(resumed(fact))
      cameOrWent()
      if (fact.offAtMs !== null) index.upsert(fact.courier, fact.position)
    },
    offline: (courier) => {
      const record = get(courier)
      index.remove(courier)
      cameOrWent()
      record.offAtMs = GONE_MS
      if (record.state === "idle" || isOnTheWay(record)) record.state = "offline"
    },
    moved: (courier, position) => {
      const record = get(courier)
      if (record.state !== "idle" && record.state !== "offered") return
      record.atRestaurantSinceMs = null
      record.position = position
      if (!isGone(record)) index.upsert(courier, position)
    },
    sent: (record, position, arrivesAtMs) => {
      record.hand = []
      record.toPickUp = []
      record.atRestaurantSinceMs = arrivesAtMs
      record.nextStopAtMs = arrivesAtMs
      record.state = "busy"
      record.position = position
      record.availableAtMs = arrivesAtMs
      if (!isGone(record)) index.upsert(record.handle, position)
    },
    idle: (record, position, atMs) => {
      record.hand = []
      record.toPickUp = []
      record.position = position
      record.idleSinceMs = atMs
      record.state = isGone(record) ? "offline" : "idle"
      if (!isGone(record)) index.upsert(record.handle, position)
    },
    busy: (record, position, availableAtMs) => {
      record.state = "busy"
      record.atRestaurantSinceMs = null
      record.position = position
      record.availableAtMs = availableAtMs
      if (!isGone(record)) index.upsert(record.handle, position)
    }
  }
}

/** The records of a region's couriers, who may be few of very many. */
const makeRecords = () => {
  const records: Array<CourierRecord | undefined> = []
  /** Without gaps, by handle. */
  const seen: Array<CourierRecord> = []
  /** Asked several times a round, while hardly anybody comes or goes. */
  let onDuty: ReadonlyArray<CourierRecord> | null = null
  return {
    onDuty: () => (onDuty ??= seen.filter((record) => !isGone(record))),
    cameOrWent: () => {
      onDuty = null
    },
    find: (courier: CourierHandle) => records[courier],
    get: (courier: CourierHandle): CourierRecord => {
      const record = records[courier]
      // Asked millions of times: the data of the complaint is made only for a complaint.
      if (record === undefined)
        throw new InvariantViolation("a courier must come online before anything else", { courier })
      return record
    },
    add: (record: CourierRecord): CourierRecord => {
      // Without holes, however far the handles are apart: the engine keeps such a list flat.
      while (records.length <= record.handle) records.push(undefined)
      records[record.handle] = record
      let place = seen.length
      while (place > 0 && at(seen, place - 1).handle > record.handle) place--
      seen.splice(place, 0, record)
      return record
    }
  }
}

/** Sent to a restaurant without an order, and not there yet. */
export const isOnTheWay = ({ atRestaurantSinceMs, state }: CourierRecord): boolean =>
  state === "busy" && atRestaurantSinceMs !== null

const GONE_MS = -Infinity

const isGone = (courier: CourierRecord): boolean => courier.offAtMs === GONE_MS

/** Estimated probability that the courier accepts: what was believed before, corrected by the answers so far; 0..1. */
export const acceptanceOf = (courier: CourierRecord, prior: AcceptancePrior): number =>
  (courier.accepted + prior.acceptance * prior.answers) / (courier.asked + prior.answers)

const fresh = (handle: CourierHandle, position: LatLng, vehicle: Vehicle): CourierRecord => ({
  handle,
  state: "offline",
  position,
  vehicle,
  offAtMs: GONE_MS,
  availableAtMs: 0,
  hand: [],
  toPickUp: [],
  takesFoodAtMs: 0,
  lastStop: position,
  leavesAtMs: 0,
  atRestaurantSinceMs: null,
  nextStopAtMs: 0,
  asked: 0,
  accepted: 0,
  assignedCount: 0,
  onDutySinceMs: 0,
  idleSinceMs: 0
})

const resumed = (fact: Extract<Fact, { readonly _tag: "CourierResumed" }>): CourierRecord => {
  const { accepted, asked, assignedCount, atRestaurantSinceMs, offAtMs, onDutySinceMs } = fact
  return {
    ...fresh(fact.courier, fact.position, fact.vehicle),
    accepted,
    asked,
    assignedCount,
    atRestaurantSinceMs,
    onDutySinceMs,
    state: offAtMs === null ? "offline" : "idle",
    offAtMs: offAtMs ?? GONE_MS,
    idleSinceMs: fact.atMs
  }
}

const startShift = (courier: CourierRecord, atMs: number): void => {
  courier.state = "idle"
  courier.idleSinceMs = atMs
  courier.assignedCount = 0
  courier.onDutySinceMs = atMs
}
