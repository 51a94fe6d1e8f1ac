import type { RestaurantId } from "@hotbag/core"
import { type Actor, Catalogue, Couriers, systemActor } from "@hotbag/services"
import type { Scenario } from "@hotbag/sim"
import { Effect } from "effect"
import { seedCity } from "../seed/seedCity.ts"

/** How many restaurants and couriers were added. */
export interface Seeded {
  readonly restaurants: number
  readonly couriers: number
}

/**
 * Fills the marketplace with restaurants, menus and couriers of a scenario; who is there already stays as they are. Couriers come first, so
 * that the last restaurant tells that all is done, also after a crash.
 */
export const seedMarketplace = Effect.fnUntraced(function* (scenario: Scenario) {
  const catalogue = yield* Catalogue
  const couriers = yield* Couriers
  const city = seedCity(scenario, { seed: SEED })
  const last = city.entries.at(-1)
  if (last === undefined || (yield* isKnown(catalogue, last.restaurant.id))) return NOBODY
  yield* Effect.forEach(city.couriers, (profile) => couriers.onboard(operator, profile), {
    concurrency: 16,
    discard: true
  })
  const restaurants = yield* catalogue.addMissing(systemActor, city.entries)
  return { restaurants, couriers: city.couriers.length }
})

const NOBODY: Seeded = { restaurants: 0, couriers: 0 }

const operator: Actor = { role: "operator", subject: systemActor.subject }

const isKnown = (catalogue: Catalogue["Service"], id: RestaurantId): Effect.Effect<boolean> =>
  catalogue.restaurant(id).pipe(
    Effect.as(true),
    Effect.catchTag("NotFound", () => Effect.succeed(false))
  )

/** The seeded marketplace is the same everywhere. */
const SEED = 1
