import { Limits, MINUTE_MS, at, f64, i32, invariant } from "@hotbag/core"
import type { CandidateExplanation, Explanation } from "../../Explanation.ts"
import type { DeliveryHandle } from "../../Handles.ts"
import type { PlannedTrip } from "../../Plan.ts"
import type { Announcements } from "./announce.ts"
import { explainChange } from "./explainChange.ts"
import { sumOf, takeOut, termsElsewhere } from "./explainTerms.ts"
import type { Terms } from "./explainTerms.ts"
import { differenceInWords } from "./explainWords.ts"
import { loadView, routesOfTrips } from "./loadView.ts"
import { ROUTE_STOPS } from "./PlanState.ts"
import type { PlanState } from "./PlanState.ts"
import type { PlannerView } from "./PlannerView.ts"

/** Explains plans; loads a plan once, however many of its deliveries are explained. */
export interface Explainer {
  /** @throws InvariantViolation when the delivery is not in the view. */
  readonly explain: (
    view: PlannerView,
    trips: ReadonlyArray<PlannedTrip>,
    before: Announcements,
    delivery: DeliveryHandle
  ) => Omit<Explanation, "policy" | "searchedM">
}

/** An explainer with a state of its own, so that the search's stays untouched. */
export const makeExplainer = (s: PlanState): Explainer => {
  let loaded: ReadonlyArray<PlannedTrip> | null = null
  return {
    explain: (view, trips, before, handle) => {
      if (trips !== loaded) loadView(s, view, { routes: routesOfTrips(trips), announced: before })
      loaded = trips
      const d = view.deliveries.findIndex((delivery) => delivery.handle === handle)
      invariant(d >= 0, "the delivery to explain is not in the snapshot", { delivery: handle })
      const candidates = candidatesOf(s, view, d)
      const chosen = candidates.find(({ isChosen }) => isChosen)
      const shown = candidates.slice(0, Limits.explainedCandidates)
      if (chosen !== undefined && !shown.includes(chosen)) shown[shown.length - 1] = chosen
      return {
        delivery: handle,
        chosen: chosen === undefined ? null : handleOf(view, chosen),
        candidates: shown.map((candidate) => explained(s, view, candidate, chosen)),
        considered: candidates.length,
        changed: explainChange(handle, trips, before.get(handle), view.atMs, (courier) => {
          const other = candidates.find((candidate) => handleOf(view, candidate) === courier)
          return other === undefined ? null : verdictOf(s, other, chosen)
        })
      }
    }
  }
}

/** A courier as a carrier of the delivery in question. */
interface Candidate {
  readonly c: number
  readonly isChosen: boolean
  /** In ms; null when the courier cannot take it. */
  readonly terms: Terms | null
  readonly cost: number
}

/** Everybody who may carry delivery `d`, cheapest first; ties by seat. */
const candidatesOf = (s: PlanState, view: PlannerView, d: number): ReadonlyArray<Candidate> => {
  const own = i32(s.courierOf, d)
  const taken = own < 0 ? null : takeOut(s, own, d)
  const row = at(view.deliveries, d).couriers
  const candidates: Array<Candidate> = []
  const count = row === null ? s.courierCount : row.length
  for (let i = 0; i < count; i++) {
    const c = row === null ? i : i32(row, i)
    const terms = taken !== null && c === own ? taken.terms : termsElsewhere(s, c, d)
    const cost = terms === null ? s.weights.lostMs : sumOf(terms)
    candidates.push({ c, isChosen: c === own, terms, cost })
  }
  taken?.putBack()
  return candidates.sort((a, b) => a.cost - b.cost || a.c - b.c)
}

const explained = (
  s: PlanState,
  view: PlannerView,
  candidate: Candidate,
  chosen: Candidate | undefined
): CandidateExplanation => {
  const terms = Object.entries(candidate.terms ?? { cannot: s.weights.lostMs })
  return {
    courier: handleOf(view, candidate),
    terms: Object.fromEntries(terms.map(([name, ms]) => [name, ms / MINUTE_MS])),
    cost: candidate.cost / MINUTE_MS,
    verdict: candidate.isChosen ? "chosen" : verdictOf(s, candidate, chosen)
  }
}

const handleOf = (view: PlannerView, { c }: Candidate) => at(view.couriers, c).handle

/** Why not this one. */
const verdictOf = (s: PlanState, candidate: Candidate, chosen: Candidate | undefined): string => {
  if (candidate.terms === null) {
    return i32(s.length, candidate.c) >= ROUTE_STOPS
      ? "has more planned than can be kept track of"
      : "goes off duty before the pickup"
  }
  if (chosen === undefined || chosen.terms === null) return "would do, but the search has not got to it"
  return differenceInWords(candidate.terms, chosen.terms, f64(s.free, candidate.c) - s.nowMs)
}
