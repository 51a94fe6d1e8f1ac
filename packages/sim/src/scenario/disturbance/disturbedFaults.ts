import { at, f64 } from "@hotbag/core"
import { makeStream, numberOfName } from "../../kernel/streams.ts"
import type { City } from "../../world/City.ts"
import type { Faults, LostNode } from "../../world/faults/Faults.ts"
import type { Disturbance, DisturbanceOf } from "./Disturbance.ts"
import { streamOf } from "./settle.ts"
import { makeZone, type RegionPlace } from "./where.ts"

/**
 * What fails in the platform on a day that is disturbed so; undefined: nothing. Times settled. Outages have no ramps: they
 * begin at `fromMs` and are over at `toMs`. O(outages) for each question.
 */
export const disturbedFaults = (
  city: City,
  disturbances: ReadonlyArray<Disturbance>,
  regions: ReadonlyArray<RegionPlace>,
  seed: number
): Faults | undefined => {
  const databases = disturbances.flatMap((disturbance) => storeOutage(disturbance, regions, seed))
  const buses = disturbances.flatMap((disturbance) =>
    disturbance.kind === "bus-outage" ? [outageOf(disturbance, regions)] : []
  )
  const gaps = disturbances.flatMap((disturbance) =>
    disturbance.kind === "app-disconnects" ? [gapsOf(disturbance, city, regions, seed)] : []
  )
  if (databases.length + buses.length + gaps.length === 0) return undefined
  const refusing = databases.filter(({ slowMs }) => slowMs === null)
  const committedAtMs = (region: number, atMs: number) =>
    afterAll(refusing, region, slowed(databases, region, atMs))
  const refusedBy = (region: number, atMs: number) => refusing.find((outage) => covers(outage, region, atMs))
  return {
    committedAtMs,
    heardAtMs: (region, atMs) => {
      let heardMs = atMs
      // One may begin while the other ends.
      for (let before = NaN; before !== heardMs;) {
        before = heardMs
        heardMs = afterAll(refusing, region, afterAll(buses, region, heardMs))
      }
      return heardMs
    },
    connectedAtMs: (courier, atMs) => {
      let connectedMs = atMs
      for (let before = NaN; before !== connectedMs;) {
        before = connectedMs
        for (const { fromMs, toMs } of gaps) {
          if (connectedMs >= f64(fromMs, courier) && connectedMs < f64(toMs, courier)) {
            connectedMs = f64(toMs, courier)
          }
        }
      }
      return connectedMs
    },
    refuses: (region, atMs) => refusedBy(region, atMs) !== undefined,
    triesAgainAtMs: (order, region, attempt, atMs) =>
      refusedBy(region, atMs)?.triesAgainAtMs(at(city.orders, order).id, attempt, atMs) ?? null,
    disconnects: gaps.flatMap(({ fromMs, toMs }) =>
      city.couriers.flatMap((_, courier) =>
        f64(fromMs, courier) === Infinity
          ? []
          : [{ courier, fromMs: f64(fromMs, courier), toMs: f64(toMs, courier) }]
      )
    ),
    lostNodes: disturbances.flatMap((disturbance) => lostNodesOf(disturbance, regions))
  }
}

const lostNodesOf = (
  disturbance: Disturbance,
  regions: ReadonlyArray<RegionPlace>
): ReadonlyArray<LostNode> => {
  if (disturbance.kind !== "shard-outage") return []
  const { fromMs, toMs } = disturbance
  return isLost(disturbance, regions).flatMap((isMeant, region) =>
    isMeant ? [{ region, fromMs, toMs }] : []
  )
}

/** By region; unless told, it is the first one that loses its node. */
const isLost = (
  { where }: DisturbanceOf<"shard-outage">,
  regions: ReadonlyArray<RegionPlace>
): ReadonlyArray<boolean> =>
  regions.map(({ id }, region) => (where.regions === null ? region === 0 : where.regions.includes(id)))

/** A time in which something of some regions does not work. */
interface Outage {
  readonly fromMs: number
  readonly toMs: number
  /** By region. */
  readonly isMeant: ReadonlyArray<boolean>
}

interface StoreOutage extends Outage {
  /** How long commands take; null: they are refused. */
  readonly slowMs: number | null
  readonly triesAgainAtMs: (order: string, attempt: number, atMs: number) => number | null
}

const outageOf = (
  { fromMs, toMs, where }: DisturbanceOf<"bus-outage" | "store-outage" | "shard-outage">,
  regions: ReadonlyArray<RegionPlace>
): Outage => ({
  fromMs,
  toMs,
  isMeant: regions.map(({ id }) => where.regions === null || where.regions.includes(id))
})

const storeOutage = (
  disturbance: Disturbance,
  regions: ReadonlyArray<RegionPlace>,
  seed: number
): ReadonlyArray<StoreOutage> => {
  if (disturbance.kind !== "store-outage" && disturbance.kind !== "shard-outage") return []
  const { retryAfterMs, tries } = disturbance
  const draws = makeStream(seed, streamOf(disturbance, "retry"))
  const outage = {
    ...outageOf(disturbance, regions),
    triesAgainAtMs: (order: string, attempt: number, atMs: number) =>
      attempt + 1 >= tries
        ? null
        : atMs +
          Math.max(
            1,
            Math.round(retryAfterMs * 2 ** attempt * (0.5 + draws.uniform(numberOfName(order), attempt)))
          )
  }
  if (disturbance.kind === "store-outage") {
    return [{ ...outage, slowMs: disturbance.failure === "slow" ? disturbance.slowMs : null }]
  }
  const { fromMs, leaseMs, toMs } = disturbance
  const isMeant = isLost(disturbance, regions)
  return [{ ...outage, isMeant, toMs: Math.min(toMs, fromMs + leaseMs), slowMs: null }]
}

const covers = ({ fromMs, isMeant, toMs }: Outage, region: number, atMs: number): boolean =>
  atMs >= fromMs && atMs < toMs && isMeant[region] === true

/** What is sent while the store is slow; with the end of an outage all of it is through, so that nothing overtakes it. */
const slowed = (databases: ReadonlyArray<StoreOutage>, region: number, atMs: number): number => {
  let doneMs = atMs
  for (const outage of databases) {
    if (outage.slowMs === null || !covers(outage, region, atMs)) continue
    doneMs = Math.max(doneMs, Math.min(atMs + outage.slowMs, outage.toMs))
  }
  return doneMs
}

/** The first moment from `atMs` on that is in no outage. */
const afterAll = (outages: ReadonlyArray<Outage>, region: number, atMs: number): number => {
  let backMs = atMs
  for (let before = NaN; before !== backMs;) {
    before = backMs
    for (const outage of outages) if (covers(outage, region, backMs)) backMs = outage.toMs
  }
  return backMs
}

/** By courier: when its app has no connection; nobody's draw depends on anybody else. */
const gapsOf = (
  disconnects: DisturbanceOf<"app-disconnects">,
  { couriers }: City,
  regions: ReadonlyArray<RegionPlace>,
  seed: number
): { readonly fromMs: Float64Array; readonly toMs: Float64Array } => {
  const { lasts, share, where } = disconnects
  const zone = makeZone(where, regions)
  const draw = (what: string) => makeStream(seed, streamOf(disconnects, what))
  const [loses, when, long] = [draw("loses"), draw("when"), draw("long")]
  const fromMs = new Float64Array(couriers.length).fill(Infinity)
  const toMs = new Float64Array(couriers.length).fill(Infinity)
  couriers.forEach(({ id, onAtMs, position, region }, courier) => {
    const who = numberOfName(id)
    if ((zone !== null && !zone(position, region)) || loses.uniform(who) >= share) return
    const lostMs = Math.round(
      disconnects.fromMs + (disconnects.toMs - disconnects.fromMs) * when.uniform(who)
    )
    // An app that is not open yet has nothing to lose.
    if (lostMs < onAtMs) return
    fromMs[courier] = lostMs
    toMs[courier] = lostMs + Math.round(lasts.minMs + (lasts.maxMs - lasts.minMs) * long.uniform(who))
  })
  return { fromMs, toMs }
}
