import { HOUR_MS, MINUTE_MS, SECOND_MS } from "@hotbag/core"
import { sequenceOf, makeStream } from "../../../src/kernel/streams.ts"
import { disturbCity } from "../../../src/scenario/disturbance/disturbCity.ts"
import type { Disturbance } from "../../../src/scenario/disturbance/Disturbance.ts"
import { decodeDisturbances } from "../../../src/scenario/decodePlain.ts"
import type { City } from "../../../src/world/City.ts"
import { Result } from "effect"

/** Half past eleven, as in the small cities. */
export const FROM_MS = 11.5 * HOUR_MS
/** After this nothing fails any more. */
export const HEALED_MS = FROM_MS + 75 * MINUTE_MS

/** Which faults a seed turns on, and how strong: each kind with even chance, up to two of it. */
export const faultsOf = (seed: number): ReadonlyArray<Disturbance> => {
  const { integer, next } = sequenceOf(makeStream(seed, "swarm.faults"), 0)
  const during = (longestMs: number) => {
    const fromMs = FROM_MS + integer(60) * MINUTE_MS
    return { fromMs, toMs: Math.min(HEALED_MS, fromMs + 1 + integer(longestMs)) }
  }
  const where = () => (next() < 0.5 ? {} : { where: { regions: [next() < 0.5 ? "north" : "south"] } })
  const kinds = [
    () => ({ kind: "bus-outage", ...during(12 * MINUTE_MS), ...where() }),
    () => ({
      kind: "store-outage",
      ...during(8 * MINUTE_MS),
      ...where(),
      failure: next() < 0.6 ? "refuses" : "slow",
      slowMs: integer(20) * SECOND_MS,
      retryAfterMs: integer(10) * SECOND_MS,
      tries: 1 + integer(8)
    }),
    () => ({ kind: "shard-outage", ...during(20 * MINUTE_MS), ...where(), leaseMs: integer(90) * SECOND_MS }),
    () => ({
      kind: "app-disconnects",
      ...during(40 * MINUTE_MS),
      share: next(),
      lasts: { minMs: 0, maxMs: integer(20) * MINUTE_MS }
    }),
    () => ({
      kind: "gateway-outage",
      ...during(10 * MINUTE_MS),
      share: next(),
      failure: next() < 0.5 ? "silent" : "refuses"
    }),
    () => ({ kind: "maps-outage", ...during(40 * MINUTE_MS) }),
    () => ({ kind: "courier-dropout", ...during(30 * MINUTE_MS), share: next() / 2 }),
    () => ({ kind: "kitchen-slowdown", ...during(40 * MINUTE_MS), factor: 1 + 3 * next(), share: next() })
  ]
  const chosen = kinds.flatMap((kind) => (next() < 0.5 ? [kind(), ...(next() < 0.3 ? [kind()] : [])] : []))
  return Result.getOrThrow(decodeDisturbances(chosen, ["north", "south"]))
}

const CENTRES = [
  { id: "north", centre: { lat: 0.012, lng: 0.012 } },
  { id: "south", centre: { lat: 0.012, lng: 0.012 } }
]

/** The city on a day on which that fails. */
export const failing = (city: City, faults: ReadonlyArray<Disturbance>, seed: number): City =>
  disturbCity(city, faults, CENTRES, seed)
