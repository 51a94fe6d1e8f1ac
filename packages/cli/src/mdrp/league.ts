import { commit } from "../commit.ts"
import type { Terminal } from "../Terminal.ts"
import { dayName } from "./Day.ts"
import { leagueLines } from "./leagueText.ts"
import { leaguePicture } from "./leaguePicture.ts"
import type { MdrpRequest } from "./MdrpRequest.ts"
import { writePicture } from "./PictureFile.ts"
import { playTurns, turnsOf } from "./playTurns.ts"
import { printLines } from "./printLines.ts"
import { runsDocument } from "./playTable.ts"
import { makeProgressLine } from "./progress.ts"
import { publishedFor } from "./published.ts"
import { writeSolution } from "./solutionFolders.ts"
import { timesLines } from "./times.ts"

/** Plays all policies on all days: one table, beside what was published for these days, and a picture of it. */
export const playLeague = async (request: MdrpRequest, terminal: Terminal): Promise<void> => {
  const version = await commit()
  const progress = makeProgressLine(terminal, !request.quiet)
  const turns = await playTurns(
    turnsOf(request.entrants, request.days),
    { version, terminal, progress },
    async ({ day, entrant }, outcome, instance) => {
      const folder = request.target?.(entrant.name, dayName(day))
      if (folder !== undefined) await writeSolution(folder, instance, outcome.trips)
    }
  )
  // What is called like no published day, such as copies of one, has no published figures either.
  const published = publishedFor(request.days.map(dayName))
  const { times, ...figures } = runsDocument(version, request, turns)
  if (request.picture !== undefined)
    await writePicture(request.picture, leaguePicture(figures.summaries, published))
  if (request.json) {
    terminal.out(`${JSON.stringify({ ...figures, published, times }, null, 2)}\n`)
    return
  }
  printLines(terminal, [
    `commit ${version}`,
    "",
    ...leagueLines(figures.summaries, published),
    "",
    ...timesLines(turns.map((turn) => turn.times)),
    ...(request.picture === undefined ? [] : ["", `picture ${request.picture}`])
  ])
}
