import { decodeCalibration } from "@hotbag/sim"
import { Result } from "effect"
import { describe, expect, it } from "vitest"
import { fitCalibration } from "../../src/calibrate/fitCalibration.ts"
import { measureRounds } from "../../src/calibrate/measureRounds.ts"
import { measureServer } from "../../src/calibrate/measureServer.ts"

/** A few requests of every kind: that they are the right ones, and that all of them are answered. */
const TINY = {
  warmUp: { perSecond: 5, seconds: 1 },
  alone: 3,
  steady: { perSecond: 10, seconds: 1 },
  checked: { perSecond: 10, seconds: 1 },
  looks: { perSecond: 10, seconds: 1 },
  idleLooks: 1
}

describe.runIf(process.platform === "linux")("a calibration of a real server", () => {
  it("measures every kind of request and round, and can be read back", async () => {
    const { signal } = new AbortController()
    const said: Array<string> = []
    const watcher = { say: (text: string) => void said.push(text), stop: signal }
    const server = await measureServer("pereira-lunch", TINY, watcher)
    const rounds = await measureRounds("pereira-lunch", 50, signal)
    expect(server.unloadedMs.place.length).toBe(TINY.alone)
    expect(server.unloadedMs.after.length).toBe(TINY.alone)
    expect(server.checked.latenciesMs.length).toBe(10)
    expect(server.place.nodeMs).toBeGreaterThan(0)
    expect(server.startMs).toBeGreaterThan(0)
    expect(rounds.map(({ policy }) => policy)).toContain("planner")
    const facts = { machine: "a machine", commit: "test", load: "tiny" }
    const calibration = fitCalibration({ ...server, rounds }, facts)
    expect(decodeCalibration(JSON.parse(JSON.stringify(calibration)))).toEqual(Result.succeed(calibration))
    expect(said.length).toBeGreaterThan(5)
  })
})
