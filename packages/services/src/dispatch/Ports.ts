import { Effect } from "effect"
import { Cases } from "../cases/Cases.ts"
import { CaseStore } from "../cases/CaseStore.ts"
import { CourierFeed } from "../couriers/CourierFeed.ts"
import { CourierStore } from "../couriers/CourierStore.ts"
import { DispatchAlerts } from "./DispatchAlerts.ts"
import { DispatchSettings } from "./DispatchSettings.ts"
import { Explanations } from "./Explanations.ts"
import { RegionLeases } from "./RegionLeases.ts"

/** Everything a region's dispatcher needs of the world. */
export const dispatchPorts = Effect.gen(function* () {
  return {
    cases: yield* Cases,
    store: yield* CaseStore,
    couriers: yield* CourierStore,
    courierFeed: yield* CourierFeed,
    leases: yield* RegionLeases,
    explanations: yield* Explanations,
    alerts: yield* DispatchAlerts,
    options: yield* DispatchSettings
  }
})
export type DispatchPorts = Effect.Success<typeof dispatchPorts>
