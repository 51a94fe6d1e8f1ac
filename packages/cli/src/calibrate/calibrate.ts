import { type Calibration, decimalText } from "@hotbag/sim"
import { writeFile } from "node:fs/promises"
import { arch, availableParallelism, cpus, loadavg, platform } from "node:os"
import { commit } from "../commit.ts"
import { BadInput, Exit } from "../exit.ts"
import { whyNot } from "../fileError.ts"
import type { Terminal } from "../Terminal.ts"
import { fitCalibration } from "./fitCalibration.ts"
import { measureRounds } from "./measureRounds.ts"
import { type Extent, measureServer } from "./measureServer.ts"

const SCENARIO = "metro-launch"

const FULL: Extent = {
  warmUp: { perSecond: 60, seconds: 5 },
  alone: 100,
  steady: { perSecond: 120, seconds: 10 },
  checked: { perSecond: 240, seconds: 10 },
  looks: { perSecond: 100, seconds: 6 },
  idleLooks: 3
}
const QUICK: Extent = {
  warmUp: { perSecond: 20, seconds: 1 },
  alone: 20,
  steady: { perSecond: 60, seconds: 2 },
  checked: { perSecond: 100, seconds: 2 },
  looks: { perSecond: 60, seconds: 1 },
  idleLooks: 1
}
/** Processor time for the rounds of a policy, in ms. */
const ROUNDS_MS = { full: 4_000, quick: 400 }

/** Measures, writes the file and shows what was found. @throws BadInput when the file cannot be written. */
export const calibrate = async (
  options: { readonly out: string; readonly quick: boolean; readonly json: boolean; readonly quiet: boolean },
  terminal: Terminal
): Promise<number> => {
  const say = (text: string) => {
    if (!options.quiet) terminal.err(`hotbag calibrate: ${text}\n`)
  }
  // Found out now rather than after two minutes.
  await writeFile(options.out, "", { flag: "a" }).catch((error: unknown) => {
    throw new BadInput(options.out, whyNot(error), "name a file that can be written")
  })
  const extent = options.quick ? QUICK : FULL
  const [busy = 0] = loadavg()
  if (busy > availableParallelism() / 2) {
    say(`note: others use this machine (load average ${busy.toFixed(1)}): the check under load will show it`)
  }
  const server = await measureServer(SCENARIO, extent, { say, stop: terminal.stop })
  say("rounds of dispatch")
  const rounds = await measureRounds(
    SCENARIO,
    options.quick ? ROUNDS_MS.quick : ROUNDS_MS.full,
    terminal.stop
  )
  const calibration = fitCalibration(
    { ...server, rounds },
    {
      machine: machine(),
      commit: await commit(),
      load: `${loadText(extent)}; load average ${busy.toFixed(1)} before`
    }
  )
  await writeFile(options.out, `${JSON.stringify(calibration, null, 2)}\n`)
  terminal.out(options.json ? `${JSON.stringify(calibration, null, 2)}\n` : `${summary(calibration)}\n`)
  say(`written to ${options.out}`)
  return Exit.ok
}

/** The kind of machine, and never its name. */
const machine = (): string => {
  const model = (cpus()[0]?.model ?? "unknown processors").replace(/\(R\)|\(TM\)|CPU|Processor|\d+-Core/g, "")
  return `${availableParallelism()} × ${model.replace(/@.*/, "").replace(/\s+/g, " ").trim()}, ${platform()} ${arch()}`
}

const loadText = ({ alone, checked, looks, steady }: Extent): string =>
  `one node, embedded PostgreSQL and the generator on the same machine: ${alone} of each request one at a time, orders at ` +
  `${steady.perSecond} and ${checked.perSecond} a second for ${steady.seconds} and ${checked.seconds} s, three commands of the ` +
  `kitchen for each, searches and reads at ${looks.perSecond} a second for ${looks.seconds} s`

const summary = ({ check, command, machine, nearby, place, read, rounds, startMs }: Calibration): string => {
  const ms = (value: number) => decimalText(value, 2).padStart(7)
  const row = (name: string, ...values: ReadonlyArray<number>) =>
    `${name.padEnd(28)}${values.map(ms).join("")}`
  const checked =
    check === undefined
      ? []
      : [
          "",
          `orders at ${check.ordersPerSecond} a second, ms      p50    p95    p99`,
          row("measured", check.measured.p50Ms, check.measured.p95Ms, check.measured.p99Ms),
          row("by the model", check.predicted.p50Ms, check.predicted.p95Ms, check.predicted.p99Ms)
        ]
  return [
    machine,
    "",
    "processor time, ms             node     db",
    row("order placed, until answered", place.answer.nodeMs, place.answer.databaseMs),
    row("             and afterwards", place.after.nodeMs, place.after.databaseMs),
    row("command, until answered", command.answer.nodeMs, command.answer.databaseMs),
    row("             and afterwards", command.after.nodeMs, command.after.databaseMs),
    row("restaurants nearby", nearby.nodeMs, nearby.databaseMs),
    row("read", read.nodeMs, read.databaseMs),
    ...rounds.map(({ baseMs, perWaitingMs, policy }) =>
      row(`round of ${policy}, and of each`, baseMs, perWaitingMs)
    ),
    `an instance starts in ${decimalText(startMs / 1_000, 1)} s`,
    ...checked
  ].join("\n")
}
