import { MINUTE_MS } from "@hotbag/core"
import type { LatLng, TravelModel } from "@hotbag/core"
import type { Explanation } from "../../Explanation.ts"
import type { DeliveryHandle } from "../../Handles.ts"
import type { PlannedTrip } from "../../Plan.ts"
import type { Budget } from "../../Policy.ts"
import { announce } from "./announce.ts"
import type { Announcements } from "./announce.ts"
import { fillCandidates } from "./candidates.ts"
import { commit } from "./commit.ts"
import { expectDemand, makeDemand, observeDemand } from "./demand.ts"
import { makeExplainer } from "./explain.ts"
import type { Explainer } from "./explain.ts"
import { improve, makeSearch, setAside } from "./improve.ts"
import type { ImproveOptions } from "./improve.ts"
import { loadView, routesOfTrips } from "./loadView.ts"
import type { WarmPlan } from "./loadView.ts"
import { makePlanState, ROUTE_STOPS } from "./PlanState.ts"
import type { PlaceHandle, PlannerRound, PlannerView } from "./PlannerView.ts"
import { makePlacer } from "./placer.ts"
import type { PlacerOptions } from "./placer.ts"
import { recreate } from "./recreate.ts"
import { addPlace, makeTravelCache, releasePlaces } from "./TravelCache.ts"
import { resetUndo } from "./undo.ts"
import { defaultPlannerWeights } from "./Weights.ts"
import type { PlannerWeights } from "./Weights.ts"

/** Everything about the planner that can be tuned. */
export interface PlannerOptions extends ImproveOptions, PlacerOptions {
  readonly weights: PlannerWeights
  /** Couriers that a delivery looks at. */
  readonly candidates: number
  /** Moves per open delivery and minute, within the budget; rounds that follow sooner have less, in proportion. */
  readonly movesPerDelivery: number
  /**
   * A round begins with placing those who have no courier yet, at most so many of them, drawn at random: in a surge thousands wait that fit nowhere,
   * and each is compared with every other.
   */
  readonly mostPlaced: number
  /** With more open deliveries than this, moves grow with the root of their number only: few of them bind soon. */
  readonly fullDeliveries: number
  readonly maxBundle: number
  /**
   * Where an offer binds, a courier with nothing else in the plan may be asked this long before it must leave: an
   * answer may be no, handling may take longer and food be ready sooner than expected. Where bundles are open nobody
   * needs to be asked, and leaving early has no value.
   */
  readonly spareMs: number
  /** Time between rounds: what falls due before the next one binds now. */
  readonly windowMs: number
  /** Plans go by this quantile (0..1, exclusive) of each ready time, once a kitchen was seen to err. */
  readonly readyQuantile: number
  /** Idle couriers leave in time to meet food that is as early as this quantile. */
  readonly meetQuantile: number
  /**
   * Orders that the restaurants known beforehand count for together, each the same, until orders are seen; 0: couriers
   * are placed only by what was seen.
   */
  readonly priorOrders: number
  /** Demand seen counts half after so long. */
  readonly halfLifeMs: number
}

/** Tuned on the Grubhub days of seeds 0–3 (8 moves for each open delivery, rounds of a minute). */
export const defaultPlannerOptions: PlannerOptions = {
  weights: defaultPlannerWeights,
  candidates: 24,
  movesPerDelivery: 8,
  fullDeliveries: 30,
  maxBundle: ROUTE_STOPS,
  spareMs: 4 * MINUTE_MS,
  windowMs: MINUTE_MS,
  mostPlacements: 3_000_000,
  prepositionEvery: 3,
  readyQuantile: 0.2,
  meetQuantile: 0.02,
  priorOrders: 1,
  halfLifeMs: 1_440 * MINUTE_MS,
  hopMs: 3 * MINUTE_MS,
  reachMs: 15 * MINUTE_MS,
  depthFactor: 0.5,
  depth: 3,
  travelWeight: 0.001,
  stayMs: 15 * MINUTE_MS,
  moveWeight: 0.1,
  nearness: 0.05,
  ruinSize: 10,
  soonShare: 0.5,
  blink: 0.02,
  mostTried: 64,
  mostPlaced: 512,
  regretShare: 0.3,
  temperatureMs: 0.1 * MINUTE_MS
}

/** A dispatcher of one region, which remembers its plan and what demand it saw from round to round. */
export interface Planner {
  /** Tells the planner of a place; the handles of a view are its answers. */
  readonly addPlace: (position: LatLng) => PlaceHandle
  /** Tells the planner of restaurants before anybody orders there. O(restaurants). */
  readonly expectAt: (restaurants: ReadonlyArray<PlaceHandle>) => void
  /**
   * Forgets the places that are not used and no demand was seen at, and says which: their handles are given out again.
   * O(places), and every travel time is asked anew.
   */
  readonly releasePlaces: (isUsed: (place: PlaceHandle) => boolean) => ReadonlyArray<PlaceHandle>
  /** Plans a round and says what binds. `budget.steps` limits the moves of the search. */
  readonly round: (view: PlannerView, budget: Budget) => PlannerRound
  /** Says why the trips of the last round treat a delivery of its view as they do, and what changed in that round. */
  readonly explain: (
    view: PlannerView,
    trips: ReadonlyArray<PlannedTrip>,
    delivery: DeliveryHandle
  ) => Omit<Explanation, "policy" | "searchedM">
}

/**
 * The rolling-horizon planner: a sequence of trips for every courier over all open deliveries, repaired and improved
 * every round, committed as late as possible. Deterministic for a given `random` stream and sequence of views.
 */
export const makePlanner = (
  travel: TravelModel,
  random: () => number,
  options: Partial<PlannerOptions> = {}
): Planner => {
  const all = { ...defaultPlannerOptions, ...options }
  const cache = makeTravelCache(travel)
  const s = makePlanState(all.weights, cache, all.candidates)
  s.maxBundle = all.maxBundle
  const search = makeSearch(random)
  const demand = makeDemand()
  let explainer: Explainer | null = null
  let before: Announcements = new Map()
  let plan: WarmPlan = { routes: new Map(), announced: before }
  let roundAtMs = -Infinity
  const placer = makePlacer(s, demand, all)
  return {
    addPlace: (position) => addPlace(cache, position),
    expectAt: (restaurants) => {
      if (all.priorOrders > 0) expectDemand(demand, restaurants, all.priorOrders)
    },
    releasePlaces: (isUsed) => releasePlaces(cache, (place) => isUsed(place) || demand.indexOf.has(place)),
    round: (view, budget) => {
      observeDemand(demand, view, all.halfLifeMs)
      loadView(s, view, plan)
      resetUndo(search.undo, s.courierCount, s.deliveryCount)
      fillCandidates(s, view)
      search.undo.move = 1
      recreate(s, search, true, 0, setAside(s, s.poolCount - all.mostPlaced, s.poolCount, random))
      // A second look at the same moment is no round that follows soon.
      const minutes = view.atMs > roundAtMs ? Math.min(1, (view.atMs - roundAtMs) / MINUTE_MS) : 1
      roundAtMs = view.atMs
      const moves = Math.ceil(minutes * all.movesPerDelivery * searched(s.deliveryCount))
      improve(s, search, all, Math.min(budget.moves ?? budget.steps, moves))
      const round = commit(s, view, view.atMs + all.windowMs, all.spareMs)
      before = plan.announced
      plan = { routes: routesOfTrips(round.trips), announced: announce(before, round.trips, view.atMs) }
      if (all.reachMs === 0 || view.isPartial === true) return round
      return { ...round, departures: [...round.departures, ...placer(view)] }
    },
    explain: (view, trips, delivery) => {
      if (explainer === null) {
        const own = makePlanState(all.weights, cache, 1)
        own.maxBundle = all.maxBundle
        explainer = makeExplainer(own)
      }
      return explainer.explain(view, trips, before, delivery)
    }
  }

  function searched(open: number): number {
    return open <= all.fullDeliveries ? open : Math.sqrt(all.fullDeliveries * open)
  }
}
