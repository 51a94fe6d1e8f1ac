import type { LatLng } from "@hotbag/core"
import { makePlannerPolicy } from "@hotbag/dispatch"
import { describe, expect, it } from "vitest"
import { courier, snapshotOf } from "../snapshots.ts"

describe("restaurants known beforehand", () => {
  const corner: LatLng = { lat: 6, lng: 0 }
  const besideIt: LatLng = { lat: 6, lng: 1 }

  it("are where a courier waits for the first order of the day", () => {
    expect(firstMoves([corner, besideIt])).toEqual([{ courier: 0, to: corner }])
  })

  it("are not made up: where none is known, everybody stays", () => {
    expect(firstMoves([])).toEqual([])
  })

  it("can be left out of account", () => {
    expect(firstMoves([corner, besideIt], 0)).toEqual([])
  })
})

/** Where the only courier is sent while nobody has ordered. */
const firstMoves = (restaurants: ReadonlyArray<LatLng>, priorOrders = 1) => {
  const policy = makePlannerPolicy({ priorOrders })
  const region = policy.forRegion?.(restaurants) ?? policy
  const snapshot = { ...snapshotOf({ deliveries: [], couriers: [courier(0)] }), listsEverybody: true }
  return region.plan(snapshot, { steps: 1_000 }).moves
}
