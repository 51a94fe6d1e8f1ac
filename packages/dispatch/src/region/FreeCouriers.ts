import { type CourierIndex, gridCourierIndex, i32, type LatLng } from "@hotbag/core"
import type { CourierHandle } from "../Handles.ts"
import type { CourierTable } from "./CourierTable.ts"

/**
 * Those only who can leave in a round: in a rush most couriers near a restaurant are at work for long, and every search would
 * pass by them again.
 */
export interface FreeCouriers {
  /** A round begins: who can leave is not known. */
  readonly begin: () => void
  /** Their index, brought up to date when first asked for in a round. O(couriers on duty) then. */
  readonly index: () => CourierIndex
}

/**
 * Couriers on duty whom `leavesAtMs` gives a time and not `Infinity`. 12 bytes for each handle up to the largest, and what the
 * index takes.
 */
export const makeFreeCouriers = (
  couriers: CourierTable,
  leavesAtMs: (courier: CourierHandle) => number
): FreeCouriers => {
  const index = gridCourierIndex()
  /** Where each of them was put. */
  const places: Array<LatLng | undefined> = []
  let inside: ReadonlyArray<CourierHandle> = []
  let seenIn = new Int32Array(FIRST_ROOM)
  let round = 0
  let isKnown = false
  const refresh = (): void => {
    const before = inside
    const now: Array<CourierHandle> = []
    round++
    for (const { handle, position } of couriers.onDuty()) {
      if (leavesAtMs(handle) === Infinity) continue
      if (handle >= seenIn.length) seenIn = roomFor(handle, seenIn)
      seenIn[handle] = round
      now.push(handle)
      if (places[handle] === position) continue
      // Without holes, however far the handles are apart: the engine keeps such a list flat.
      while (places.length <= handle) places.push(undefined)
      places[handle] = position
      index.upsert(handle, position)
    }
    for (const handle of before) {
      if (i32(seenIn, handle) === round) continue
      places[handle] = undefined
      index.remove(handle)
    }
    inside = now
  }
  return {
    begin: () => {
      isKnown = false
    },
    index: () => {
      if (!isKnown) refresh()
      isKnown = true
      return index
    }
  }
}

const FIRST_ROOM = 64

const roomFor = (handle: number, before: Int32Array): Int32Array<ArrayBuffer> => {
  const room = new Int32Array(2 * (handle + 1))
  room.set(before)
  return room
}
