import { Limits, MINUTE_MS } from "@hotbag/core"
import { Schema } from "effect"
import { Ms, Share, field, numberBetween, quantiles } from "./fields.ts"

/** What customers do: when they order, how far they live, what they are told, how long they wait. */
export const ScenarioDemand = Schema.Struct({
  hourShares: field(
    Schema.Array(numberBetween(0, 1_000)).check(
      Schema.isMinLength(24),
      Schema.isMaxLength(24),
      Schema.makeFilter((shares) => shares.some((share) => share > 0) || "at least one hour must be above 0")
    ),
    "Orders by hour of placement, 24 weights from midnight; only their ratios count.",
    // Mean of three Rappi days, percent.
    [
      0.22, 0.12, 0.06, 0.03, 0.01, 0.01, 0.1, 0.65, 1.35, 1.69, 1.82, 8.06, 13.94, 9.95, 7.05, 5.93, 5.68,
      6.69, 11.55, 13.18, 7.36, 3.01, 1.11, 0.42
    ]
  ),
  arrivals: field(
    Schema.Literals(["poisson", "counted"]),
    "How orders come: by chance around the curve, or as many in each hour as it says, at chance times.",
    "poisson"
  ),
  distance: field(
    Schema.Struct({
      medianM: field(
        numberBetween(100, 20_000),
        "Median of haversine from restaurant to customer, metres.",
        1_400
      ),
      p90M: field(numberBetween(100, 30_000), "Its 90th percentile, metres; above the median.", 3_000),
      maxM: field(numberBetween(100, Limits.cityReachM), "No customer orders from farther, metres.", 8_000),
      quantilesM: quantiles(numberBetween(0, Limits.cityReachM), "The whole distribution instead, metres")
    }).check(
      Schema.makeFilter(
        ({ medianM, p90M, maxM }) =>
          (medianM < p90M && p90M < maxM) || "must rise from medianM over p90M to maxM"
      )
    ),
    "How far customers live from where they order.",
    {}
  ),
  promise: field(
    Schema.Struct({
      p5Ms: field(Ms, "5th percentile, ms.", 25 * MINUTE_MS),
      medianMs: field(Ms, "Median, ms.", 30 * MINUTE_MS),
      p95Ms: field(Ms, "95th percentile, ms.", 40 * MINUTE_MS),
      quantilesMs: quantiles(
        Ms,
        "The whole distribution instead, ms; then it is promised whatever the restaurant says"
      )
    }).check(
      Schema.makeFilter(
        ({ p5Ms, medianMs, p95Ms }) =>
          (p5Ms <= medianMs && medianMs <= p95Ms) || "must rise from p5Ms over medianMs to p95Ms"
      )
    ),
    "Delivery time that customers are told, from placement; never less than the restaurant's estimate and the way.",
    {}
  ),
  patience: field(
    Schema.NullOr(
      Schema.Struct({
        customerAfterMs: field(
          Ms,
          "Customers lose patience without a courier, ms from placement; never before the promised time.",
          45 * MINUTE_MS
        ),
        customerProbability: field(Share, "Share of them who then cancel.", 0.75),
        platformAfterMs: field(
          Ms,
          "The platform gives up, ms from confirmation, or from 12 minutes before the food is expected where that is later.",
          60 * MINUTE_MS
        )
      })
    ),
    "When an order without a courier is given up; null: never.",
    {}
  )
})
export interface ScenarioDemand extends Schema.Schema.Type<typeof ScenarioDemand> {}
