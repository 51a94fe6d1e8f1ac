import { Vehicle, at } from "@hotbag/core"
import { makeStream } from "../kernel/streams.ts"
import type { CityCourier, Uniform } from "../world/City.ts"
import { chooseWeighted, runningSums } from "./chooseWeighted.ts"
import { scatter } from "./placeNear.ts"
import type { RestaurantsOfRegion } from "./generateRestaurants.ts"
import type { Scenario } from "./Scenario.ts"
import type { ScenarioRegion } from "./ScenarioRegion.ts"

/** Who is to work, and when. */
export interface CouriersOfRegion {
  readonly scenario: Scenario
  readonly region: ScenarioRegion
  /** Of the region. */
  readonly index: number
  readonly seed: number
  /** Couriers as a multiple of what the scenario says. */
  readonly couriersX: number
  /** Shifts are cut to this; couriers without any of it are left out. */
  readonly fromMs: number
  readonly untilMs: number
  readonly places: RestaurantsOfRegion
}

/**
 * The couriers of a region on duty in the window, by number. Courier `k` is the same whatever the multiple, which only
 * says how many there are: more couriers keep those there are. O(couriers).
 */
export const generateCouriers = (options: CouriersOfRegion): ReadonlyArray<CityCourier> => {
  const { scenario, region, index, seed, couriersX, fromMs, untilMs, places } = options
  const rules = scenario.couriers
  const draw = (what: string) => makeStream(seed, `${region.id}.courier.${what}`)
  const wave = draw("wave")
  const on = draw("on")
  const length = draw("length")
  const near = draw("near")
  const east = draw("east")
  const north = draw("north")
  const vehicle = draw("vehicle")
  const acceptance = draw("acceptance")
  const waves = runningSums(rules.waves.map(({ weight }) => weight))
  const vehicles = runningSums(Vehicle.literals.map((name) => region.vehicles[name]))
  const couriers: Array<CityCourier> = []
  for (let k = 0; k < Math.round(region.couriers * couriersX); k++) {
    const shift = at(rules.waves, chooseWeighted(waves, wave.uniform(k)))
    const beginsAtMs = between(shift.onAt, on.uniform(k))
    const onAtMs = Math.max(fromMs, beginsAtMs)
    const offAtMs = Math.min(untilMs, beginsAtMs + between(shift.length, length.uniform(k)))
    if (offAtMs <= onAtMs) continue
    const home = at(places.restaurants, chooseWeighted(places.popularity, near.uniform(k))).position
    couriers.push({
      id: `${region.id}-c${k + 1}`,
      region: index,
      position: scatter(home, rules.startSpreadM, east.uniform(k), north.uniform(k)),
      vehicle: at(Vehicle.literals, chooseWeighted(vehicles, vehicle.uniform(k))),
      onAtMs,
      offAtMs,
      acceptance: rules.acceptanceMin + (rules.acceptanceMax - rules.acceptanceMin) * acceptance.uniform(k)
    })
  }
  return couriers
}

const between = ({ minMs, maxMs }: Uniform, u: number): number => Math.round(minMs + (maxMs - minMs) * u)
