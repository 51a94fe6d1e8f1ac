import { DAY_MS, DEFAULT_SPEED_KMH, HOUR_MS, Limits } from "@hotbag/core"
import { Schema } from "effect"
import { RAPPI_RULES } from "../trace/rappiRules.ts"
import { Disturbance } from "./disturbance/Disturbance.ts"
import { Ms, ScenarioName, UniformMs, field, numberBetween, required, wholeBetween } from "./fields.ts"
import { ScenarioCouriers } from "./ScenarioCouriers.ts"
import { ScenarioDemand } from "./ScenarioDemand.ts"
import { ScenarioPeople } from "./ScenarioPeople.ts"
import { ScenarioRegion } from "./ScenarioRegion.ts"
import { ScenarioRestaurants } from "./ScenarioRestaurants.ts"

/** Handling at the stops. */
const ScenarioStops = Schema.Struct({
  beforePickup: field(
    UniformMs,
    "From arrival at the restaurant until the pickup could happen, ms.",
    RAPPI_RULES.beforePickup
  ),
  afterPickup: field(UniformMs, "From pickup until leaving the restaurant, ms.", RAPPI_RULES.afterPickup),
  beforeDropoff: field(
    UniformMs,
    "From arrival at the customer until the drop-off, ms.",
    RAPPI_RULES.beforeDropoff
  ),
  afterDropoff: field(UniformMs, "From drop-off until the courier is free, ms.", RAPPI_RULES.afterDropoff)
})

/** How fast people move along the road. */
const ScenarioSpeeds = Schema.Struct({
  walking: field(numberBetween(1, 10), "On foot, km/h.", DEFAULT_SPEED_KMH.walking),
  bicycle: field(numberBetween(2, 40), "By bicycle, km/h.", DEFAULT_SPEED_KMH.bicycle),
  motorcycle: field(numberBetween(5, 90), "By motorcycle, km/h.", DEFAULT_SPEED_KMH.motorcycle),
  car: field(numberBetween(5, 90), "By car, km/h.", DEFAULT_SPEED_KMH.car)
})

/**
 * A made-up city as data. Every field says its unit and its default, and the defaults are published figures of real
 * Colombian days, so that a scenario need only say where it differs. Times are ms since midnight, durations ms.
 * `decodeScenario` makes one from foreign data.
 */
export const Scenario = Schema.Struct({
  name: required(ScenarioName, "Name on the command line and in reports."),
  description: field(Schema.String.check(Schema.isMaxLength(200)), "One line for people.", ""),
  fromMs: field(Ms, "Demand begins, ms since midnight.", 0),
  toMs: field(Ms, "Demand ends, ms since midnight; after fromMs, at most 24 h.", DAY_MS),
  regions: required(
    Schema.Array(ScenarioRegion).check(
      Schema.isMinLength(1),
      Schema.isMaxLength(Limits.scenarioRegions),
      Schema.makeFilter(
        (regions) => new Set(regions.map(({ id }) => id)).size === regions.length || "region ids must differ"
      )
    ),
    "The cities."
  ),
  demand: field(ScenarioDemand, "What customers do.", {}),
  restaurants: field(ScenarioRestaurants, "What restaurants do.", {}),
  couriers: field(ScenarioCouriers, "What couriers do.", {}),
  stops: field(ScenarioStops, "Handling at the stops.", {}),
  speedsKmh: field(ScenarioSpeeds, "Speed along the road, before traffic.", {}),
  hourFactors: field(
    Schema.Array(numberBetween(0.05, 5)).check(Schema.isMinLength(24), Schema.isMaxLength(24)),
    "Traffic: what every speed is multiplied by in each hour of the day, 24 factors from midnight.",
    Array.from({ length: 24 }, () => 1)
  ),
  windowMs: field(wholeBetween(1, HOUR_MS), "Batch window of dispatch, ms.", RAPPI_RULES.windowMs),
  bundleRestaurantsWithinM: field(
    numberBetween(0, Limits.bundleRestaurantsWithinM),
    "Two restaurants at most so far apart may be in one bundle, metres; 0: one restaurant each.",
    0
  ),
  clickToDoorTargetMs: field(
    Ms,
    "What click-to-door overage is counted from, ms.",
    RAPPI_RULES.clickToDoorTargetMs
  ),
  people: field(
    Schema.NullOr(ScenarioPeople),
    "Moods of people; {} for the usual ones, null: everybody keeps to the plain rules.",
    null
  ),
  disturbances: field(
    Schema.Array(Disturbance).check(Schema.isMaxLength(Limits.disturbances)),
    "What is not as usual on this day; what overlaps acts together, factors multiplied.",
    []
  )
}).check(
  Schema.makeFilter(
    ({ fromMs, toMs }) =>
      (fromMs < toMs && toMs <= DAY_MS) || { path: ["toMs"], issue: "must be after fromMs and at most 24 h" }
  ),
  Schema.makeFilter(
    ({ disturbances, regions }) =>
      strangeRegion(
        disturbances,
        regions.map(({ id }) => id)
      ) ?? true
  )
)
export type Scenario = typeof Scenario.Type
/** What a scenario file says: everything with a default may be left out. */
export type ScenarioInput = typeof Scenario.Encoded

/** A disturbance in a region that there is not is a misspelt one. */
export const strangeRegion = (disturbances: ReadonlyArray<Disturbance>, ids: ReadonlyArray<string>) => {
  for (const [index, disturbance] of disturbances.entries()) {
    const named = "where" in disturbance ? (disturbance.where.regions ?? []) : []
    const place = named.findIndex((id) => !ids.includes(id))
    if (place >= 0) {
      const path = ["disturbances", index, "where", "regions", place]
      return { path, issue: `there is no region "${named[place]}"; there are ${ids.join(", ")}` }
    }
  }
  return undefined
}
