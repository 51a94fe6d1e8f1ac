import { at } from "@hotbag/core"
import { makeStream, numberOfName } from "../../kernel/streams.ts"
import type { CityRestaurant, Conditions } from "../../world/City.ts"
import type { Disturbance, DisturbanceOf } from "./Disturbance.ts"
import { eased, strengthAt } from "./during.ts"
import { streamOf } from "./settle.ts"
import { makeZone, type RegionPlace } from "./where.ts"

/**
 * What kitchens, couriers and the gateway feel of disturbances while the day is played; undefined: nothing. Times settled.
 * O(disturbances) for each question.
 */
export const disturbedConditions = (
  disturbances: ReadonlyArray<Disturbance>,
  regions: ReadonlyArray<RegionPlace>,
  restaurants: ReadonlyArray<CityRestaurant>,
  seed: number
): Conditions | undefined => {
  const slow = disturbances.flatMap((disturbance) => slowKitchens(disturbance, regions, restaurants, seed))
  const rain = disturbances.flatMap((disturbance) =>
    disturbance.kind === "rain" && disturbance.acceptance !== 1
      ? [{ ...disturbance, zone: makeZone(disturbance.where, regions) }]
      : []
  )
  const outages = disturbances.flatMap((disturbance) =>
    disturbance.kind === "gateway-outage" ? [gatewayOf(disturbance, seed)] : []
  )
  if (slow.length + rain.length + outages.length === 0) return undefined
  return {
    preparationFactor: (restaurant, atMs) =>
      slow.reduce(
        (product, { factor, isSlow }) => product * (isSlow(restaurant, atMs) ? factor(atMs) : 1),
        1
      ),
    estimateFactor: (restaurant, atMs) =>
      slow.reduce((product, { isSlow, told }) => product * (isSlow(restaurant, atMs) ? told(atMs) : 1), 1),
    acceptanceFactor: (region, position, atMs) =>
      rain.reduce((product, { acceptance, zone, ...during }) => {
        const strength = strengthAt(during, atMs)
        return strength > 0 && (zone === null || zone(position, region))
          ? product * eased(acceptance, strength)
          : product
      }, 1),
    gateway: (order, atMs) => {
      for (const outage of outages) {
        const answer = outage(order, atMs)
        if (answer !== "answers") return answer
      }
      return "answers"
    }
  }
}

interface SlowKitchens {
  readonly isSlow: (restaurant: number, atMs: number) => boolean
  readonly factor: (atMs: number) => number
  readonly told: (atMs: number) => number
}

const slowKitchens = (
  disturbance: Disturbance,
  regions: ReadonlyArray<RegionPlace>,
  restaurants: ReadonlyArray<CityRestaurant>,
  seed: number
): ReadonlyArray<SlowKitchens> => {
  const [most, told, share] =
    disturbance.kind === "kitchen-slowdown"
      ? [disturbance.factor, disturbance.told, disturbance.share]
      : disturbance.kind === "rain"
        ? [disturbance.kitchens, 0, 1]
        : [1, 0, 1]
  if (most === 1 || !("where" in disturbance)) return []
  const zone = makeZone(disturbance.where, regions)
  const draws = makeStream(seed, streamOf(disturbance, "kitchen"))
  // A restaurant is asked about again and again, and stays where it is: 0 unknown, 1 slow, 2 not.
  const known = new Uint8Array(restaurants.length)
  const isMeant = (restaurant: number): boolean => {
    if (known[restaurant] === 0) {
      const { id, position, region } = at(restaurants, restaurant)
      const isIn = zone === null || zone(position, region)
      known[restaurant] = isIn && draws.uniform(numberOfName(id)) < share ? 1 : 2
    }
    return known[restaurant] === 1
  }
  return [
    {
      isSlow: (restaurant, atMs) =>
        atMs >= disturbance.fromMs && atMs < disturbance.toMs && isMeant(restaurant),
      factor: (atMs) => eased(most, strengthAt(disturbance, atMs)),
      told: (atMs) => eased(eased(most, told), strengthAt(disturbance, atMs))
    }
  ]
}

const gatewayOf = (outage: DisturbanceOf<"gateway-outage">, seed: number): Conditions["gateway"] => {
  const draws = makeStream(seed, streamOf(outage, "request"))
  return (order, atMs) =>
    strengthAt(outage, atMs) > 0 &&
    draws.uniform(numberOfName(order), Math.floor(atMs / 1_000)) < outage.share
      ? outage.failure
      : "answers"
}
