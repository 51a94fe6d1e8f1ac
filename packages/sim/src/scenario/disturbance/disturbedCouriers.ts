import { at } from "@hotbag/core"
import { makeStream, numberOfName } from "../../kernel/streams.ts"
import type { CityCourier } from "../../world/City.ts"
import { DRAIN_MS } from "../drain.ts"
import { scatter } from "../placeNear.ts"
import type { Disturbance, DisturbanceOf } from "./Disturbance.ts"
import { streamOf } from "./settle.ts"
import { makeZone, type RegionPlace } from "./where.ts"

/**
 * The couriers of a day that is disturbed so; times settled. Who drops out goes off duty at a moment that nobody was told
 * of; who would have come after that moment does not come. Waves come last, so that everybody else keeps their number.
 * O(couriers · disturbances).
 *
 * @param toMs end of demand: shifts of waves are cut `DRAIN_MS` after it, like all.
 */
export const disturbedCouriers = (
  couriers: ReadonlyArray<CityCourier>,
  disturbances: ReadonlyArray<Disturbance>,
  regions: ReadonlyArray<RegionPlace>,
  toMs: number,
  seed: number
): ReadonlyArray<CityCourier> => {
  let left: ReadonlyArray<CityCourier> = couriers
  for (const disturbance of disturbances) {
    if (disturbance.kind === "courier-dropout") left = withoutDropouts(left, disturbance, regions, seed)
  }
  const waves = disturbances.flatMap((disturbance, number) =>
    disturbance.kind === "courier-wave"
      ? waveOf(couriers, disturbance, regions, toMs, seed).map((courier) => ({
          ...courier,
          id: `${courier.id}-w${number + 1}`
        }))
      : []
  )
  return waves.length === 0 ? left : [...left, ...waves]
}

const withoutDropouts = (
  couriers: ReadonlyArray<CityCourier>,
  dropout: DisturbanceOf<"courier-dropout">,
  regions: ReadonlyArray<RegionPlace>,
  seed: number
): ReadonlyArray<CityCourier> => {
  const { fromMs, rampMs, share, toMs, where } = dropout
  const withinMs = rampMs === 0 ? toMs - fromMs : Math.min(rampMs, toMs - fromMs)
  const zone = makeZone(where, regions)
  const goes = makeStream(seed, streamOf(dropout, "goes"))
  const when = makeStream(seed, streamOf(dropout, "when"))
  return couriers.flatMap((courier) => {
    const { id, offAtMs, onAtMs, plannedOffAtMs = offAtMs, position, region } = courier
    const isThere = onAtMs < toMs && offAtMs > fromMs && (zone === null || zone(position, region))
    const who = numberOfName(id)
    if (!isThere || goes.uniform(who) >= share) return [courier]
    const leavesAtMs = Math.round(fromMs + withinMs * when.uniform(who))
    if (leavesAtMs >= offAtMs) return [courier]
    return leavesAtMs <= onAtMs ? [] : [{ ...courier, offAtMs: leavesAtMs, plannedOffAtMs }]
  })
}

/** Newcomers are like somebody who works there: they begin nearby, with the same vehicle and the same mind. */
const waveOf = (
  couriers: ReadonlyArray<CityCourier>,
  wave: DisturbanceOf<"courier-wave">,
  regions: ReadonlyArray<RegionPlace>,
  toMs: number,
  seed: number
): ReadonlyArray<CityCourier> => {
  const zone = makeZone(wave.where, regions)
  const draw = (what: string) => makeStream(seed, streamOf(wave, what))
  const [like, on, stay, east, north] = [draw("like"), draw("on"), draw("stay"), draw("east"), draw("north")]
  return regions.flatMap(({ id }, region) => {
    const here = couriers.filter(
      (courier) => courier.region === region && (zone === null || zone(courier.position, region))
    )
    const region32 = numberOfName(id)
    return Array.from({ length: Math.round(here.length * wave.share) }, (_, k) => {
      const model = at(here, Math.floor(like.uniform(k, region32) * here.length))
      const onAtMs = Math.round(wave.fromMs + (wave.toMs - wave.fromMs) * on.uniform(k, region32))
      const length = wave.stay.minMs + (wave.stay.maxMs - wave.stay.minMs) * stay.uniform(k, region32)
      return {
        ...model,
        id: `${id}-c${k + 1}`,
        position: scatter(model.position, NEARBY_M, east.uniform(k, region32), north.uniform(k, region32)),
        onAtMs,
        offAtMs: Math.min(Math.round(onAtMs + length), toMs + DRAIN_MS)
      }
    }).filter(({ offAtMs, onAtMs }) => onAtMs < offAtMs)
  })
}

/** Standard deviation of where newcomers begin around those they are like, east and north. */
const NEARBY_M = 300
