import { Limits } from "@hotbag/core"
import { Effect } from "effect"
import { openCases } from "../couriers/openCases.ts"
import type { Serving } from "./carryOut.ts"
import { readCases } from "./offerCommands.ts"
import { putCase, putCourier } from "./RegionDesk.ts"

/** Puts the present state of everything that is open on the desk: news may have been lost, or written by another process. */
export const sweep = Effect.fnUntraced(function* ({ desk, ports, region }: Serving) {
  desk.isBehind = false
  const open = yield* openCases(ports.store, desk.regionId)
  const seen = new Set(open.map(({ order }) => order.orderId))
  for (const state of open) putCase(desk, state)
  const gone = [...region.heard.keys()].filter((orderId) => !seen.has(orderId))
  for (let i = 0; i < gone.length; i += Limits.casesPerPage) {
    for (const state of yield* readCases(ports, gone.slice(i, i + Limits.casesPerPage))) putCase(desk, state)
  }
  const onDuty = yield* ports.couriers.onDuty(desk.regionId, region.nowMs)
  for (const { courierId } of onDuty) putCourier(desk, courierId)
  for (const [courierId, told] of region.told) if (told.onDuty) putCourier(desk, courierId)
})
