import { at, f64, type LatLng } from "@hotbag/core"
import { courierMotion, gpsTrack, numberOfName, type RunRecord, USUAL_GPS_NOISE } from "@hotbag/sim"
import type { Table } from "./tables.ts"

/**
 * What the couriers' phones would have sent every `everyMs` while on duty: where the run knows them to be, straight on the way between two
 * places, with the errors of a phone. The same seed gives the same fixes; the run itself is the same with or without them. Courier by courier,
 * each in the sequence of time; made as they are asked for.
 */
export const pingsTable = (record: RunRecord, seed: number, everyMs: number): Table => ({
  columns: ["courier", "at_ms", "lat", "lng", "accuracy_m"],
  rows: function* () {
    const { atMs, couriers, positions, starts } = courierMotion(record, Infinity)
    const ends = [...starts.subarray(1), positions.length]
    const untilMs = endOfWork(record)
    for (const [i, courier] of couriers.entries()) {
      const end = at(ends, i)
      const first = i === 0 ? 0 : at(ends, i - 1)
      const { id } = at(record.city.couriers, courier)
      const fixes = gpsTrack({
        truth: wayBetween(atMs, positions, first, end),
        fromMs: f64(atMs, first),
        toMs: Math.min(f64(atMs, end - 1), untilMs),
        seed,
        who: numberOfName(id),
        noise: { ...USUAL_GPS_NOISE, everyMs }
      })
      for (const fix of fixes) yield [id, fix.atMs, fix.position.lat, fix.position.lng, fix.accuracyM]
    }
  }
})

/** Demand is over by then and the last courier has left the last door: later there is nobody to be watched. */
const endOfWork = ({ city, trips }: RunRecord): number => {
  let endMs = city.toMs
  for (const { drops } of trips) endMs = Math.max(endMs, drops.at(-1)?.leftAtMs ?? endMs)
  return endMs
}

/** Where somebody is who goes evenly from each of the frames to the next; asked in the sequence of time. */
const wayBetween = (
  atMs: Float64Array,
  positions: ReadonlyArray<LatLng>,
  first: number,
  end: number
): ((ms: number) => LatLng) => {
  let frame = first
  return (ms) => {
    while (frame + 1 < end && f64(atMs, frame + 1) <= ms) frame++
    const from = at(positions, frame)
    if (frame + 1 >= end) return from
    const [startMs, endMs] = [f64(atMs, frame), f64(atMs, frame + 1)]
    const share = Math.min(1, Math.max(0, (ms - startMs) / (endMs - startMs)))
    const to = at(positions, frame + 1)
    return { lat: from.lat + (to.lat - from.lat) * share, lng: from.lng + (to.lng - from.lng) * share }
  }
}
