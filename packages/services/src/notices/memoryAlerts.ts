import { Limits } from "@hotbag/core"
import { Effect, Layer } from "effect"
import { forgetEntries } from "../retention/forgetEntries.ts"
import { type Alert, Alerts } from "./Alerts.ts"

/** Alerts in memory, for tests. */
export const memoryAlerts: Layer.Layer<Alerts> = Layer.sync(Alerts, () => {
  const kept = new Map<string, Alert>()
  return {
    raise: (alert) =>
      Effect.sync(() => {
        const key = `${alert.orderId} ${alert.why} ${alert.sinceMs}`
        if (!kept.has(key)) kept.set(key, alert)
      }),
    latest: Effect.sync(() =>
      [...kept.values()]
        .toReversed()
        .sort((a, b) => b.atMs - a.atMs)
        .slice(0, Limits.alertsPerPage)
    ),
    forget: (beforeMs, limit) => Effect.sync(() => forgetEntries(kept, ({ atMs }) => atMs < beforeMs, limit))
  }
})
