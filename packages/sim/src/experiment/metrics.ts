import type { Report } from "../report/Report.ts"

/**
 * Which way a metric should go. `neither`: what it says depends on why it moved. A fleet that is busier may be used better,
 * or be too small; the same move is no gain and no loss by itself.
 */
export type Direction = "lower" | "higher" | "neither"

/** A figure of a run that two entrants are compared by. */
export interface Metric {
  /** Name on the command line and in JSON. */
  readonly name: string
  /** What is measured, in words. */
  readonly description: string
  /** `min` (minutes), `%` of the orders or of duty time, or what is counted. */
  readonly unit: string
  readonly better: Direction
  /** Decimals worth showing. */
  readonly digits: number
  /** NaN: the run says nothing of it. */
  readonly of: (report: Report) => number
}

/** The value of every metric that one run tells, by name: a mean over nothing is left out. */
export type MetricValues = Readonly<Record<string, number>>

/** Every metric of a run, the most important first. What the run's objectives reached is among them, as `slo-…`. */
export const METRICS: ReadonlyArray<Metric> = [
  minutes("click-to-door", "placement to drop-off, mean over delivered orders", (r) => r.clickToDoor.mean),
  minutes("click-to-door-p90", "the slowest tenth begins here", (r) => r.clickToDoor.p90),
  minutes("click-to-door-p99", "the slowest hundredth begins here", (r) => r.clickToDoor.p99),
  minutes("overage", "what exceeds the click-to-door target, mean", (r) => r.clickToDoorOverageMean),
  minutes("ready-to-door", "food ready to drop-off, mean", (r) => r.readyToDoor.mean),
  minutes("ready-to-pickup", "food ready to pickup, mean", (r) => r.readyToPickup.mean),
  minutes("first-offer", "confirmation to the first offer, mean", (r) => r.timeToFirstOffer.mean),
  perOrders("lost", "orders that nobody carried", (r) => r.lost),
  perOrders("undelivered", "orders that never came, for whatever reason", (r) => r.placed - r.delivered),
  perOrders("cancelled", "orders cancelled by customer, restaurant or payment", (r) => r.cancelled),
  {
    name: "utilization",
    description: "duty time driving or serving",
    unit: "%",
    better: "neither",
    digits: 2,
    of: (r) => r.courierUtilization * 100
  },
  {
    name: "orders-per-hour",
    description: "orders that a courier carries in an hour on duty",
    unit: "orders",
    better: "neither",
    digits: 3,
    of: (r) => r.ordersPerCourierHour
  },
  {
    name: "unevenness",
    description: "coefficient of variation of orders for each hour on duty among couriers",
    unit: "%",
    better: "lower",
    digits: 1,
    of: (r) => r.courierUnevenness * 100
  },
  {
    name: "offers-per-order",
    description: "offers made for each order placed",
    unit: "offers",
    better: "lower",
    digits: 3,
    of: (r) => share(r.offers, r.placed)
  },
  perOrders("escalations", "orders handed to operations", (r) => r.escalations),
  ...["carried", "courier-in-time", "fresh", "click-to-door", "promise"].map(attained)
]

/** What a run measured, by metric name; what it says nothing of is left out. */
export const metricsOf = (report: Report): MetricValues =>
  Object.fromEntries(
    METRICS.map(({ name, of }) => [name, of(report)] as const).filter(([, value]) => !Number.isNaN(value))
  )

function minutes(name: string, description: string, of: Metric["of"]): Metric {
  return { name, description, unit: "min", better: "lower", digits: 2, of }
}

function perOrders(name: string, description: string, of: Metric["of"]): Metric {
  return { name, description, unit: "%", better: "lower", digits: 2, of: (r) => 100 * share(of(r), r.placed) }
}

/** An objective of the marketplace: the share of good events that was reached. */
function attained(slo: string): Metric {
  return {
    name: `slo-${slo}`,
    description: `orders that kept the objective ${slo}`,
    unit: "%",
    better: "higher",
    digits: 2,
    of: ({ slos }) => 100 * (slos.find(({ name }) => name === slo)?.attained ?? Number.NaN)
  }
}

function share(part: number, all: number): number {
  return all === 0 ? Number.NaN : part / all
}
