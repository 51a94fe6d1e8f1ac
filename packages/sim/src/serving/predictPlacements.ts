import { SECOND_MS } from "@hotbag/core"
import type { Calibration } from "./Calibration.ts"
import { type Deployment, TRAFFIC } from "./Deployment.ts"
import type { LatencySummary } from "./Latencies.ts"
import { serveWorkload } from "./serveWorkload.ts"
import { Task } from "./Workload.ts"

/**
 * How long placing orders takes by the model when nothing else is asked for: `perSecond` of them at equal distances, as the
 * load generator of `hotbag calibrate` sends them. For comparison with a real server.
 */
export const predictPlacements = (
  calibration: Calibration,
  deployment: Deployment,
  { perSecond, seconds }: { readonly perSecond: number; readonly seconds: number }
): LatencySummary => {
  const count = Math.round(perSecond * seconds)
  const workload = {
    count,
    timesMs: Uint32Array.from({ length: count }, (_, i) => Math.floor((i * SECOND_MS) / perSecond)),
    tasks: new Uint8Array(count).fill(Task.place),
    regions: new Uint8Array(count),
    sizes: new Int32Array(count)
  }
  const nobody = {
    busy: new Int32Array(1),
    onDuty: new Int32Array(1),
    watched: new Int32Array(1),
    kept: new Int32Array(1)
  }
  const { report } = serveWorkload({
    workload,
    fleet: { fromMs: 0, ...nobody },
    calibration,
    deployment,
    policy: "",
    seed: 1,
    traffic: { ...TRAFFIC, nearbyPerOrder: 0, readsPerOrder: 0, watchersPerOrder: 0 }
  })
  return report.latencies.placement
}
