import { f64, i32 } from "@hotbag/core"
import type { CourierHandle } from "../Handles.ts"
import type { CourierRecord, CourierTable } from "./CourierTable.ts"
import { availableMs, countedOnUntilMs } from "./schedule.ts"

/**
 * From when on couriers may be of use in a round: asked for each one near each delivery, and worked out once. What is
 * remembered holds until the next `begin`; nothing may become known of anybody in between.
 */
export interface Availability {
  /** A round begins: everybody is looked at anew. */
  readonly begin: (atMs: number) => void
  /** When the courier can leave; `Infinity` for who is neither idle nor soon free. Amortised O(1). */
  readonly departAtMs: (courier: CourierHandle) => number
  /** The same, but `Infinity` for everybody who is at work. */
  readonly idleAtMs: (courier: CourierHandle) => number
  /** Everybody on duty who is idle. O(couriers) when first asked for in a round. */
  readonly idle: () => ReadonlyArray<CourierHandle>
  /** End of the shift; to be asked after one of the others. */
  readonly offAtMs: (courier: CourierHandle) => number
}

/** Of couriers who are idle or free within `soonFreeMs`. 28 bytes for each handle up to the largest. */
export const makeAvailability = (couriers: CourierTable, soonFreeMs: number): Availability => {
  let nowMs = -Infinity
  let round = 0
  let seenIn = new Int32Array(FIRST_ROOM)
  let facts = new Float64Array(FIRST_ROOM * FACTS)
  const grow = (handles: number): void => {
    const before = { facts, seenIn }
    seenIn = new Int32Array(2 * handles)
    seenIn.set(before.seenIn)
    facts = new Float64Array(2 * handles * FACTS)
    facts.set(before.facts)
  }
  const look = (handle: CourierHandle): void => {
    if (handle >= seenIn.length) grow(handle + 1)
    const courier = couriers.get(handle)
    const departAtMs = departureMs(courier, nowMs, soonFreeMs)
    seenIn[handle] = round
    facts[handle * FACTS + DEPART] = departAtMs
    facts[handle * FACTS + IDLE] = courier.state === "idle" ? departAtMs : Infinity
    facts[handle * FACTS + OFF] = courier.offAtMs
  }
  let idle: ReadonlyArray<CourierHandle> | null = null
  const fact = (handle: CourierHandle, which: number): number => {
    if (handle >= seenIn.length || i32(seenIn, handle) !== round) look(handle)
    return f64(facts, handle * FACTS + which)
  }
  return {
    begin: (atMs) => {
      nowMs = atMs
      round++
      idle = null
    },
    departAtMs: (courier) => fact(courier, DEPART),
    idleAtMs: (courier) => fact(courier, IDLE),
    idle: () => {
      idle ??= couriers.onDuty().flatMap(({ handle, state }) => (state === "idle" ? [handle] : []))
      return idle
    },
    offAtMs: (courier) => f64(facts, courier * FACTS + OFF)
  }
}

/** When the courier can leave for new work; `Infinity` when that cannot be counted on soon. */
const departureMs = (courier: CourierRecord, nowMs: number, soonFreeMs: number): number => {
  const { state } = courier
  if (state !== "idle" && state !== "busy") return Infinity
  if (state === "busy" && nowMs > countedOnUntilMs(courier, soonFreeMs)) return Infinity
  const departAtMs = availableMs(courier, nowMs)
  return departAtMs > nowMs + soonFreeMs ? Infinity : departAtMs
}

/** What is remembered of a courier, side by side: when to leave, the same if idle, and the end of the shift. */
const FACTS = 3
const DEPART = 0
const IDLE = 1
const OFF = 2
const FIRST_ROOM = 64
