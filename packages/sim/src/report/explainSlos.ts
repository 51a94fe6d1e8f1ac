import { alertsFor, budgetShare, type Slo, budgetSpentByBurning, MINUTE_MS } from "@hotbag/core"
import { SYSTEM_OBJECTIVES } from "../serving/systemObjectives.ts"
import { OBJECTIVES } from "./objectives.ts"

/** Everything there is to say about an objective before a run. */
export interface SloExplanation {
  readonly name: string
  readonly description: string
  /** Whose: `customer`: judged by every order of a run; `system`: by every request, where servers are simulated. */
  readonly side: "customer" | "system"
  /** A breach is exit code 1; false: a goal that is only shown. */
  readonly gate: boolean
  /** Share of good events that is promised, 0..1. */
  readonly objective: number
  /** What is counted, in words. */
  readonly measured: string
  /** Good when faster, in ms; null: not a matter of a single threshold. */
  readonly thresholdMs: number | null
  readonly why: string
  readonly requirements: ReadonlyArray<string>
  readonly windowMs: number
  readonly budget: {
    /** Bad ones that are allowed among 100,000. */
    readonly per100k: number
    /** Minutes of complete failure in the window that spend it, traffic being even. */
    readonly minutes: number
  }
  /** The rate at which everything is bad: no burn is faster, 1 ÷ (1 − objective). */
  readonly fastestBurn: number
  /** Each made for this objective and its window (`alertsFor`). */
  readonly alerts: ReadonlyArray<{
    readonly severity: "page" | "ticket"
    readonly rate: number
    readonly longWindowMs: number
    readonly shortWindowMs: number
    /** Share of bad events that sets it off, 0..1. */
    readonly badShare: number
    /** Share of the window's budget that is gone when it goes off at once, 0..1. */
    readonly spent: number
  }>
}

/** Every objective there is: those of the customers, then those of the servers. */
export const explainSlos = (): ReadonlyArray<SloExplanation> => [
  ...OBJECTIVES.map(({ measured, requirements, slo, why }): SloExplanation => ({
    ...explained(slo),
    side: "customer",
    gate: true,
    measured: measured ?? "every order that it can be said of, when it ends",
    thresholdMs: null,
    requirements,
    why
  })),
  ...SYSTEM_OBJECTIVES.map(({ gate, requirements, sli, slo, thresholdMs, why }): SloExplanation => ({
    ...explained(slo),
    side: "system",
    gate,
    measured: MEASURED[sli],
    thresholdMs,
    requirements,
    why
  }))
]

const MEASURED: Readonly<Record<(typeof SYSTEM_OBJECTIVES)[number]["sli"], string>> = {
  placement: "POST /orders, from the last byte of the request to the answer",
  "placement-outcome": "POST /orders: answered below 500, and within 3 s",
  command: "every other request that changes an order or a delivery",
  nearby: "GET /restaurants around a place",
  read: "GET of a menu, an order or offers",
  location: "every position of a courier on a trip, from the server's socket in to its socket out",
  status:
    "every commit that changes an order or a delivery, until its message is on the sockets of all who watch",
  "dispatch-round": "every round of a region, waiting for a processor included",
  offer: "every offer, from the end of its round until it is stored and sent",
  "outbox-lag": "every commit, until the relay has done what follows from it",
  "menu-cache": "GET of a menu: in the memory of the process that is asked, or to be fetched from the store",
  database: "every visit of the database by a request or an errand, waiting for it included",
  requests: "every request of a client: answered below 500, and within 3 s"
}

const explained = ({ description, name, objective, windowMs }: Slo) => {
  const share = budgetShare(objective)
  return {
    name,
    description,
    objective,
    windowMs,
    budget: {
      per100k: Math.round(share * 100_000 * 1e6) / 1e6,
      minutes: Math.round(((share * windowMs) / MINUTE_MS) * 100) / 100
    },
    fastestBurn: Math.round((1 / share) * 1e6) / 1e6,
    alerts: alertsFor(objective, windowMs).map((alert) => ({
      ...alert,
      badShare: Math.min(1, alert.rate * share),
      spent: budgetSpentByBurning(alert.rate, alert.longWindowMs, windowMs)
    }))
  }
}
