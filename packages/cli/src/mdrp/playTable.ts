import { commit } from "../commit.ts"
import { oneLine } from "../exit.ts"
import type { Terminal } from "../Terminal.ts"
import { dayName } from "./Day.ts"
import type { MdrpRequest } from "./MdrpRequest.ts"
import { playTurns, turnsOf } from "./playTurns.ts"
import type { PlayedTurn } from "./playTurns.ts"
import { makeProgressLine } from "./progress.ts"
import { writeSolution } from "./solutionFolders.ts"
import { header, row, summarise, summaryRow, tableWidths } from "./table.ts"
import { timesDocument, timesLines } from "./times.ts"

/** Plays every instance under every policy: a row for each as it ends, and one for all; or one JSON document. */
export const playTable = async (request: MdrpRequest, terminal: Terminal): Promise<void> => {
  const version = await commit()
  const progress = makeProgressLine(terminal, !request.quiet)
  const print = (line: string) => {
    progress.clear()
    if (!request.json) terminal.out(`${oneLine(line)}\n`)
  }
  const widths = tableWidths(request.days.map(dayName))
  const all: Array<PlayedTurn> = []
  print(`commit ${version}`)
  for (const entrant of request.entrants) {
    print(`policy ${entrant.name}`)
    print(header(widths))
    const turns = turnsOf([entrant], request.days)
    const played = await playTurns(
      turns,
      { version, terminal, progress },
      async ({ day }, outcome, instance) => {
        const folder = request.target?.(entrant.name, dayName(day))
        if (folder !== undefined) await writeSolution(folder, instance, outcome.trips)
        if (!request.quiet) print(row(outcome.played, widths))
      }
    )
    print(summaryRow(summarise(played.map((turn) => turn.played)), widths))
    all.push(...played)
  }
  if (!request.quiet) for (const line of ["", ...timesLines(all.map(({ times }) => times))]) print(line)
  if (request.json) terminal.out(`${JSON.stringify(runsDocument(version, request, all), null, 2)}\n`)
}

/** Figures by run and by policy, and the times apart from them: all else is the same wherever it is played. */
export const runsDocument = (
  version: string,
  { entrants }: MdrpRequest,
  turns: ReadonlyArray<PlayedTurn>
) => ({
  commit: version,
  instances: turns.map(({ played }) => played),
  summaries: entrants.map(({ name }) =>
    summarise(turns.filter(({ entrant }) => entrant.name === name).map(({ played }) => played))
  ),
  times: timesDocument(turns.map(({ times }) => times))
})
