import { commit } from "../commit.ts"
import type { Terminal } from "../Terminal.ts"
import type { MdrpRequest } from "./MdrpRequest.ts"
import { writePicture } from "./PictureFile.ts"
import { playTurns, turnsOf } from "./playTurns.ts"
import { makeProgressLine } from "./progress.ts"
import { printLines } from "./printLines.ts"
import { surgeLines } from "./surgeText.ts"
import { surgePicture } from "./surgePicture.ts"
import { curveOf, largestStep } from "./surgePoints.ts"
import type { SurgePoint } from "./surgePoints.ts"
import { summarise } from "./table.ts"
import { timesDocument, timesLines } from "./times.ts"

/** Plays the days with more and more orders on the same couriers: a curve for each policy. */
export const playSurge = async (request: MdrpRequest, terminal: Terminal): Promise<void> => {
  const version = await commit()
  const { days, entrants, factors, picture } = request
  const rush = factors.flatMap((ordersX) => days.map((day) => ({ ...day, ordersX })))
  const progress = makeProgressLine(terminal, !request.quiet)
  const turns = await playTurns(turnsOf(entrants, rush), { version, terminal, progress })
  const points = entrants.flatMap(({ name }) =>
    factors.map((ordersX): SurgePoint => {
      const own = turns.filter(({ day, entrant }) => entrant.name === name && day.ordersX === ordersX)
      return { ordersX, ...summarise(own.map(({ played }) => played)) }
    })
  )
  const names = entrants.map(({ name }) => name)
  if (picture !== undefined) await writePicture(picture, surgePicture(names, points))
  const times = turns.map((turn) => turn.times)
  if (request.json) {
    const steps = names.map((policy) => {
      const curve = curveOf(points, policy)
      return {
        policy,
        clickToDoorMean: largestStep(curve, "clickToDoorMean"),
        overageMean: largestStep(curve, "overageMean"),
        lostShare: largestStep(curve, "lostShare")
      }
    })
    const instances = turns.map(({ played }) => played)
    const document = { commit: version, instances, points, steps, times: timesDocument(times) }
    terminal.out(`${JSON.stringify(document, null, 2)}\n`)
    return
  }
  printLines(terminal, [
    `commit ${version}`,
    "",
    ...surgeLines(names, points),
    "",
    ...timesLines(times),
    ...(picture === undefined ? [] : ["", `picture ${picture}`])
  ])
}
