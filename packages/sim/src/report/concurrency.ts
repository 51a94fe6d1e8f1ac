import { f64 } from "@hotbag/core"
import type { Concurrency } from "./Report.ts"
import type { Recorder } from "./Recorder.ts"

/** The most orders and deliveries that lived at one time; what ends in the moment in which another begins leaves first. O(n log n). */
export const concurrency = (recorder: Recorder): Concurrency => {
  const orders = mostAtOnce(recorder.placedAtMs, recorder.endedAtMs)
  const deliveries = mostAtOnce(recorder.confirmedAtMs, recorder.endedAtMs)
  return {
    orders: orders.most,
    deliveries: deliveries.most,
    atMs: deliveries.most === 0 ? null : deliveries.atMs
  }
}

const mostAtOnce = (begins: Float64Array, ends: Float64Array) => {
  const begun = begins.filter((_, i) => !Number.isNaN(f64(begins, i))).sort()
  const ended = ends.filter((_, i) => !Number.isNaN(f64(begins, i)) && !Number.isNaN(f64(ends, i))).sort()
  let [most, atMs, over] = [0, 0, 0]
  for (let i = 0; i < begun.length; i++) {
    const nowMs = f64(begun, i)
    while (over < ended.length && f64(ended, over) <= nowMs) over++
    if (i + 1 - over <= most) continue
    most = i + 1 - over
    atMs = nowMs
  }
  return { most, atMs }
}
