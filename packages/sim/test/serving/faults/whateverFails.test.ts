import { nearest } from "@hotbag/dispatch"
import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { DEFAULT_CALIBRATION } from "../../../src/serving/defaultCalibration.ts"
import { DEFAULT_DEPLOYMENT } from "../../../src/serving/Deployment.ts"
import { startRun } from "../../../src/startRun.ts"
import { arbitraryCity } from "../../world/arbitraryCity.ts"
import { failing, faultsOf } from "../../world/faults/swarm.ts"

const arbitraryDeployment = fc.record({
  stations: fc.constantFrom("together" as const, "apart" as const),
  nodes: fc.constantFrom({ min: 1, max: 1 }, { min: 2, max: 2 }, { min: 1, max: 8 }),
  shards: fc.integer({ min: 1, max: 2 }),
  waitingPerCore: fc.constantFrom(1, 2_048)
})

describe("whatever fails on a day", () => {
  it("everything that was accepted is done in the end, and everything that was asked is counted", () => {
    let felt = 0
    fc.assert(
      fc.property(
        arbitraryCity,
        fc.integer({ min: 1, max: 100_000 }),
        arbitraryDeployment,
        (city, seed, how) => {
          const serving = {
            calibration: DEFAULT_CALIBRATION,
            deployment: { ...DEFAULT_DEPLOYMENT, ...how }
          }
          const disturbed = failing(city, faultsOf(seed), seed)
          const run = startRun({ city: disturbed, policy: nearest, seed, commit: "test", serving })
          run.advance(Infinity)
          const { minutes, report: system } = run.servedBy(serving)
          const { command, nearby, offer, placement, read, status } = system.latencies
          expect(system.latencies["outbox-lag"].count).toBe(placement.count + command.count + offer.count)
          expect(status.count).toBe(placement.count + command.count)
          expect(system.requests - system.shed).toBe(
            placement.count + command.count + nearby.count + read.count
          )
          expect(system.faults?.unavailable ?? 0).toBeLessThanOrEqual(system.shed)
          expect(minutes.every(({ outboxOldestMs }) => outboxOldestMs >= 0)).toBe(true)
          felt += system.faults === null ? 0 : 1
        }
      ),
      { numRuns: 50 }
    )
    expect(felt).toBeGreaterThan(5)
  })
})
