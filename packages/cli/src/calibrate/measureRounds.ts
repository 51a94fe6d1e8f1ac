import { policyByName, policyNames } from "@hotbag/dispatch"
import { generateCity, scenarioNamed, startRun } from "@hotbag/sim"
import { invariant, MINUTE_MS } from "@hotbag/core"
import { setImmediate } from "node:timers/promises"
import { throwIfStopped } from "../exit.ts"
import type { RoundSamples } from "./Measured.ts"

/**
 * How long rounds of every policy take: those of a simulated dinner, which are the server's own. Each policy plays for at most
 * `eachMs` of processor time.
 */
export const measureRounds = async (
  scenario: string,
  eachMs: number,
  stop: AbortSignal
): Promise<ReadonlyArray<RoundSamples>> => {
  const known = scenarioNamed(scenario)
  invariant(known !== undefined, "the scenario comes along", { scenario })
  const measured: Array<RoundSamples> = []
  for (const name of policyNames) {
    const policy = policyByName(name)
    if (policy === undefined) continue
    const waiting: Array<number> = []
    const run = startRun({
      city: generateCity(known, { seed: 1 }),
      policy,
      seed: 1,
      commit: "",
      wallClock: cpuMs,
      onRound: (count) => waiting.push(count)
    })
    const startedMs = cpuMs()
    for (let untilMs = known.fromMs; !run.done && cpuMs() - startedMs < eachMs; untilMs += MINUTE_MS) {
      run.advance(untilMs)
      await setImmediate()
      throwIfStopped(stop)
    }
    const samples = run.roundsMs().map((tookMs, i) => ({ tookMs, waiting: waiting[i] ?? 0 }))
    measured.push({ policy: name, samples })
  }
  return measured
}

/** Of this process: what others do on the machine is no part of a round. */
const cpuMs = (): number => {
  const { system, user } = process.cpuUsage()
  return (system + user) / 1_000
}
