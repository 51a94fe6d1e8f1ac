import { at, invariant } from "@hotbag/core"
import type { Fact } from "./facts.ts"
import type { RegionState } from "./RegionState.ts"
import { arrivalMs, expectEnd } from "./schedule.ts"

/** Knows from here on what the courier has in hand, as if it had offered the work itself. */
export const resumeCourier = (
  state: RegionState,
  fact: Extract<Fact, { readonly _tag: "CourierResumed" }>
): void => {
  const { couriers, deliveries, nowMs, options } = state
  couriers.resume(fact)
  if (fact.hand.length === 0) return
  expectHand(state, fact)
  const courier = couriers.get(fact.courier)
  courier.hand = [...fact.hand]
  courier.toPickUp = fact.toPickUp
  courier.lastStop = fact.position
  courier.leavesAtMs = nowMs
  const next = fact.toPickUp[0]?.[0]
  if (next !== undefined) courier.takesFoodAtMs = arrivalMs(options, courier, deliveries.get(next), nowMs)
  for (const handle of fact.hand) deliveries.assign(deliveries.get(handle), fact.courier)
  expectEnd(state, fact.courier)
}

const expectHand = (
  { deliveries }: RegionState,
  { hand, toPickUp }: Extract<Fact, { readonly _tag: "CourierResumed" }>
): void => {
  invariant(new Set(hand).size === hand.length, "a delivery is in hand once", { hand })
  for (const handle of hand) {
    const { state } = deliveries.get(handle)
    invariant(state === "waiting", "what a courier resumes was wanted, and nobody else has it", { handle })
  }
  const ahead = toPickUp.flat()
  const isHeld = new Set(ahead).size === ahead.length && ahead.every((handle) => hand.includes(handle))
  invariant(isHeld, "what is picked up later is in hand, once", { hand, toPickUp })
  for (const visit of toPickUp) invariant(at(visit, 0) >= 0, "at every restaurant something is picked up")
}
