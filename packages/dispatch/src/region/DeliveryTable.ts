import type { LatLng } from "@hotbag/core"
import { invariant, Limits } from "@hotbag/core"
import type { CourierHandle, DeliveryHandle } from "../Handles.ts"
import type { Fact } from "./facts.ts"
import type { ReadyEstimate } from "./readiness.ts"

/** What the dispatcher knows of a delivery. */
export interface DeliveryRecord {
  readonly handle: DeliveryHandle
  state: "waiting" | "offered" | "assigned" | "closed"
  readonly pickup: LatLng
  readonly dropoff: LatLng
  readonly placedAtMs: number
  /** What plans go by: the kitchen's estimate, or what the policy makes of it; when `isReady`, the truth. */
  readyAtMs: number
  /** From when on a courier should be there, as far as the food is concerned: at most `readyAtMs`. */
  meetFromMs: number
  /** When that was worked out; `-Infinity`: not since there was news of it. */
  expectedAtMs: number
  /** What the kitchen said last. */
  estimate: ReadyEstimate
  /** The food is there. */
  isReady: boolean
  readonly promisedAtMs: number
  readonly wantedAtMs: number
  /** Couriers who declined or let an offer lapse: never asked again for this delivery (S11). */
  readonly declined: Set<CourierHandle>
  courier: CourierHandle
  /** Furthest the search has reached, in metres. */
  searchedM: number
  escalated: boolean
  /** From here on it is offered as soon as somebody can take it. */
  patienceMs: number
}

/** Deliveries of one region; the waiting ones in no particular order. */
export interface DeliveryTable {
  readonly get: (delivery: DeliveryHandle) => DeliveryRecord
  readonly has: (delivery: DeliveryHandle) => boolean
  readonly waiting: () => IterableIterator<DeliveryRecord>
  readonly waitingCount: () => number
  /** Begins to wait. */
  readonly add: (wanted: Extract<Fact, { readonly _tag: "DeliveryWanted" }>) => void
  /** Back in the queue, keeping its place by age. */
  readonly wait: (record: DeliveryRecord) => void
  readonly offer: (record: DeliveryRecord, courier: CourierHandle) => void
  readonly assign: (record: DeliveryRecord, courier: CourierHandle) => void
  readonly close: (record: DeliveryRecord) => void
}

/** An empty table. Deliveries are offered within `offerWithinMs` of their placement. */
export const makeDeliveryTable = (offerWithinMs: number): DeliveryTable => {
  const records = new Map<DeliveryHandle, DeliveryRecord>()
  const queue = new Map<DeliveryHandle, DeliveryRecord>()
  const get = (delivery: DeliveryHandle) => {
    const record = records.get(delivery)
    invariant(record !== undefined, "a delivery must be wanted before anything else is said of it", {
      delivery
    })
    return record
  }
  const leaveQueue = (record: DeliveryRecord, state: DeliveryRecord["state"], courier: CourierHandle) => {
    record.state = state
    record.courier = courier
    queue.delete(record.handle)
  }
  return {
    get,
    has: (delivery) => records.has(delivery),
    waiting: () => queue.values(),
    waitingCount: () => queue.size,
    add: (wanted) => {
      const record = waitingRecord(wanted, offerWithinMs)
      invariant(!records.has(record.handle), "a delivery is wanted once", { delivery: record.handle })
      records.set(record.handle, record)
      queue.set(record.handle, record)
    },
    wait: (record) => {
      record.state = "waiting"
      record.courier = -1
      queue.set(record.handle, record)
    },
    offer: (record, courier) => leaveQueue(record, "offered", courier),
    assign: (record, courier) => leaveQueue(record, "assigned", courier),
    close: (record) => {
      leaveQueue(record, "closed", -1)
      // Nothing is ever said of a closed delivery again: forgetting it bounds memory by the open ones (P8).
      records.delete(record.handle)
    }
  }
}

const waitingRecord = (
  wanted: Extract<Fact, { readonly _tag: "DeliveryWanted" }>,
  offerWithinMs: number
): DeliveryRecord => {
  const { delivery, dropoff, pickup, placedAtMs, promisedAtMs, readyAtMs, sofar } = wanted
  const wantedAtMs = sofar?.wantedAtMs ?? wanted.atMs
  return {
    handle: delivery,
    state: "waiting",
    pickup,
    dropoff,
    placedAtMs,
    readyAtMs,
    meetFromMs: readyAtMs,
    expectedAtMs: -Infinity,
    estimate: { restaurant: `${pickup.lat} ${pickup.lng}`, toldAtMs: wantedAtMs, readyAtMs },
    isReady: sofar?.isReady ?? false,
    promisedAtMs,
    wantedAtMs,
    declined: new Set(sofar?.declined),
    courier: -1,
    searchedM: 0,
    escalated: sofar?.isEscalated ?? false,
    patienceMs: Math.max(placedAtMs + offerWithinMs, promisedAtMs - Limits.askBeforePatienceEndsMs)
  }
}
