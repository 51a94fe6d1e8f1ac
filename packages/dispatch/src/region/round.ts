import { i32, SECOND_MS } from "@hotbag/core"
import type { DeliveryHandle } from "../Handles.ts"
import type { PlannedTrip } from "../Plan.ts"
import { isSamePlace } from "../nearby.ts"
import type { Snapshot } from "../Snapshot.ts"
import { bindingTrips } from "./bindingTrips.ts"
import type { Decision } from "./decisions.ts"
import type { DeliveryRecord } from "./DeliveryTable.ts"
import { makeOffer } from "./offers.ts"
import { goOrPickUp, sendCourier, waitsThere } from "./openBundles.ts"
import { type RegionState, wakeAt } from "./RegionState.ts"
import { restAfterRoundMs } from "./RoundPace.ts"
import { countedOnUntilMs } from "./schedule.ts"

/**
 * One round: plan all open deliveries that are due for planning, make the offers whose time has come, escalate what
 * waits too long, and note when the next round can matter. Everything else of the plan stays tentative.
 */
export const playRound = (state: RegionState): ReadonlyArray<Decision> => {
  const { finder, nowMs, options } = state
  state.nextRoundAtMs = Infinity
  expectFood(state)
  const due = dueDeliveries(state)
  const listsEverybody = isTimeForEverybody(state)
  if (due.length === 0 && !listsEverybody) return []
  state.restsUntilMs = nowMs + restAfterRoundMs(options.pace, due.length)
  const decisions: Array<Decision> = []
  const snapshot = finder.snapshot(nowMs, due, listsEverybody, decisions)
  const plan = options.policy.plan(snapshot, options.budget)
  const latestOfferMs = ({ deliveries }: PlannedTrip) => {
    let leastMs = Infinity
    for (const delivery of deliveries) leastMs = Math.min(leastMs, state.deliveries.get(delivery).patienceMs)
    return leastMs
  }
  const binding = bindingTrips(plan, (trip) => latestOfferMs(trip) <= nowMs)
  // What comes later in a plan must not keep customers waiting too long for it.
  for (const trip of plan.trips) {
    if (!binding.has(trip)) wakeAt(state, Math.max(latestOfferMs(trip), nowMs + 1))
  }
  const why = (delivery: DeliveryHandle) => options.policy.explain(snapshot, plan, delivery)
  const isOpen = goesOpen(options)
  for (const trip of binding) {
    const patienceMs = latestOfferMs(trip)
    if (state.couriers.get(trip.courier).state !== "idle") {
      // Usually the courier is freed by then, which is news; if not, somebody else may be better.
      wakeAt(state, Math.max(Math.min(trip.departAtMs, patienceMs), nowMs + 1))
      continue
    }
    if (isOpen && patienceMs > nowMs) {
      wakeAt(state, patienceMs)
      decisions.push(...goOrPickUp(state, trip, why))
      continue
    }
    // Who stands at the restaurant already has nowhere to leave for.
    const bindsAtMs = waitsThere(state, trip) ? trip.pickupAtMs : trip.departAtMs
    const offerAtMs = Math.min(bindsAtMs - options.answerLeadMs - (trip.spareMs ?? 0), patienceMs)
    if (offerAtMs <= nowMs) decisions.push(makeOffer(state, trip, why))
    else wakeAt(state, offerAtMs)
  }
  for (const { courier, to } of plan.moves ?? []) {
    const { position, state: is } = state.couriers.get(courier)
    if (is === "idle" && !isSamePlace(position, to)) decisions.push(sendCourier(state, courier, to))
  }
  if (plan.unassigned.length > 0) wakeWhenSilent(state, snapshot)
  due.forEach((delivery, row) => {
    // Also while somebody is being asked: one refusal after another is no courier either.
    const candidates = i32(snapshot.pairStart, row + 1) - i32(snapshot.pairStart, row)
    escalate(state, delivery, candidates, decisions)
  })
  return decisions
}

/** A policy that places couriers sees all of them now. */
const isTimeForEverybody = (state: RegionState): boolean => {
  const { placeEveryMs = 0, policy } = state.options
  const everyMs = policy.seesEverybodyEveryMs
  if (everyMs === undefined || state.nowMs < state.sawEverybodyAtMs + Math.max(everyMs, placeEveryMs))
    return false
  state.sawEverybodyAtMs = state.nowMs
  return true
}

/**
 * Where the policy wants more than the kitchens' word: when each food is to be expected, as of a few seconds ago at most
 * and never in the past. How early it may be matters only where couriers are sent ahead.
 */
const expectFood = ({ deliveries, nowMs, options, readiness }: RegionState): void => {
  const { policy } = options
  const { readyQuantile } = policy
  if (readyQuantile === undefined) return
  const { meetQuantile = readyQuantile } = policy
  const sendsAhead = goesOpen(options)
  for (const delivery of deliveries.waiting()) {
    if (delivery.isReady) continue
    if (nowMs < delivery.expectedAtMs + EXPECT_EVERY_MS && nowMs < delivery.meetFromMs) continue
    delivery.expectedAtMs = nowMs
    delivery.readyAtMs = readiness.expect(delivery.estimate, nowMs, readyQuantile)
    delivery.meetFromMs = sendsAhead
      ? readiness.expect(delivery.estimate, nowMs, meetQuantile)
      : delivery.readyAtMs
  }
}

/** Kitchens err by minutes: what was expected a moment ago is as good. */
const EXPECT_EVERY_MS = 15 * SECOND_MS

/** Rules and policy agree that bundles stay open until the pickup. */
const goesOpen = ({ openBundles, policy }: RegionState["options"]): boolean =>
  openBundles && policy.openBundles === true

/** Waiting deliveries whose food is near enough to plan for, oldest first. */
const dueDeliveries = (state: RegionState): ReadonlyArray<DeliveryRecord> => {
  const due: Array<DeliveryRecord> = []
  for (const delivery of state.deliveries.waiting()) {
    const planFromMs = Math.min(delivery.readyAtMs - state.options.planAheadMs, delivery.patienceMs)
    if (planFromMs <= state.nowMs) due.push(delivery)
    else wakeAt(state, planFromMs)
  }
  return due.sort((a, b) => a.handle - b.handle)
}

/**
 * Couriers who are soon free keep the search near. When they are never heard of again it must go further, and time
 * alone brings that about.
 */
const wakeWhenSilent = (state: RegionState, { couriers }: Snapshot): void => {
  const { soonFreeMs } = state.options.search
  for (const { handle } of couriers) {
    const courier = state.couriers.get(handle)
    const silentAtMs = countedOnUntilMs(courier, soonFreeMs) + 1
    if (courier.state === "busy" && silentAtMs > state.nowMs) wakeAt(state, silentAtMs)
  }
}

/** Tells operations once about a delivery whose food waits and that nobody carries (S12, P6). */
const escalate = (
  state: RegionState,
  delivery: DeliveryRecord,
  candidates: number,
  decisions: Array<Decision>
): void => {
  if (delivery.escalated) return
  // By the kitchen's word, not by what a policy makes of it: operations are told of the delay that customers see.
  const readyAtMs = delivery.isReady ? delivery.readyAtMs : delivery.estimate.readyAtMs
  const escalateAtMs = Math.max(delivery.wantedAtMs, readyAtMs) + state.options.escalateAfterMs
  if (state.nowMs < escalateAtMs) {
    // Who is being asked answers first, and that is news.
    if (delivery.state === "waiting") wakeAt(state, escalateAtMs)
    return
  }
  delivery.escalated = true
  decisions.push({
    _tag: "Escalate",
    atMs: state.nowMs,
    delivery: delivery.handle,
    why: whyNobody(state, delivery, candidates),
    waitedMs: state.nowMs - delivery.wantedAtMs,
    searchedM: delivery.searchedM
  })
}

const whyNobody = (state: RegionState, delivery: DeliveryRecord, candidates: number) => {
  if (candidates > 0 || state.finder.someoneIsAtWork(delivery)) return "all-couriers-busy"
  return delivery.declined.size > 0 ? "everybody-declined" : "no-courier-in-reach"
}
