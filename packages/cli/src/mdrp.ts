import type { DispatchPolicy } from "@hotbag/dispatch"
import { grubhubFigures, grubhubSolution, startRun } from "@hotbag/sim"
import type { GrubhubInstance } from "@hotbag/sim"
import { Result, Schema } from "effect"
import { writeFile } from "node:fs/promises"
import { basename, join, resolve } from "node:path"
import { commit } from "./commit.ts"
import { BadInput, oneLine } from "./exit.ts"
import { readGrubhub } from "./input/grubhub.ts"
import { header, row, summarise, summaryRow, tableWidths } from "./mdrp/table.ts"
import type { PlayedInstance } from "./mdrp/table.ts"
import { checkOutputFolder, openOutputFolder } from "./output/OutputFolder.ts"
import { DEFAULT_POLICY, parsePolicy } from "./policies.ts"
import { play } from "./play.ts"
import { Flag } from "./input/Flag.ts"
import type { Host } from "./program.ts"
import type { Terminal } from "./Terminal.ts"

/** Adds `hotbag mdrp`. */
export const addMdrp = ({ program, terminal }: Host): void => {
  program
    .command("mdrp")
    .description(
      "Play days of the Meal Delivery Routing Problem (Grubhub) by their exact rules, and write the solutions."
    )
    .argument(
      "<instance...>",
      "folders with orders.txt, restaurants.txt, couriers.txt, instance_parameters.txt"
    )
    .option(
      "--policy <name>",
      `how to dispatch; give it again to compare (default: ${DEFAULT_POLICY})`,
      (name, before) => [...strings(before), name]
    )
    .option("--out <dir>", "write each solution into a folder of its own in here")
    .option("--json", "print one JSON document instead of a table")
    .option("--quiet", "print only the summary rows")
    .addHelpText("after", EXAMPLES)
    .action(async (folders: ReadonlyArray<string>, given: unknown) => {
      await mdrp(await parseRequest(folders, decodeOptions(given)), terminal)
    })
}

const EXAMPLES = `
Examples:
  $ hotbag mdrp grubhub/0o100t100s1p100
  $ hotbag mdrp grubhub/* --policy nearest --policy assignment --quiet
  $ hotbag mdrp grubhub/* --out solutions --json > figures.json

Figures are minutes over delivered orders. Floor: what nobody can beat; excess: click-to-door above the floor;
impossible: lost orders that no courier could have carried. In the last row counts are added up, and the other
figures are means over the instances.

With --out, OUT/<instance>/ gets solution_info_assignments.txt, solution_info_orders.txt and
solution_info_couriers.txt; with several policies it is OUT/<policy>/<instance>/. Other files there stay.`

/** What was asked for, checked. */
interface MdrpRequest {
  readonly folders: ReadonlyArray<string>
  readonly policies: ReadonlyArray<DispatchPolicy>
  /** Where the solution of an instance goes; undefined: nowhere. */
  readonly target: ((policy: string, instance: string) => string) | undefined
  readonly json: boolean
  readonly quiet: boolean
}

const Options = Schema.Struct({
  policy: Schema.optionalKey(Schema.Array(Schema.String)),
  out: Schema.optionalKey(Schema.String),
  json: Flag,
  quiet: Flag
})
const decodeOptions = Schema.decodeUnknownSync(Options)

const strings = (before: unknown): ReadonlyArray<string> =>
  Array.isArray(before) ? before.filter((name) => typeof name === "string") : []

/** Checks everything before anything is played: every name, every instance, every folder to write into. */
const parseRequest = async (
  folders: ReadonlyArray<string>,
  options: typeof Options.Type
): Promise<MdrpRequest> => {
  const names = options.policy ?? [DEFAULT_POLICY]
  refuseTwice("--policy", names)
  refuseTwice("instances", folders.map(nameOf))
  const { out } = options
  const request: MdrpRequest = {
    folders,
    policies: names.map((name) => Result.getOrThrow(parsePolicy(name))),
    target:
      out === undefined
        ? undefined
        : (policy, instance) => (names.length > 1 ? join(out, policy, instance) : join(out, instance)),
    json: options.json,
    quiet: options.quiet
  }
  for (const folder of folders) await readGrubhub(folder)
  if (request.target !== undefined) await checkTargets(request, request.target)
  return request
}

/** All of them now, since hours may lie between the first and the last; and whether the first can be written at all. */
const checkTargets = async (request: MdrpRequest, target: NonNullable<MdrpRequest["target"]>) => {
  const folders = request.policies.flatMap(({ name }) =>
    request.folders.map((folder) => target(name, nameOf(folder)))
  )
  for (const folder of folders) await checkOutputFolder(folder, FILES)
  const [first] = folders
  if (first !== undefined) await (await openOutputFolder(first, FILES)).discard()
}

const refuseTwice = (what: string, names: ReadonlyArray<string>) => {
  const twice = names.find((name, i) => names.indexOf(name) !== i)
  if (twice !== undefined) throw new BadInput(what, `${twice} is there twice`, "name each one once")
}

const nameOf = (folder: string): string => basename(resolve(folder))

const FILES = [
  "solution_info_assignments.txt",
  "solution_info_orders.txt",
  "solution_info_couriers.txt"
] as const

/** Luck plays no part on these days: couriers obey and stops take what they take. */
const SEED = 1

const mdrp = async (request: MdrpRequest, terminal: Terminal): Promise<void> => {
  const version = await commit()
  const print = request.json ? () => {} : (line: string) => terminal.out(`${oneLine(line)}\n`)
  const widths = tableWidths(request.folders.map(nameOf))
  const all: Array<PlayedInstance> = []
  print(`commit ${version}`)
  for (const policy of request.policies) {
    print(`policy ${policy.name}`)
    print(header(widths))
    const played: Array<PlayedInstance> = []
    for (const folder of request.folders) {
      const instance = await playInstance(folder, policy, version, request, terminal)
      played.push(instance)
      if (!request.quiet) print(row(instance, widths))
    }
    print(summaryRow(summarise(played), widths))
    all.push(...played)
  }
  if (!request.json) return
  const summaries = request.policies.map(({ name }) => summarise(all.filter(({ policy }) => policy === name)))
  terminal.out(`${JSON.stringify({ commit: version, instances: all, summaries }, null, 2)}\n`)
}

const playInstance = async (
  folder: string,
  policy: DispatchPolicy,
  version: string,
  request: MdrpRequest,
  terminal: Terminal
): Promise<PlayedInstance> => {
  const instance = await readGrubhub(folder)
  const name = nameOf(folder)
  const run = startRun({
    city: instance.city,
    policy,
    seed: SEED,
    commit: version,
    wallClock: () => performance.now()
  })
  const startedAt = performance.now()
  await play(run, { stop: terminal.stop })
  const seconds = Math.round(performance.now() - startedAt) / 1000
  const trips = run.trips()
  if (request.target !== undefined) await writeSolution(request.target(policy.name, name), instance, trips)
  return {
    instance: name,
    policy: policy.name,
    ...grubhubFigures(instance, trips),
    hash: run.report().hash,
    seconds
  }
}

const writeSolution = async (
  target: string,
  { city }: GrubhubInstance,
  trips: ReturnType<ReturnType<typeof startRun>["trips"]>
): Promise<void> => {
  const output = await openOutputFolder(target, FILES)
  try {
    const solution = grubhubSolution(city, trips)
    for (const file of FILES) await writeFile(output.path(file), solution[file])
    await output.publish()
  } finally {
    await output.discard()
  }
}
