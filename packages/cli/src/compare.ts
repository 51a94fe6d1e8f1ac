import { writeFile } from "node:fs/promises"
import { commit } from "./commit.ts"
import { Exit, oneLine } from "./exit.ts"
import { compareDocument, recordedDocument, type Outcome } from "./experiment/compareDocument.ts"
import { addCompareOptions, decodeCompareOptions } from "./experiment/compareOptions.ts"
import { parseCompareRequest, type CompareRequest } from "./experiment/CompareRequest.ts"
import { compareText } from "./experiment/compareText.ts"
import { playDesigns } from "./experiment/playDesigns.ts"
import { playEntrants } from "./experiment/playEntrants.ts"
import { playSweep } from "./experiment/playSweep.ts"
import { cityOf } from "./experiment/playTask.ts"
import { refuseDesigns } from "./experiment/refuseDesigns.ts"
import { onStage } from "./experiment/stage.ts"
import { sweepPicture } from "./experiment/sweepPicture.ts"
import type { PlayTasks } from "./experiment/Task.ts"
import { openOutputFolder } from "./output/OutputFolder.ts"
import type { Host } from "./program.ts"
import type { Terminal } from "./Terminal.ts"

/** Adds `hotbag compare`. */
export const addCompare = ({ exitWith, program, terminal }: Host): void => {
  const command = program
    .command("compare")
    .description(
      "Compare policies, parameters, fleets, what may happen, or versions of the code, with error bars."
    )
    .argument("<entrants...>", "policies, such as planner:couriers-x=1.2, or files of recorded runs")
  addCompareOptions(command).action(async (entrants: ReadonlyArray<string>, given: unknown) => {
    const request = await parseCompareRequest(entrants, decodeCompareOptions(given))
    await compare(request, terminal)
    exitWith(Exit.ok)
  })
}

const compare = async (request: CompareRequest, terminal: Terminal): Promise<void> => {
  const { scenario, warnings } = await looked(request)
  for (const warning of warnings) terminal.err(`hotbag: warning: ${oneLine(warning)}\n`)
  const { json, out, quiet, workers } = request
  const version = await commit()
  const files = out === undefined ? [] : filesOf(request)
  const output = out === undefined ? undefined : await openOutputFolder(out, files)
  try {
    const outcome = await onStage({ workers, terminal, quiet }, (play) =>
      outcomeOf(request, scenario, version, play)
    )
    const document = `${JSON.stringify(compareDocument(outcome), null, 2)}\n`
    const text = compareText(outcome)
    if (output !== undefined) {
      for (const [i, entrant] of (outcome.compared?.entrants ?? []).entries()) {
        const recorded = recordedDocument(entrant, outcome)
        await writeFile(
          output.path(runsFile(i, entrant.entrant.name)),
          `${JSON.stringify(recorded, null, 1)}\n`
        )
      }
      if (request.sweep !== undefined) await writeFile(output.path(PICTURE_FILE), sweepPicture(outcome))
      await writeFile(output.path(TEXT_FILE), text)
      await writeFile(output.path(JSON_FILE), document)
      await output.publish()
    }
    terminal.out(json ? document : text)
  } finally {
    await output?.discard()
  }
}

/** The whole comparison, wherever its runs are played. */
const outcomeOf = async (
  request: CompareRequest,
  scenario: string,
  version: string,
  play: PlayTasks
): Promise<Outcome> => {
  const base = { request, scenario, commit: version }
  if (request.sweep !== undefined) {
    const { curves, seeds } = await playSweep(request, play)
    return { ...base, seeds, curves, compared: undefined, designs: [] }
  }
  const compared = await playEntrants(request, scenario, play)
  const designs = await playDesigns(request, compared.seeds, compared.entrants, play)
  return { ...base, seeds: compared.seeds, compared, designs, curves: [] }
}

/** What is compared, looked at once so that nothing starts when something about it is wrong. */
interface Looked {
  /** Whole name of what is played, or else of what was recorded. */
  readonly scenario: string
  /** What was laid over it and does nothing, in words. */
  readonly warnings: ReadonlyArray<string>
}

const looked = async ({ designs, entrants, firstSeed, place }: CompareRequest): Promise<Looked> => {
  const recorded = entrants.find((entrant) => entrant.kind === "recorded")
  if (recorded?.kind === "recorded" && entrants.every(({ kind }) => kind === "recorded"))
    return { scenario: recorded.runs.scenario, warnings: [] }
  const { city, warnings } = await cityOf(place, firstSeed)
  refuseDesigns(designs, city)
  const all = new Set(warnings)
  for (const entrant of entrants) {
    if (entrant.kind !== "side" || entrant.side.with.length === 0) continue
    for (const warning of (await cityOf(place, firstSeed, entrant.side)).warnings) all.add(warning)
  }
  return { scenario: city.name, warnings: [...all] }
}

const JSON_FILE = "compare.json"
const TEXT_FILE = "compare.txt"
const PICTURE_FILE = "sweep.svg"

/** The last one is there only when all are. */
const filesOf = ({ entrants, sweep }: CompareRequest): ReadonlyArray<string> => [
  ...(sweep === undefined ? entrants.map(({ name }, i) => runsFile(i, name)) : [PICTURE_FILE]),
  TEXT_FILE,
  JSON_FILE
]

const runsFile = (i: number, name: string): string =>
  `${i + 1}-${name
    .replace(/^.*\//, "")
    .replace(/(\.runs)?\.json$/, "")
    .replace(/[^A-Za-z0-9.=-]+/g, "-")}.runs.json`
