import type { Disturbance } from "./Disturbance.ts"
import { dinnerPeakMs } from "./during.ts"

/** Disturbances with every time counted from midnight. @param hourShares demand by hour, for those that count from dinner. */
export const settle = (
  disturbances: ReadonlyArray<Disturbance>,
  hourShares: ReadonlyArray<number>
): ReadonlyArray<Disturbance> => {
  if (disturbances.every(({ relativeTo }) => relativeTo === "midnight")) return disturbances
  const peakMs = dinnerPeakMs(hourShares)
  return disturbances.map((disturbance): Disturbance =>
    disturbance.relativeTo === "midnight"
      ? disturbance
      : {
          ...disturbance,
          relativeTo: "midnight",
          fromMs: disturbance.fromMs + peakMs,
          toMs: disturbance.toMs + peakMs
        }
  )
}

/**
 * The name of a disturbance's own random streams: what it draws stays the same whatever else is composed with it.
 *
 * @param disturbance with its times settled.
 */
export const streamOf = ({ fromMs, kind }: Disturbance, what: string): string =>
  `disturbance.${kind}.${fromMs}.${what}`
