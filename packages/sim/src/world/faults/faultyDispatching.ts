import type { Dispatching, World } from "../World.ts"
import type { FaultyWorld } from "./FaultyWorld.ts"

/**
 * Dispatch as the relay reaches it: it hears of orders and stops when the relay works, in their sequence, and decides by
 * what it knows. It hears at once, with everything that waits about the same order before it, that a delivery is taken
 * back (its own command for that delivery would be refused, with the reason) and what couriers answer to it. Who is on duty
 * comes by the sockets, not by the relay.
 */
export const faultyDispatching = (
  dispatch: Dispatching,
  world: () => World,
  { appOf, busOf, faults, figures, regionOfCourier, regionOfOrder, reportedAtMs }: FaultyWorld
): Dispatching => {
  const hears = (region: number, about: number, tell: () => void) => {
    if (!busOf(region).pass(faults.heardAtMs(region, world().nowMs), about, tell)) figures.factsLate++
  }
  /** What a courier has done is known when it is reported. */
  const reported = (courier: number, about: number, tell: () => void) => {
    appOf(courier).pass(reportedAtMs(courier), about, () => hears(regionOfCourier(courier), about, tell))
  }
  const atOnce = (order: number, tell: () => void) => {
    busOf(regionOfOrder(order)).flush(order)
    tell()
  }
  return {
    ...dispatch,
    wanted: (order, readyAtMs) => hears(regionOfOrder(order), order, () => dispatch.wanted(order, readyAtMs)),
    readyAt: (order, readyAtMs) =>
      hears(regionOfOrder(order), order, () => dispatch.readyAt(order, readyAtMs)),
    foodReady: (order) => hears(regionOfOrder(order), order, () => dispatch.foodReady(order)),
    cancelled: (order) => atOnce(order, () => dispatch.cancelled(order)),
    failed: (order) => atOnce(order, () => dispatch.failed(order)),
    reassigned: (order, barred) => atOnce(order, () => dispatch.reassigned(order, barred)),
    pickedUp: (courier) => reported(courier, -1, () => dispatch.pickedUp(courier)),
    droppedOff: (courier, order) => reported(courier, -1, () => dispatch.droppedOff(courier, order)),
    freed: (courier) => reported(courier, -1, () => dispatch.freed(courier)),
    arrived: (courier) => reported(courier, -1, () => dispatch.arrived(courier))
  }
}
