import { at, f64, MINUTE_MS } from "@hotbag/core"
import type { World } from "../world/World.ts"
import { recentClickToDoorMin, sloResults } from "./makeReport.ts"
import type { Progress } from "./Progress.ts"

/** Orders delivered within this time count as recent. */
const RECENT_MS = 30 * MINUTE_MS

/** How a running day stands. O(orders placed so far). */
export const makeProgress = (world: World): Progress => {
  const { city, dispatch, nowMs, recorder } = world
  const { placed, delivered, cancelled, lost } = recorder.counts
  return {
    nowMs,
    fromMs: city.fromMs,
    toMs: city.toMs,
    placed,
    delivered,
    cancelled,
    lost,
    open: openOrders(world),
    couriers: couriersByPhase(world),
    unassigned: dispatch.waiting(),
    recentClickToDoorMin: recentClickToDoorMin(world, nowMs - RECENT_MS),
    slos: sloResults(world).map(({ name, objective, attained, budgetSpent }) => ({
      name,
      objective,
      attained,
      budgetSpent
    })),
    events: recorder.counts.events
  }
}

const openOrders = ({ book, recorder }: World): Progress["open"] => {
  const open = { awaitingRestaurant: 0, preparing: 0, ready: 0, onTheWay: 0 }
  for (let order = 0; order < recorder.placedAtMs.length; order++) {
    if (Number.isNaN(f64(recorder.placedAtMs, order)) || book.hasEnded(order)) continue
    if (!Number.isNaN(f64(recorder.pickedUpAtMs, order))) open.onTheWay++
    else if (!Number.isNaN(f64(recorder.readyAtMs, order))) open.ready++
    else if (!Number.isNaN(f64(recorder.confirmedAtMs, order))) open.preparing++
    else open.awaitingRestaurant++
  }
  return open
}

const couriersByPhase = ({ couriers }: World): Progress["couriers"] => {
  const count = { idle: 0, toRestaurant: 0, atRestaurant: 0, toCustomer: 0, offline: 0 }
  for (let courier = 0; courier < couriers.length; courier++) {
    switch (at(couriers, courier).phase) {
      case "idle":
        count.idle++
        break
      case "to-restaurant":
        count.toRestaurant++
        break
      case "at-restaurant":
        count.atRestaurant++
        break
      case "to-customer":
      case "at-customer":
        count.toCustomer++
        break
      case "offline":
        count.offline++
        break
    }
  }
  return count
}
