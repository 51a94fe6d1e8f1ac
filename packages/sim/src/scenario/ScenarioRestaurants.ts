import { HOUR_MS, MINUTE_MS, SECOND_MS } from "@hotbag/core"
import { Schema } from "effect"
import { Ms, Share, field, numberBetween, quantiles, wholeBetween } from "./fields.ts"

/** What restaurants do: where they are, how much they sell, how fast they accept and prepare. */
export const ScenarioRestaurants = Schema.Struct({
  hotSpotShare: field(Share, "Share of restaurants in a hot spot.", 0.7),
  hotSpotRadiusM: field(numberBetween(10, 5_000), "Standard deviation within a hot spot, metres.", 400),
  popularitySigma: field(
    numberBetween(0, 3),
    "Standard deviation of the logarithm of orders per restaurant; at 1.2 a tenth of them has 46 % of the orders.",
    1.2
  ),
  acceptMedianMs: field(
    wholeBetween(1, HOUR_MS),
    "Median time until the restaurant accepts, ms.",
    64 * SECOND_MS
  ),
  acceptP90Ms: field(Ms, "Its 90th percentile, ms; above the median.", 111 * SECOND_MS),
  preparationMedianMs: field(wholeBetween(1, 24 * HOUR_MS), "Median preparation, ms.", 1_135_000),
  preparationSigma: field(numberBetween(0.01, 2), "Standard deviation of its logarithm.", 0.58),
  acceptQuantilesMs: quantiles(Ms, "The whole distribution of that time instead, ms"),
  preparationQuantilesMs: quantiles(Ms, "The whole distribution of preparation instead, ms"),
  preparationMinMs: field(Ms, "No preparation is shorter, ms.", 3 * MINUTE_MS),
  preparationMaxMs: field(Ms, "No preparation is longer, ms.", 2 * HOUR_MS),
  estimateSigma: field(
    numberBetween(0, 2),
    "Standard deviation of the logarithm of estimated ÷ true preparation (our assumption).",
    0.25
  ),
  estimateGrainMs: field(
    wholeBetween(1, HOUR_MS),
    "Estimates are full multiples of this, ms.",
    5 * MINUTE_MS
  ),
  kitchenSlotsMin: field(
    wholeBetween(1, 1_000),
    "Orders that even the smallest kitchen prepares at once.",
    4
  ),
  kitchenSpare: field(
    numberBetween(0, 20),
    "Slots beyond the mean load of the busiest hour, in square roots of that load (as for Poisson arrivals).",
    2.5
  )
}).check(
  Schema.makeFilter(
    ({ acceptMedianMs, acceptP90Ms }) =>
      acceptMedianMs < acceptP90Ms || { path: ["acceptP90Ms"], issue: "must be above acceptMedianMs" }
  ),
  Schema.makeFilter(
    ({ preparationMinMs, preparationMaxMs }) =>
      preparationMinMs <= preparationMaxMs || {
        path: ["preparationMaxMs"],
        issue: "must not be below preparationMinMs"
      }
  )
)
export interface ScenarioRestaurants extends Schema.Schema.Type<typeof ScenarioRestaurants> {}
