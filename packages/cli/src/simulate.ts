import { makeWorstOrders, recordIntervalMs, reportBody, reportHeader, startRun } from "@hotbag/sim"
import type { City, LogEntry, Report, Run, Serving } from "@hotbag/sim"
import type { DispatchPolicy } from "@hotbag/dispatch"
import { Option } from "commander"
import { Result, Schema } from "effect"
import { join } from "node:path"
import { commandOf } from "./commandOf.ts"
import { commit } from "./commit.ts"
import { BadInput, Exit, oneLine, quoted, Stopped } from "./exit.ts"
import { DEFAULT_SCENARIO, loadCity } from "./input/city.ts"
import { parseFactor, parseSeed } from "./input/numbers.ts"
import { addServingOptions, readServing, ServingOptions } from "./input/serving.ts"
import { openEventsFile } from "./output/EventsFile.ts"
import { openOutputFolder } from "./output/OutputFolder.ts"
import { makeProgressLines, progressLine } from "./output/progressLine.ts"
import { EVENTS_FILE } from "./output/runFiles.ts"
import { play } from "./play.ts"
import { DEFAULT_POLICY, parsePolicy } from "./policies.ts"
import { filesOf, writeRunFiles } from "./report/writeRunFiles.ts"
import { unbroken } from "./unbroken.ts"
import { Flag } from "./input/Flag.ts"
import type { Host } from "./program.ts"
import type { Terminal } from "./Terminal.ts"

/** Adds `hotbag simulate`. */
export const addSimulate = ({ program, terminal, exitWith }: Host): void => {
  const command = program
    .command("simulate")
    .description("Play a part of a day in a city, and report delivery times and error budgets.")
    .argument("[scenario]", `name of a scenario, or path of a scenario file (default: ${DEFAULT_SCENARIO})`)
    .addOption(defaulted("--policy <name>", "how to dispatch, see hotbag policies", DEFAULT_POLICY))
    .addOption(defaulted("--seed <n>", "whole number that decides all luck of the run", "1"))
    .option("--from <time>", "begin of demand, HH:MM")
    .option("--to <time>", "end of demand, HH:MM; the run goes on until every order is accounted for")
    .option(
      "--with <scenario>",
      "lay this over it, see hotbag scenarios; may be given several times",
      (name: string, before: ReadonlyArray<string> | undefined) => [...(before ?? []), name]
    )
    .option("--trace <day>", "play a real day instead: grubhub:DIR or rappi:DIR")
    .addOption(defaulted("--orders-x <factor>", "multiply the orders", "1"))
    .addOption(defaulted("--couriers-x <factor>", "multiply the couriers", "1"))
  addServingOptions(command)
    .option("--out <dir>", "write report.html, report.json, tables, maps and the event log into this folder")
    .option("--pings <seconds>", "with --out: also write what couriers' phones send, every so many seconds")
    .option("--json", "print one JSON document instead of text")
    .option("--quiet", "no live screen and no progress, only the report")
    .option("--ascii", "draw and write with ASCII characters only")
    .addHelpText("after", EXAMPLES)
    .action(async (scenario: string | undefined, given: unknown) => {
      exitWith(await simulate(scenario, decodeOptions(given), terminal))
    })
}

/** An option with a value that it has when it is left out. */
const defaulted = (flags: string, description: string, value: string): Option =>
  new Option(flags, description).default(value, value)

const EXAMPLES = `
Examples:
  $ hotbag simulate                                   launch dinner in two metros, live
  $ hotbag simulate --from 19:00 --to 20:00 --quiet   the peak hour, report only
  $ hotbag simulate --orders-x 3 --policy nearest     a rush, dispatched greedily
  $ hotbag simulate --orders-x 10 --nodes 2           would two nodes do? (hotbag plan says how many would)
  $ hotbag simulate --with rain-at-seven --with my-strike.json
  $ hotbag simulate --trace rappi:data/bogota-56k --out bogota
  $ hotbag simulate --json > run.json                 for scripts; exit code 1 when an objective is breached

The same seed, commit and scenario give the same run, down to the hash in the last line.
--out makes the folder, or replaces the files of a run in it and leaves the rest alone; it appears only when the run
is complete. Open report.html in a browser; docs/reports.md describes every file.

On the live screen: space pauses, + and - change the speed, tab and the arrows switch panels, q quits. Ctrl-C stops a run and leaves nothing behind.`

const Options = Schema.Struct({
  policy: Schema.String,
  seed: Schema.String,
  from: Schema.optionalKey(Schema.String),
  to: Schema.optionalKey(Schema.String),
  trace: Schema.optionalKey(Schema.String),
  with: Schema.optionalKey(Schema.Array(Schema.String)),
  ordersX: Schema.String,
  couriersX: Schema.String,
  out: Schema.optionalKey(Schema.String),
  pings: Schema.optionalKey(Schema.String),
  json: Flag,
  quiet: Flag,
  ascii: Flag,
  ...ServingOptions
})
const decodeOptions = Schema.decodeUnknownSync(Options)

/** Defaults that change nothing. */
const DECIDED = { ordersX: "1", couriersX: "1", serving: true }

/** A run that is about to begin: everything checked, nothing written. */
interface Prepared {
  readonly city: City
  readonly policy: DispatchPolicy
  readonly seed: number
  readonly commit: string
  readonly notes: ReadonlyArray<string>
  readonly cautions: ReadonlyArray<string>
  readonly serving: Serving | undefined
  /** What to type for the same run. */
  readonly command: string
  /** How often phones send where they are, ms; null: nobody wants to know. */
  readonly pingEveryMs: number | null
}

const simulate = async (
  scenario: string | undefined,
  options: typeof Options.Type,
  given: Terminal
): Promise<number> => {
  const terminal = options.ascii ? { ...given, ascii: true } : given
  const prepared = await prepare(scenario, options, terminal)
  const report = await runInto(options.out, prepared, options, terminal)
  terminal.out(
    options.json
      ? `${JSON.stringify({ ...report, peakMemoryMb: peakMemoryMb() }, null, 2)}\n`
      : `${reportBody(report, { ascii: terminal.ascii })}\n`
  )
  unbroken(report)
  return report.slos.every((slo) => slo.met) ? Exit.ok : Exit.breach
}

/** The most memory that the process has had so far, in MiB; the system counts in KiB. */
const peakMemoryMb = (): number => Math.round(process.resourceUsage().maxRSS / 1_024)

const prepare = async (
  scenario: string | undefined,
  options: typeof Options.Type,
  terminal: Terminal
): Promise<Prepared> => {
  const seed = Result.getOrThrow(parseSeed(options.seed))
  const policy = Result.getOrThrow(parsePolicy(options.policy))
  const serving = await readServing(options, options.trace)
  const { cautions, city, notes, warnings } = await loadCity({
    scenario,
    trace: options.trace,
    with: options.with ?? [],
    seed,
    from: options.from,
    to: options.to,
    ordersX: Result.getOrThrow(parseFactor("--orders-x", options.ordersX)),
    couriersX: Result.getOrThrow(parseFactor("--couriers-x", options.couriersX))
  })
  for (const warning of warnings) terminal.err(`hotbag: warning: ${oneLine(warning)}\n`)
  const command = commandOf(
    scenario ?? (options.trace === undefined ? DEFAULT_SCENARIO : ""),
    options,
    DECIDED
  )
  const pingEveryMs = parsePings(options)
  return { city, policy, seed, notes, cautions, serving, commit: await commit(), command, pingEveryMs }
}

const parsePings = ({ out, pings }: typeof Options.Type): number | null => {
  if (pings === undefined) return null
  if (out === undefined)
    throw new BadInput("--pings", "there is nowhere to write them to", "add --out and a folder")
  const seconds = Number(pings)
  if (!(seconds >= 0.1 && seconds <= 3_600))
    throw new BadInput(
      "--pings",
      `${quoted(pings)} is no number of seconds`,
      "such as --pings 5; 0.1 to 3600"
    )
  return Math.round(seconds * 1_000)
}

/** Plays the run; with a folder, its files are there when this returns, and nothing is there when it throws. */
const runInto = async (
  folder: string | undefined,
  prepared: Prepared,
  options: typeof Options.Type,
  terminal: Terminal
): Promise<Report> => {
  if (folder === undefined) return (await playShown(prepared, options, terminal)).report()
  const output = await openOutputFolder(folder, filesOf(prepared.pingEveryMs))
  try {
    const events = openEventsFile(output.path(EVENTS_FILE), join(folder, EVENTS_FILE))
    const worst = makeWorstOrders()
    const log = (entry: LogEntry) => {
      events.add(entry)
      worst.add(entry)
    }
    try {
      const run = await playShown(prepared, options, terminal, { log, check: events.check })
      events.close()
      const finished = {
        report: run.report(),
        record: run.record(),
        worst: worst.worst(),
        system: run.systemMinutes(),
        command: prepared.command,
        pingEveryMs: prepared.pingEveryMs
      }
      await writeRunFiles(finished, output, folder, terminal.stop)
      await output.publish()
      return finished.report
    } finally {
      events.abandon()
    }
  } finally {
    await output.discard()
  }
}

/** Who listens to a run. */
interface Listener {
  readonly log: (entry: LogEntry) => void
  /** @throws when something that was heard could not be kept. */
  readonly check: () => void
}

/** Plays the run in front of whoever watches: a person, a log, or nobody. */
const playShown = async (
  prepared: Prepared,
  options: typeof Options.Type,
  terminal: Terminal,
  listener?: Listener
): Promise<Run> => {
  const { city, policy, seed, commit } = prepared
  const header = `${reportHeader({ seed, commit, scenario: city.name, policy: policy.name }, terminal)}\n\n`
  if (!options.json) terminal.out(header)
  else if (!options.quiet) terminal.err(header)
  if (!options.quiet) for (const note of prepared.notes) terminal.err(`hotbag: note: ${oneLine(note)}\n`)
  const watched = terminal.live && !options.json && !options.quiet
  const run = startRun({
    city,
    policy,
    seed,
    commit,
    cautions: prepared.cautions,
    wallClock: () => performance.now(),
    ...(prepared.serving === undefined ? {} : { serving: prepared.serving }),
    ...(listener === undefined ? {} : { log: listener.log }),
    ...(listener === undefined && !watched ? {} : { recordEveryMs: recordIntervalMs(city) })
  })
  if (watched) await playLive(run, prepared, terminal, listener)
  else {
    const lines = options.quiet ? undefined : makeProgressLines(city.fromMs, terminal.err)
    await play(run, {
      stop: terminal.stop,
      onSlice: (untilMs, progress) => {
        listener?.check()
        lines?.(untilMs, progress)
      }
    })
  }
  return run
}

const progressOf = (run: Run): string => {
  const progress = run.progress()
  return progressLine(progress.nowMs, progress)
}

const playLive = async (
  run: Run,
  { city, policy, seed }: Prepared,
  terminal: Terminal,
  listener: Listener | undefined
): Promise<void> => {
  // Loaded only now: half of the start of a command that draws nothing.
  const { mountScreen } = await import("./screens/mountScreen.ts")
  const screen = mountScreen(`${city.name}  ${policy.name}  seed ${seed}`, run, terminal)
  let partial = ""
  try {
    await play(run, {
      stop: terminal.stop,
      onSlice: (untilMs, progress) => {
        listener?.check()
        screen.note(untilMs, progress)
      },
      onBreath: screen.draw,
      holdMs: screen.holdMs
    })
  } catch (error) {
    if (error instanceof Stopped) partial = `stopped before the end, nothing written; ${progressOf(run)}`
    throw error
  } finally {
    await screen.close()
    if (partial !== "") terminal.err(`hotbag: ${partial}\n`)
  }
}
