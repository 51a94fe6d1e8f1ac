import { decodeCalibration, DEFAULT_CALIBRATION } from "@hotbag/sim"
import { Result } from "effect"
import { describe, expect, it } from "vitest"
import { fitCalibration } from "../../src/calibrate/fitCalibration.ts"
import type { Measured } from "../../src/calibrate/Measured.ts"
import { processCpuMs } from "../../src/calibrate/processCpuMs.ts"

const facts = { machine: "2 × made up, linux x64", commit: "test", load: "made up" }
const steady = Array.from({ length: 200 }, (_, i) => 2 + i / 100)

const measured: Measured = {
  startMs: 4_000,
  place: { nodeMs: 2.4, databaseMs: 1.2, transactions: 4 },
  command: { nodeMs: 1, databaseMs: 0.6, transactions: 2 },
  nearby: { nodeMs: 0.5, databaseMs: 0, transactions: 0 },
  read: { nodeMs: 0.2, databaseMs: 0.1, transactions: 1 },
  unloadedMs: { place: steady, command: steady, nearby: steady, read: steady, after: steady },
  orderWorkMs: steady,
  checked: { perSecond: 240, seconds: 10, latenciesMs: steady.map((ms) => ms * 4) },
  rounds: [
    { policy: "nearest", samples: steady.map((_, waiting) => ({ waiting, tookMs: 0.5 + 0.02 * waiting })) }
  ]
}

describe("fitCalibration", () => {
  const calibration = fitCalibration(measured, facts)

  it("is a calibration that can be read back, as the one that comes along is", () => {
    for (const one of [calibration, DEFAULT_CALIBRATION]) {
      expect(decodeCalibration(JSON.parse(JSON.stringify(one)))).toEqual(Result.succeed(one))
    }
  })

  it("loses no work between the answer and what follows", () => {
    const { after, answer } = calibration.place
    expect(answer.nodeMs + after.nodeMs).toBeCloseTo(2.4, 2)
    expect(answer.databaseMs + after.databaseMs).toBeCloseTo(1.2, 2)
    // HTTP as a read has it, and one transaction of four.
    expect(answer.nodeMs).toBeCloseTo(0.2 + 2.2 / 4, 2)
  })

  it("finds the line that rounds lie on", () => {
    expect(calibration.rounds[0]).toMatchObject({ baseMs: 0.5, perWaitingMs: 0.02 })
    expect(calibration.rounds[0]?.ratios.every((ratio) => Math.abs(ratio - 1) < 0.01)).toBe(true)
  })

  it("takes the spread of service times from single orders, a hundredth at either end left out", () => {
    const mean = 3
    // Uniform between 2 and 4: variance 1/3.
    expect(calibration.variation).toBeCloseTo(1 / 3 / mean ** 2, 2)
    const paused = fitCalibration({ ...measured, orderWorkMs: [...steady, 500] }, facts)
    expect(paused.variation).toBeCloseTo(calibration.variation, 2)
  })

  it("shows how the model does at a rate that it was not fitted to", () => {
    expect(calibration.check?.ordersPerSecond).toBe(240)
    expect(calibration.check?.measured.p95Ms).toBeCloseTo(15.56, 1)
    expect(calibration.check?.predicted.p95Ms).toBeGreaterThan(0)
  })

  it("refuses what is no calibration, and says where", () => {
    expect(decodeCalibration({ version: 2 })).toEqual(Result.fail(expect.stringContaining("version")))
    const broken = { ...calibration, place: { ...calibration.place, answer: { nodeMs: -1, databaseMs: 0 } } }
    expect(decodeCalibration(broken)).toEqual(Result.fail(expect.stringContaining("place.answer.nodeMs")))
  })
})

describe("processCpuMs", () => {
  it.runIf(process.platform === "linux")("only rises, and knows nothing of nobody", () => {
    const before = processCpuMs(process.pid)
    let sum = 0
    for (let i = 0; i < 30_000_000; i++) sum += i % 7
    expect(sum).toBeGreaterThan(0)
    expect(processCpuMs(process.pid)).toBeGreaterThanOrEqual(before)
    expect(processCpuMs(2 ** 30)).toBeNaN()
  })
})
