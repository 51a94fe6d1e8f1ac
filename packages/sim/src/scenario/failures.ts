import { HOUR_MS, MINUTE_MS, SECOND_MS } from "@hotbag/core"
import type { DerivedInput } from "./Overlay.ts"

/** Five minutes without a relay: as long as it takes to notice, wake somebody up and restart it. */
export const busOutage: DerivedInput = {
  name: "bus-outage",
  base: "metro-launch",
  description:
    "From 19:30 to 19:35 the bus is down: dispatch, payments, kitchens and notices hear of nothing new",
  disturbances: [{ kind: "bus-outage", fromMs: 19.5 * HOUR_MS, toMs: 19.5 * HOUR_MS + 5 * MINUTE_MS }]
}

/** Ninety seconds of a database that moves to its standby, and ten minutes in which its caches are cold. */
export const storeOutage: DerivedInput = {
  name: "store-outage",
  base: "metro-launch",
  description: "At 19:30 the database refuses everything for 90 seconds, and is slow until 19:40",
  disturbances: [
    { kind: "store-outage", fromMs: 19.5 * HOUR_MS, toMs: 19.5 * HOUR_MS + 90 * SECOND_MS },
    {
      kind: "store-outage",
      fromMs: 19.5 * HOUR_MS + 90 * SECOND_MS,
      toMs: 19.5 * HOUR_MS + 10 * MINUTE_MS,
      failure: "slow",
      slowMs: 2 * SECOND_MS
    }
  ]
}

/** A node is lost at the peak, and another one takes its region over when the lease ends. */
export const shardOutage: DerivedInput = {
  name: "shard-outage",
  base: "metro-launch",
  description:
    "At 19:30 the node of the first region is lost; another one takes over after its lease of 15 s",
  disturbances: [{ kind: "shard-outage", fromMs: 19.5 * HOUR_MS, toMs: 19.75 * HOUR_MS }]
}

/** A weak network all evening: three telephones of ten are cut off for some minutes. */
export const appDisconnects: DerivedInput = {
  name: "app-disconnects",
  base: "metro-launch",
  description: "From 18:30 to 20:30 three of ten couriers' apps lose their connection for 2 to 6 minutes",
  disturbances: [{ kind: "app-disconnects", fromMs: 18.5 * HOUR_MS, toMs: 20.5 * HOUR_MS, share: 0.3 }]
}
