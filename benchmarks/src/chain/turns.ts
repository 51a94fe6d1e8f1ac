import { sharedNowMs } from "../ws/latencies.ts"
import type { Crew, CrewSaid } from "./Crew.ts"
import type { Orders } from "./Orders.ts"
import { TRIES } from "./Ride.ts"
import type { Watch } from "./Watch.ts"

/** What the turns are played with. */
export interface Turns {
  readonly orders: Orders
  /** On the server, and elsewhere. */
  readonly crew: Crew
  readonly elsewhere: Crew
  /** Looks at the server while the crew rides there. */
  readonly watch: Watch
  readonly seconds: number
  /** Of each of the two. */
  readonly turns: number
}

/** What came of them. */
export interface TurnsSaid {
  readonly said: CrewSaid
  /** What was said elsewhere. */
  readonly saidElsewhere: CrewSaid
  /** How long orders took while everybody rides elsewhere, and while everybody rides here, in ms. */
  readonly alone: ReadonlyArray<number>
  readonly beside: ReadonlyArray<number>
  /** Processor time of telephones and watchers while they ride here, in ms. */
  readonly crewCpuMs: number
}

/** Seconds of the way that the turns need. */
export const secondsOfWay = ({ seconds, turns }: Pick<Turns, "seconds" | "turns">): number =>
  turns * (seconds + TRIES)

/**
 * Everybody rides elsewhere and here in turns, and orders come all the time: so telephones and watchers take the same from both, and what grows with time
 * meets both. Elsewhere first and last.
 */
export const playTurns = async (parts: Turns): Promise<TurnsSaid> => {
  const { crew, elsewhere, orders, seconds, turns, watch } = parts
  const alone: Array<number> = []
  const beside: Array<number> = []
  let crewCpuMs = 0
  const ride = async (who: Crew, turn: number, into: Array<number>): Promise<CrewSaid> => {
    const stretch = { fromMs: sharedNowMs() + 500, firstSecond: turn * (seconds + TRIES), seconds }
    const [said, latenciesMs] = await Promise.all([who.ride(stretch), orders.placeFor(seconds)])
    into.push(...latenciesMs)
    for (const { missing } of said.watchers)
      if (missing.length > 0) throw new Error(`last places that did not arrive: ${missing.length}`)
    for (const { last } of said.phones) {
      const untaken = last.filter(([, second]) => second < 0)
      if (untaken.length > 0) throw new Error(`last places that were not taken: ${untaken.length}`)
    }
    return said
  }
  const rideHere = async (turn: number): Promise<CrewSaid> => {
    const cpuMs = crew.cpuMs
    const said = await watch.during(() => ride(crew, turn, beside))
    crewCpuMs += crew.cpuMs - cpuMs
    return said
  }
  let saidElsewhere = await ride(elsewhere, 0, alone)
  let said = await rideHere(0)
  for (let turn = 1; turn < turns; turn++) {
    const isHereFirst = turn % 2 === 1
    if (isHereFirst) said = await rideHere(turn)
    saidElsewhere = await ride(elsewhere, turn, alone)
    if (!isHereFirst) said = await rideHere(turn)
  }
  return { said, saidElsewhere, alone, beside, crewCpuMs }
}
