import type { LatLng } from "@hotbag/core"
import type { DispatchPolicy } from "../../Policy.ts"
import type { Snapshot } from "../../Snapshot.ts"
import { makeLuck } from "./luck.ts"
import { defaultPlannerOptions, makePlanner, type Planner, type PlannerOptions } from "./planner.ts"
import { makePlaceBook, type PlaceBook } from "./PlaceBook.ts"
import type { PlannerView } from "./PlannerView.ts"
import { snapshotView } from "./snapshotView.ts"

/**
 * The rolling-horizon planner as a policy: a sequence of trips for every courier over all open deliveries,
 * re-optimised every round, couriers without work placed where demand was seen.
 *
 * `forRegion` gives it the memory it lives from (the last plan, the demand so far); without it every round starts
 * from nothing, and equal snapshots give equal plans.
 */
export const makePlannerPolicy = (options: Partial<PlannerOptions> = {}): DispatchPolicy => {
  const policy: DispatchPolicy = {
    name: NAME,
    openBundles: true,
    seesEverybodyEveryMs: options.windowMs ?? defaultPlannerOptions.windowMs,
    readyQuantile: options.readyQuantile ?? defaultPlannerOptions.readyQuantile,
    meetQuantile: options.meetQuantile ?? defaultPlannerOptions.meetQuantile,
    plan: (snapshot, budget) => makeSession(options).plan(snapshot, budget),
    explain: (snapshot, plan, delivery) => makeSession(options).explain(snapshot, plan, delivery),
    forRegion: (restaurants) => ({ ...policy, ...makeSession(options, restaurants) })
  }
  return policy
}

const NAME = "planner"

type Session = Pick<DispatchPolicy, "plan" | "explain">

const makeSession = (options: Partial<PlannerOptions>, restaurants: ReadonlyArray<LatLng> = []): Session => {
  let memory: { readonly planner: Planner; readonly places: PlaceBook } | null = null
  let seen: { readonly snapshot: Snapshot; readonly view: PlannerView } | null = null
  const look = (snapshot: Snapshot) => {
    memory ??= remember(makePlanner(snapshot.travel, makeLuck(1), options), restaurants)
    if (seen?.snapshot !== snapshot) {
      memory.places.beginRound()
      seen = { snapshot, view: snapshotView(snapshot, memory.places) }
    }
    return { ...memory, view: seen.view }
  }
  return {
    plan: (snapshot, budget) => {
      const { places, planner, view } = look(snapshot)
      const { departures, trips, unassigned } = planner.round(view, budget)
      const left = new Set(unassigned)
      const moves = departures.filter(({ preposition }) => preposition)
      return {
        trips,
        moves: moves.map(({ courier, restaurant }) => ({ courier, to: places.restaurantAt(restaurant) })),
        unassigned: snapshot.deliveries.flatMap(({ handle }) => (left.has(handle) ? [handle] : []))
      }
    },
    explain: (snapshot, plan, delivery) => {
      const { planner, view } = look(snapshot)
      return { ...planner.explain(view, plan.trips, delivery), policy: NAME }
    }
  }
}

const remember = (planner: Planner, restaurants: ReadonlyArray<LatLng>) => {
  const places = makePlaceBook(planner)
  planner.expectAt(restaurants.map(places.restaurantOf))
  return { planner, places }
}
