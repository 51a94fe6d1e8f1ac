import { type OrderCase, TERMINAL_DELIVERY_STATUSES } from "@hotbag/core"
import { Clock, Effect } from "effect"
import type { Serving } from "./carryOut.ts"
import { hearCase } from "./hearCase.ts"
import { goOffInTime, hearCourier, hearMove } from "./hearCourier.ts"
import { setTime } from "./Region.ts"

/** Tells the dispatcher everything that lies on the desk. False when something contradicts what it believes. */
export const hearDesk = Effect.fnUntraced(function* ({ desk, ports, region }: Serving) {
  const moves = [...desk.moves]
  desk.moves.clear()
  for (const [courierId] of moves) {
    if (region.told.get(courierId)?.onDuty !== true) desk.couriers.add(courierId)
  }
  const changed = new Set(desk.couriers)
  desk.couriers.clear()
  const couriers = changed.size === 0 ? [] : yield* ports.couriers.those([...changed])
  setTime(region, yield* Clock.currentTimeMillis)
  for (const courier of couriers) hearCourier(region, courier)
  // What was read is at least as new.
  for (const [courierId, at] of moves) if (!changed.has(courierId)) hearMove(region, courierId, at)
  goOffInTime(region)
  // Who accepted what was left of a bundle is heard before what is gone from it: so the offer is seen to be accepted.
  const news = [...desk.orders.values()].sort(
    (left, right) => Number(hasEnded(left)) - Number(hasEnded(right))
  )
  let fits = true
  for (const state of news) if (!hearCase(region, state)) fits = false
  desk.orders.clear()
  return fits
})

const hasEnded = ({ delivery }: OrderCase): boolean => TERMINAL_DELIVERY_STATUSES.has(delivery.status)
