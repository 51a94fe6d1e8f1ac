import { defaultPlatformRates } from "@hotbag/core"
import {
  CaseSettings,
  Catalogue,
  defaultDispatchOptions,
  DispatchSettings,
  Failpoint
} from "@hotbag/services"
import { Effect, Layer } from "effect"
import { hostname } from "node:os"
import { caseOptionsOf } from "./caseOptionsOf.ts"
import { policyOf, type ServerSettings } from "./settings.ts"

/** What the settings say about dispatch; which restaurants there are, the catalogue knows. */
export const dispatchSettings = (settings: ServerSettings) =>
  Layer.effect(
    DispatchSettings,
    Effect.map(Catalogue, ({ positionsIn }) => ({
      ...defaultDispatchOptions,
      holder: `${hostname()}:${settings.dataFolder}`,
      policy: policyOf(settings),
      windowMs: settings.dispatchWindowMs,
      leaseMs: settings.dispatchLeaseMs,
      restaurants: positionsIn
    }))
  )

/** What the settings say about cases and crashes, where the services look for it. */
export const serverReferences = (settings: ServerSettings) =>
  Layer.mergeAll(
    Layer.succeed(CaseSettings, { options: caseOptionsOf(settings), rates: defaultPlatformRates }),
    Layer.succeed(Failpoint, { hit: (name) => dieAt(settings.failpoint, name) })
  )

/** Ends the process on the spot, as a crash does, when it comes to the failpoint of the settings: for tests of crashes (F4). */
const dieAt = (failpoint: string | null, name: string): Effect.Effect<void> =>
  name === failpoint ? Effect.sync(() => process.kill(process.pid, "SIGKILL")) : Effect.void
