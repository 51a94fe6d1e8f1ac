/** A process that plays one size of the city and prints what it took: its memory is its own. */
import { policyByName } from "@hotbag/dispatch"
import { DEFAULT_CALIBRATION, DEFAULT_DEPLOYMENT, generateCity, scenarios, startRun } from "@hotbag/sim"
import { Schema } from "effect"
import type { PlayedSize } from "./PlayedSize.ts"

const SCENARIO = "big-city"

const Asked = Schema.fromJsonString(
  Schema.Struct({ policy: Schema.String, seed: Schema.Finite, factor: Schema.Finite })
)

const play = ({ factor, policy: name, seed }: typeof Asked.Type): PlayedSize => {
  const scenario = scenarios.find((known) => known.name === SCENARIO)
  const policy = policyByName(name)
  if (scenario === undefined || policy === undefined) throw new Error(`there is no ${SCENARIO} or no ${name}`)
  const city = generateCity(scenario, { seed, ordersX: factor, couriersX: factor })
  const madeMs = cpuMs()
  const serving = { calibration: DEFAULT_CALIBRATION, deployment: DEFAULT_DEPLOYMENT }
  const run = startRun({ city, policy, seed, commit: "bench", wallClock: cpuMs, serving })
  run.advance(Infinity)
  const playedMs = cpuMs()
  const roundsMs = run.roundsMs().reduce((sum, ms) => sum + ms, 0)
  const { couriers, delivered, events, hash, invariants, placed } = run.report()
  if (invariants.violations > 0) throw new Error(`${invariants.violations} invariants are broken: a bug`)
  return {
    policy: name,
    factor,
    orders: placed,
    couriers,
    delivered,
    domainEvents: events,
    generateS: madeMs / 1_000,
    worldS: (playedMs - madeMs - roundsMs) / 1_000,
    roundsS: roundsMs / 1_000,
    reportS: (cpuMs() - playedMs) / 1_000,
    wallS: performance.now() / 1_000,
    peakMb: process.resourceUsage().maxRSS / 1_024,
    hash
  }
}

const cpuMs = (): number => {
  const { system, user } = process.threadCpuUsage()
  return (user + system) / 1_000
}

console.log(JSON.stringify(play(Schema.decodeUnknownSync(Asked)(process.argv[2]))))
