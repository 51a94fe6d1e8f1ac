import { HOUR_MS, MINUTE_MS } from "@hotbag/core"
import { Schema } from "effect"
import { Ms, Share, field, numberBetween, wholeBetween } from "./fields.ts"

/**
 * People with moods. That distance, pay, bundles and tiredness move acceptance is known from studies of couriers on
 * platforms; the sizes of the effects are our assumptions, chosen so that a usual offer is accepted as often as without.
 */
export const ScenarioPeople = Schema.Struct({
  couriers: field(
    Schema.Struct({
      nearM: field(numberBetween(0, 20_000), "Restaurants so near are near, metres.", 1_500),
      fadeM: field(
        numberBetween(100, 1e6),
        "Beyond, willingness fades to 1/e over each further so many metres.",
        6_000
      ),
      furtherOrder: field(numberBetween(0, 2), "What each further order of a bundle multiplies it by.", 0.95),
      tiredAfterMs: field(Ms, "After so long on duty a courier is tired, ms.", 8 * HOUR_MS),
      tired: field(Share, "What tiredness multiplies willingness by.", 0.9),
      payPerOrder: field(numberBetween(0, 1e6), "Pay for an order, in any unit.", 3),
      payPerKm: field(
        numberBetween(0, 1e6),
        "Pay for each kilometre from restaurant to door, in that unit.",
        0.5
      ),
      fairPerKm: field(
        numberBetween(0, 1e6),
        "Pay for each kilometre of the whole way below which willingness falls in proportion.",
        1
      ),
      goHomeAfterMs: field(
        wholeBetween(1, 86_400_000),
        "Who is idle for so long may go home, ms.",
        50 * MINUTE_MS
      ),
      goHomeShare: field(Share, "Share of couriers who then do.", 0.15)
    }),
    "What couriers make of offers, and of none.",
    {}
  ),
  kitchens: field(
    Schema.Struct({
      pressedFrom: field(
        numberBetween(0, 0.99),
        "From this share of its slots on a kitchen is pressed.",
        0.7
      ),
      pressedFactor: field(
        numberBetween(1, 5),
        "What preparation is multiplied by with all slots in use.",
        1.25
      ),
      trayMs: field(
        wholeBetween(1, HOUR_MS),
        "Food leaves a kitchen in trays: ready at full multiples of this, ms; 1: each dish for itself.",
        MINUTE_MS
      )
    }),
    "How kitchens run late.",
    {}
  ),
  customers: field(
    Schema.Struct({
      forgiveMs: field(Ms, "Nobody complains of so little lateness against the promise, ms.", 10 * MINUTE_MS),
      temperMs: field(
        wholeBetween(1, 86_400_000),
        "Beyond, all but 1/e of those who have not complained do within each further so long, ms.",
        40 * MINUTE_MS
      )
    }),
    "When customers complain.",
    {}
  )
})
