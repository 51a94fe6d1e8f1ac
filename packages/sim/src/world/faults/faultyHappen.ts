import { at } from "@hotbag/core"
import { SAGA_TIMERS } from "../carryOutReaction.ts"
import { happen } from "../happen.ts"
import { Happening, ROUND_LANE } from "../happenings.ts"
import type { World } from "../World.ts"
import type { FaultyWorld } from "./FaultyWorld.ts"

/**
 * Lets one scheduled happening happen on a day with faults: what needs the store of its region waits until that works, is
 * repeated then in the same sequence, and customers who are turned away try again, ever more slowly.
 */
export const faultyHappen = (faulty: FaultyWorld, world: World, kind: number, subject: number): void => {
  const { held, regionOfCourier, regionOfOrder } = faulty
  const commit = (region: number, run: () => void, lane?: number) => {
    whenCommitted(faulty, world, region, run, lane)
  }
  const usual = () => happen(world, kind, subject)
  switch (kind) {
    case Happening.held:
      return held.release(subject)
    case Happening.orderPlaced:
      return place(faulty, world, subject, 0)
    case Happening.restaurantAnswers:
    case Happening.foodReady:
    case Happening.patienceEnds:
      return commit(regionOfOrder(subject), usual)
    case Happening.sagaTimer: {
      const dueAtMs = world.nowMs
      const order = Math.floor(subject / SAGA_TIMERS.length)
      return commit(regionOfOrder(order), () => world.book.timerFires(subject, dueAtMs))
    }
    case Happening.offerExpires: {
      const offer = at(world.couriers, subject).offer?.id
      // By then dispatch may have taken it back.
      return commit(regionOfCourier(subject), () => {
        if (at(world.couriers, subject).offer?.id === offer) usual()
      })
    }
    case Happening.round:
      return commit(subject, usual, ROUND_LANE)
    default:
      return usual()
  }
}

const whenCommitted = (
  { faults, figures, held }: FaultyWorld,
  { nowMs }: World,
  region: number,
  run: () => void,
  lane?: number
): void => {
  const atMs = faults.committedAtMs(region, nowMs)
  if (atMs <= nowMs) return run()
  figures.commandsHeld++
  held.hold(atMs, run, lane)
}

const place = (faulty: FaultyWorld, world: World, order: number, attempt: number): void => {
  const { faults, figures, held, regionOfOrder } = faulty
  const region = regionOfOrder(order)
  if (!faults.refuses(region, world.nowMs)) {
    return whenCommitted(faulty, world, region, () => world.book.place(order))
  }
  if (attempt === 0) {
    figures.placementsRefused++
    world.book.note("PlacementRefused", order, {})
  }
  const againAtMs = faults.triesAgainAtMs(order, region, attempt, world.nowMs)
  if (againAtMs !== null) {
    held.hold(againAtMs, () => place(faulty, world, order, attempt + 1))
    return
  }
  figures.placementsGivenUp++
  world.book.note("PlacementGivenUp", order, { attempts: attempt + 1 })
}
