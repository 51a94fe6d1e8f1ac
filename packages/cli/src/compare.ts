import { commit } from "./commit.ts"
import { Exit, oneLine } from "./exit.ts"
import { compareDocument, type Outcome } from "./experiment/compareDocument.ts"
import { addCompareOptions, decodeCompareOptions } from "./experiment/compareOptions.ts"
import { parseCompareRequest, type CompareRequest } from "./experiment/CompareRequest.ts"
import { compareText } from "./experiment/compareText.ts"
import { playDesigns } from "./experiment/playDesigns.ts"
import { playEntrants } from "./experiment/playEntrants.ts"
import { playSweep } from "./experiment/playSweep.ts"
import { cityOf } from "./experiment/playTask.ts"
import { refuseDesigns } from "./experiment/refuseDesigns.ts"
import { onStage } from "./experiment/stage.ts"
import type { PlayTasks } from "./experiment/Task.ts"
import { compareFilesOf, writeCompareFiles } from "./experiment/writeCompareFiles.ts"
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
  const { warnings, ...known } = await looked(request)
  for (const warning of warnings) terminal.err(`hotbag: warning: ${oneLine(warning)}\n`)
  const { json, out, quiet, workers } = request
  const version = await commit()
  const output = out === undefined ? undefined : await openOutputFolder(out, compareFilesOf(request))
  try {
    const outcome = await onStage({ workers, terminal, quiet }, (play) =>
      outcomeOf({ ...known, request, commit: version }, play)
    )
    const document = `${JSON.stringify(compareDocument(outcome), null, 2)}\n`
    const text = compareText(outcome)
    if (output !== undefined) {
      await writeCompareFiles(outcome, { text, document }, output)
      await output.publish()
    }
    terminal.out(json ? document : text)
  } finally {
    await output?.discard()
  }
}

/** The whole comparison, wherever its runs are played. */
const outcomeOf = async (
  base: Pick<Outcome, "cautions" | "commit" | "fromMs" | "request" | "scenario">,
  play: PlayTasks
): Promise<Outcome> => {
  const { request, scenario } = base
  if (request.sweep !== undefined) {
    const { curves, seeds } = await playSweep(request, play)
    return { ...base, seeds, curves, compared: undefined, designs: [] }
  }
  const compared = await playEntrants(request, scenario, play)
  const designs = await playDesigns(request, compared.seeds, compared.entrants, play)
  return { ...base, seeds: compared.seeds, compared, designs, curves: [] }
}

/** What is compared, looked at once so that nothing starts when something about it is wrong. */
interface Looked extends Pick<Outcome, "cautions" | "fromMs" | "scenario"> {
  /** What was laid over it and does nothing, in words. */
  readonly warnings: ReadonlyArray<string>
}

const looked = async ({ designs, entrants, firstSeed, place }: CompareRequest): Promise<Looked> => {
  const recorded = entrants.find((entrant) => entrant.kind === "recorded")
  if (recorded?.kind === "recorded" && entrants.every(({ kind }) => kind === "recorded"))
    return { scenario: recorded.runs.scenario, fromMs: 0, cautions: [], warnings: [] }
  const { cautions, city, warnings } = await cityOf(place, firstSeed)
  refuseDesigns(designs, city)
  const all = new Set(warnings)
  const kept = new Set(cautions)
  for (const entrant of entrants) {
    if (entrant.kind !== "side" || entrant.side.with.length === 0) continue
    const own = await cityOf(place, firstSeed, entrant.side)
    for (const warning of own.warnings) all.add(warning)
    for (const caution of own.cautions) kept.add(caution)
  }
  return { scenario: city.name, fromMs: city.fromMs, cautions: [...kept], warnings: [...all] }
}
