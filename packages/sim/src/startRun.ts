import { at, invariant, type LatLng } from "@hotbag/core"
import { makeInvariants } from "./check/live/makeInvariants.ts"
import type { Watch } from "./check/live/watchRun.ts"
import { makeEventQueue } from "./kernel/EventQueue.ts"
import { makeRunHash } from "./kernel/hash.ts"
import { makeProgress } from "./report/makeProgress.ts"
import { makeReport } from "./report/makeReport.ts"
import { makeRunRecord } from "./report/record/makeRunRecord.ts"
import { makeSampler } from "./report/record/Sampler.ts"
import { makeRecorder } from "./report/Recorder.ts"
import { couriersNeeded } from "./report/couriersNeeded.ts"
import { standings } from "./report/standing.ts"
import type { Run, RunOptions } from "./Run.ts"
import { answersOf, makeServedRun } from "./serving/makeServedRun.ts"
import type { WorkloadBook } from "./serving/Workload.ts"
import { makeBehaviour } from "./world/behaviour.ts"
import { belongingOf } from "./world/Belonging.ts"
import type { City, CityCourier } from "./world/City.ts"
import { makeDispatching } from "./world/dispatching.ts"
import { faultyBook } from "./world/faults/faultyBook.ts"
import { faultyDispatching } from "./world/faults/faultyDispatching.ts"
import { faultyHappen } from "./world/faults/faultyHappen.ts"
import { makeFaultyWorld } from "./world/faults/FaultyWorld.ts"
import { Happening } from "./world/happenings.ts"
import { happen } from "./world/happen.ts"
import type { CourierState } from "./world/Journey.ts"
import { makeKitchens } from "./world/kitchens.ts"
import { makeHistory } from "./world/history.ts"
import { makeOrderBook } from "./world/makeOrderBook.ts"
import type { World } from "./world/World.ts"

/**
 * Starts a day: everybody's shift and every order is scheduled, nothing has happened yet. The run is a plain loop
 * over its event queue; seed, commit and city decide everything that follows (P11).
 *
 * @throws InvariantViolation when the seed is no non-negative safe integer, or the city's rules leave dispatch or
 * couriers no time at all.
 */
export const startRun = (options: RunOptions): Run => {
  const { city, policy, seed, wallClock } = options
  expectSense(options)
  const hash = makeRunHash()
  hash.addText(`${city.name} ${policy.name} ${seed}`)
  const roundsMs: Array<number> = []
  const served = options.serving === undefined ? null : makeServedRun(options, options.serving)
  const invariants = makeInvariants(options, () => world)
  const history = makeHistory(city, hash, { ...invariants, see: served?.book.event })
  const world = makeWorld(options, history, invariants.watch, roundsMs, served?.book)
  const sampler = options.recordEveryMs === undefined ? null : makeSampler(world, options.recordEveryMs)
  let happenings = 0
  let spentMs = 0
  let done = false

  const play = (untilMs: number) => {
    const { queue } = world
    while (queue.peekTimeMs() <= untilMs && queue.pop()) happenings += next(world)
    if (queue.size > 0) return
    world.book.closeDay()
    // What closing sets off has to be told as well, however long that takes.
    while ((world.faulty?.held.count() ?? 0) > 0 && queue.pop()) happenings += next(world)
    done = true
  }
  const playSampled = (untilMs: number) => {
    if (sampler === null) return play(untilMs)
    for (let nextMs = sampler.nextMs(); nextMs <= untilMs; nextMs = sampler.nextMs()) {
      play(nextMs)
      sampler.take()
      if (done) return
    }
    play(untilMs)
    if (done) sampler.take()
  }

  return {
    get done() {
      return done
    },
    advance: (untilMs) => {
      if (done) return
      const startedMs = wallClock?.() ?? 0
      playSampled(untilMs)
      spentMs += (wallClock?.() ?? 0) - startedMs
    },
    progress: () => makeProgress(world),
    standings: () => standings(world, done),
    couriersNeeded: () => couriersNeeded(world),
    report: () => {
      invariant(done, "a report needs a finished run: advance(Infinity) first")
      return makeReport(world, {
        ...factsOf(options),
        hash: hash.digest(),
        happenings,
        spentMs,
        roundsMs,
        invariants: invariants.report(),
        system: served?.own(world).report ?? null
      })
    },
    record: () => {
      invariant(sampler !== null, "a record needs a run that is looked at: recordEveryMs")
      return makeRunRecord(world, sampler)
    },
    trips: () => world.trips,
    roundsMs: () => roundsMs,
    ...answersOf(served, () => (done ? world : null))
  }
}

/** What is known of a run before it begins. */
const factsOf = ({ cautions = [], city, commit, people, policy, seed, wallClock }: RunOptions) => ({
  seed,
  commit,
  cautions,
  policy: policy.name,
  measured: wallClock !== undefined,
  moody: city.rules.people !== undefined || people !== undefined
})

/** Lets happen what was popped last. @returns how many happenings that was. */
const next = (world: World): number => {
  const { faulty, queue } = world
  world.nowMs = queue.timeMs
  if (faulty === null) happen(world, queue.kind, queue.subject)
  else faultyHappen(faulty, world, queue.kind, queue.subject)
  return 1
}

const expectSense = ({ city, seed }: RunOptions): void => {
  const { offers, windowMs } = city.rules
  invariant(Number.isSafeInteger(seed) && seed >= 0, "a seed is a non-negative safe integer", { seed })
  invariant(windowMs >= 1, "a batch window lasts at least a millisecond", { windowMs })
  if (offers === "obeyed") return
  invariant(offers.timeOutMs >= 1, "an offer stands at least a millisecond", { timeOutMs: offers.timeOutMs })
}

const makeWorld = (
  options: RunOptions,
  history: ReturnType<typeof makeHistory>,
  watch: Watch,
  roundsMs: Array<number>,
  workload?: WorkloadBook
): World => {
  const { city, people, policy, policyOf = () => policy, seed, wallClock } = options
  const queue = makeEventQueue({ capacity: city.orders.length + 2 * city.couriers.length })
  const faulty = city.faults === undefined ? null : makeFaultyWorld(() => world, city, queue, city.faults)
  const belonging = belongingOf(city)
  const book = makeOrderBook(() => world, city, belonging, history)
  const stopwatch = {
    roundsMs,
    wallClock: wallClock ?? (() => 0),
    noteRound:
      options.onRound === undefined && workload === undefined
        ? undefined
        : (atMs: number, region: number, waiting: number) => {
            options.onRound?.(waiting)
            workload?.round(atMs, region, waiting)
          }
  }
  const dispatch = makeDispatching(() => world, policyOf, stopwatch, options.dispatcherOf)
  const world: World = {
    city,
    behaviour: people?.(makeBehaviour(city, seed)) ?? makeBehaviour(city, seed),
    belonging,
    queue,
    recorder: makeRecorder(city),
    kitchens: makeKitchens(city, belonging),
    couriers: city.couriers.map(beforeShift),
    trips: [],
    book: faulty === null ? book : faultyBook(book, () => world, faulty, city.orders.length),
    history,
    dispatch: faulty === null ? dispatch : faultyDispatching(dispatch, () => world, faulty),
    restaurantAt: restaurantsByPosition(city),
    nowMs: city.fromMs,
    happenedAtMs: null,
    faulty,
    watch
  }
  schedule(city, world)
  return world
}

const schedule = (city: City, { queue }: World): void => {
  city.couriers.forEach(({ offAtMs, onAtMs }, courier) => {
    if (offAtMs <= onAtMs) return
    queue.schedule(onAtMs, Happening.shiftBegins, courier)
    queue.schedule(offAtMs, Happening.shiftEnds, courier, SHIFT_END_LANE)
  })
  city.orders.forEach(({ placedAtMs }, order) => {
    const before = order === 0 ? -Infinity : at(city.orders, order - 1).placedAtMs
    invariant(before <= placedAtMs, "orders are sorted by placement time", { order })
    queue.schedule(placedAtMs, Happening.orderPlaced, order)
  })
}

/** A shift that ends in this very moment still counts for the round of the moment: pickups at the off-time are legal. */
const SHIFT_END_LANE = 2

const beforeShift = ({ position }: CityCourier): CourierState => ({
  position,
  place: { kind: "start" },
  atRestaurantSinceMs: null,
  phase: "offline",
  onDuty: false,
  journey: null,
  offer: null,
  drivenMs: 0,
  servedMs: 0,
  freedAtMs: -Infinity,
  delivered: 0,
  leftAtMs: null
})

/** By the position itself, so that neighbours at one place are told apart, or else by its coordinates. */
const restaurantsByPosition = (city: City): World["restaurantAt"] => {
  const keyOf = (region: number, { lat, lng }: LatLng) => `${region} ${lat} ${lng}`
  // Made when they are first needed, which is never where nobody goes without an order.
  const byPosition = once(
    () => new Map<LatLng, number>(city.restaurants.map(({ position }, number) => [position, number]))
  )
  const byKey = once(
    () =>
      new Map<string, number>(
        city.restaurants.map(({ position, region }, number) => [keyOf(region, position), number])
      )
  )
  return (region, position) => {
    const number = byPosition().get(position) ?? byKey().get(keyOf(region, position))
    invariant(number !== undefined, "couriers are sent to restaurants of the city only", { position })
    return number
  }
}

const once = <A>(make: () => A): (() => A) => {
  let made: { readonly value: A } | undefined
  return () => (made ??= { value: make() }).value
}
