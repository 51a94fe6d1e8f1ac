import { at, haversineM } from "@hotbag/core"
import { makeStream, numberOfName } from "../../kernel/streams.ts"
import type { CityOrder, CityRestaurant } from "../../world/City.ts"
import { placeAt } from "../placeNear.ts"
import type { Disturbance } from "./Disturbance.ts"
import { streamOf } from "./settle.ts"
import { middleOf, type RegionPlace } from "./where.ts"

/**
 * The orders of the crowds, by time: each is like an order of the day from a restaurant near the stadium, so that popular
 * ones get more of them, but with a door within the circle. The rate falls linearly from twice the mean to nothing. A
 * day that has no order near the stadium gets none. Times settled. O(orders of the day + orders of the crowd).
 */
export const stadiumOrders = (
  day: {
    readonly orders: ReadonlyArray<CityOrder>
    readonly restaurants: ReadonlyArray<CityRestaurant>
    readonly fromMs: number
    readonly toMs: number
  },
  disturbances: ReadonlyArray<Disturbance>,
  regions: ReadonlyArray<RegionPlace>,
  seed: number
): ReadonlyArray<CityOrder> =>
  disturbances
    .flatMap((exit, number) => {
      if (exit.kind !== "stadium-exit") return []
      const { fromMs, orders: count, restaurantsWithinM, stadium, toMs, where } = exit
      const draw = (what: string) => makeStream(seed, streamOf(exit, what))
      const [like, when, distance, turn] = [draw("like"), draw("when"), draw("distance"), draw("turn")]
      return regions.flatMap(({ centre, id }, region): ReadonlyArray<CityOrder> => {
        if (where.regions !== null && !where.regions.includes(id)) return []
        const middle = middleOf(stadium, centre)
        const models = day.orders.filter(({ restaurant }) => {
          const shop = at(day.restaurants, restaurant)
          return shop.region === region && haversineM(shop.position, middle) <= restaurantsWithinM
        })
        if (models.length === 0) return []
        const region32 = numberOfName(id)
        return Array.from({ length: count }, (_, k): CityOrder => {
          const model = at(models, Math.floor(like.uniform(k, region32) * models.length))
          const placedAtMs = Math.round(
            fromMs + (toMs - fromMs) * (1 - Math.sqrt(1 - when.uniform(k, region32)))
          )
          return {
            ...model,
            id: `${id}-o${k + 1}-s${number + 1}`,
            dropoff: placeAt(
              middle,
              stadium.radiusM * Math.sqrt(distance.uniform(k, region32)),
              turn.uniform(k, region32)
            ),
            placedAtMs,
            promisedAtMs: model.promisedAtMs - model.placedAtMs + placedAtMs
          }
        }).filter(({ placedAtMs }) => placedAtMs >= day.fromMs && placedAtMs < day.toMs)
      })
    })
    .sort((a, b) => a.placedAtMs - b.placedAtMs)
