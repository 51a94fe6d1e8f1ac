import { at } from "@hotbag/core"
import type { DispatchPolicy } from "@hotbag/dispatch"
import { startRun } from "../../src/startRun.ts"
import type { City } from "../../src/world/City.ts"

/** Where a day and the same day without its future part ways. */
export interface Difference {
  /** Nothing was placed after this in the shorter day. */
  readonly untilMs: number
  /** What was decided or happened in the whole day, and in the shorter one; undefined: nothing more. */
  readonly whole: string | undefined
  readonly cut: string | undefined
}

/**
 * Plays a day, and for each of `cutsMs` (ascending) the same day without the orders placed later, and compares what
 * had been done by then: every round's plan with its departures and moves, every event with its reasons, every trip
 * driven, as text. Whoever knows something of the future betrays it here.
 */
export const differences = (
  city: City,
  policyFor: (city: City) => DispatchPolicy,
  cutsMs: ReadonlyArray<number>
): ReadonlyArray<Difference> => {
  const whole = watch(city, policyFor(city))
  return cutsMs.flatMap((untilMs) => {
    const orders = city.orders.filter(({ placedAtMs }) => placedAtMs <= untilMs)
    const shorter = { ...city, orders }
    const ours = whole(untilMs)
    const theirs = watch(shorter, policyFor(shorter))(untilMs)
    for (let i = 0; i < Math.max(ours.length, theirs.length); i++) {
      if (ours[i] !== theirs[i]) return [{ untilMs, whole: ours[i], cut: theirs[i] }]
    }
    return []
  })
}

/** `count` moments spread over what is ordered within `withinMs` of the first order. */
export const momentsOf = ({ orders }: City, count: number, withinMs: number): ReadonlyArray<number> => {
  const { placedAtMs: firstMs } = at(orders, 0)
  const lastMs = Math.min(firstMs + withinMs, at(orders, orders.length - 1).placedAtMs)
  return Array.from({ length: count }, (_, i) =>
    Math.round(firstMs + ((i + 0.5) * (lastMs - firstMs)) / count)
  )
}

/** A run that tells everything that was done up to a moment. */
const watch = (city: City, policy: DispatchPolicy): ((untilMs: number) => ReadonlyArray<string>) => {
  const lines: Array<string> = []
  const run = startRun({
    city,
    policy: overheard(policy, lines),
    seed: 1,
    commit: "test",
    log: (entry) => lines.push(JSON.stringify(entry))
  })
  return (untilMs) => {
    run.advance(untilMs)
    return [...lines, ...run.trips().map((trip) => JSON.stringify(trip))]
  }
}

const overheard = (policy: DispatchPolicy, lines: Array<string>): DispatchPolicy => {
  const { forRegion } = policy
  return {
    ...policy,
    plan: (snapshot, budget) => {
      const plan = policy.plan(snapshot, budget)
      lines.push(JSON.stringify([snapshot.atMs, plan]))
      return plan
    },
    ...(forRegion === undefined
      ? {}
      : { forRegion: (restaurants) => overheard(forRegion(restaurants), lines) })
  }
}
