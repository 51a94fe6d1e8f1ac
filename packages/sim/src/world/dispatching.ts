import {
  at,
  entry,
  gridCourierIndex,
  haversineM,
  i32,
  invariant,
  type LatLng,
  type TravelModel
} from "@hotbag/core"
import {
  type Decision,
  type DispatchPolicy,
  type Fact,
  makeRegionDispatcher,
  CITY_DISPATCH,
  OBEDIENT_DISPATCH
} from "@hotbag/dispatch"
import type { OfferSeen } from "./behaviour.ts"
import type { City } from "./City.ts"
import type { Decider } from "./DecisionTape.ts"
import { Happening, ROUND_LANE } from "./happenings.ts"
import { depart, goWithoutOrder } from "./journeys.ts"
import type { Dispatching, World } from "./World.ts"

/** One region's dispatcher, and when its next round is on. */
interface Region {
  readonly dispatcher: Decider
  lastRoundAtMs: number
  nextRoundAtMs: number
  ticket: number
}

/** Takes the time of rounds. The clock is the caller's: nothing here depends on what it says. */
export interface Stopwatch {
  readonly wallClock: () => number
  /** What each round took is added here. */
  readonly roundsMs: Array<number>
  /** Hears of each round before it begins, and of how many deliveries wait for it. */
  readonly noteRound?: ((atMs: number, region: number, waiting: number) => void) | undefined
}

/** Connects the world to one dispatcher for each region. `world` is read only when something is told. */
export const makeDispatching = (
  world: () => World,
  policyOf: (region: number) => DispatchPolicy,
  stopwatch: Stopwatch,
  dispatcherOf: (region: number, usual: () => Decider) => Decider = (_region, usual) => usual()
): Dispatching => {
  const regions: Array<Region | undefined> = []
  let restaurants: ReadonlyArray<ReadonlyArray<LatLng>> | undefined
  const open = (index: number): Region => {
    const dispatcher = dispatcherOf(index, () => {
      restaurants ??= knownRestaurants(world().city)
      return usualDispatcher(world(), restaurants[index] ?? [], policyOf(index))
    })
    return { dispatcher, lastRoundAtMs: -Infinity, nextRoundAtMs: Infinity, ticket: -1 }
  }
  const regionAt = (index: number): Region => (regions[index] ??= open(index))

  const heed = (index: number, region: Region, decisions: ReadonlyArray<Decision>): void => {
    for (const decision of decisions) carryOut(world(), index, decision, tell)
    scheduleRound(world(), index, region)
  }
  const tell = (index: number, fact: Fact): void => {
    const region = regionAt(index)
    heed(index, region, region.dispatcher.handle(fact))
  }
  const atMs = () => world().nowMs
  const ofCourier = (courier: number) => i32(world().belonging.regionOfCourier, courier)
  const ofOrder = (order: number) => i32(world().belonging.regionOfOrder, order)

  return {
    wanted: (order, readyAtMs) => tell(ofOrder(order), wantedFact(world(), order, readyAtMs)),
    readyAt: (order, readyAtMs) =>
      tell(ofOrder(order), { _tag: "ReadyEstimateChanged", atMs: atMs(), delivery: order, readyAtMs }),
    foodReady: (order) => tell(ofOrder(order), { _tag: "FoodReady", atMs: atMs(), delivery: order }),
    cancelled: (order) => tell(ofOrder(order), { _tag: "DeliveryCancelled", atMs: atMs(), delivery: order }),
    failed: (order) => tell(ofOrder(order), { _tag: "DeliveryFailed", atMs: atMs(), delivery: order }),
    reassigned: (order, barred) =>
      tell(ofOrder(order), { _tag: "DeliveryReassigned", atMs: atMs(), delivery: order, barred }),
    online: (courier) => tell(ofCourier(courier), onlineFact(world(), courier)),
    offline: (courier) => tell(ofCourier(courier), { _tag: "CourierOffline", atMs: atMs(), courier }),
    answered: (courier) => tell(ofCourier(courier), answerFact(world(), courier)),
    expired: (courier) => tell(ofCourier(courier), expiryFact(world(), courier)),
    pickedUp: (courier) => tell(ofCourier(courier), { _tag: "PickedUp", atMs: atMs(), courier }),
    droppedOff: (courier, order) =>
      tell(ofCourier(courier), { _tag: "DroppedOff", atMs: atMs(), courier, delivery: order }),
    freed: (courier) => {
      const { position } = entry(world().couriers, courier)
      tell(ofCourier(courier), { _tag: "CourierFreed", atMs: atMs(), courier, position })
    },
    arrived: (courier) => {
      const { position } = entry(world().couriers, courier)
      tell(ofCourier(courier), { _tag: "CourierArrived", atMs: atMs(), courier, position })
    },
    round: (index) => {
      const region = regionAt(index)
      region.lastRoundAtMs = atMs()
      region.nextRoundAtMs = Infinity
      if (stopwatch.noteRound !== undefined) {
        stopwatch.noteRound(atMs(), index, region.dispatcher.waitingCount())
      }
      const startedMs = stopwatch.wallClock()
      const decisions = region.dispatcher.handle({ _tag: "Tick", atMs: atMs() })
      stopwatch.roundsMs.push(stopwatch.wallClock() - startedMs)
      heed(index, region, decisions)
    },
    waiting: () => waitingIn(regions)
  }
}

const waitingIn = (regions: ReadonlyArray<Region | undefined>): number => {
  let waiting = 0
  for (const region of regions) waiting += region?.dispatcher.waitingCount() ?? 0
  return waiting
}

const usualDispatcher = (
  world: World,
  restaurants: ReadonlyArray<LatLng>,
  policy: DispatchPolicy
): Decider => {
  const { city } = world
  const settings = city.rules.offers === "obeyed" ? OBEDIENT_DISPATCH : CITY_DISPATCH
  return makeRegionDispatcher({
    ...settings,
    policy,
    openBundles: city.rules.offers === "obeyed",
    travel: travelBelieved(world),
    service: city.rules.service,
    restaurants,
    bundleRestaurantsWithinM: city.rules.bundleRestaurantsWithinM ?? 0,
    index: gridCourierIndex({ cellM: settings.cellM }),
    offerTimeOutMs: city.rules.offers === "obeyed" ? settings.offerTimeOutMs : city.rules.offers.timeOutMs
  })
}

/** What dispatch believes at the moment, which is the truth unless the city says otherwise. */
const travelBelieved = (world: World): TravelModel => {
  const { plannedTravel, travel } = world.city
  return plannedTravel === undefined
    ? travel
    : {
        name: `${travel.name}, as believed`,
        topSpeedMps: plannedTravel.topSpeedMps,
        durationMs: (from, to, vehicle, departAtMs) =>
          plannedTravel.durationMs(from, to, vehicle, departAtMs, world.nowMs)
      }
}

/** By region; one pass, however many regions. */
const knownRestaurants = ({ regions, restaurants, rules }: City): ReadonlyArray<ReadonlyArray<LatLng>> => {
  const known = regions.map((): Array<LatLng> => [])
  if (rules.restaurantsKnown === false) return known
  for (const { position, region } of restaurants) entry(known, region).push(position)
  return known
}

/** Rounds come at whole windows, one in a window at most, and only when something can have changed. */
const scheduleRound = (world: World, index: number, region: Region): void => {
  const { windowMs } = world.city.rules
  const wantedAtMs = Math.max(world.nowMs, region.dispatcher.nextRoundAtMs())
  if (wantedAtMs === Infinity) return
  const roundAtMs = Math.max(Math.ceil(wantedAtMs / windowMs) * windowMs, region.lastRoundAtMs + windowMs)
  if (roundAtMs >= region.nextRoundAtMs) return
  if (region.nextRoundAtMs !== Infinity) world.queue.cancel(region.ticket)
  region.nextRoundAtMs = roundAtMs
  region.ticket = world.queue.schedule(roundAtMs, Happening.round, index, ROUND_LANE)
}

const carryOut = (
  world: World,
  region: number,
  decision: Decision,
  tell: (region: number, fact: Fact) => void
): void => {
  switch (decision._tag) {
    case "Offer":
      return offer(world, region, decision, tell)
    case "Commit": {
      for (const order of decision.deliveries) {
        world.recorder.assignedAtMs[order] = world.nowMs
        world.book.accept(order, decision.courier, decision.offer)
      }
      const { courier, deliveries, pickups } = decision
      if (pickups !== undefined) tellPickups(world, deliveries, pickups)
      return depart(world, courier, deliveries, pickups ?? [deliveries])
    }
    case "Withdraw": {
      const open = closeOffer(world, decision.courier)
      for (const order of open.orders) world.book.withdraw(order, decision.offer)
      return
    }
    case "Escalate":
      world.recorder.counts.escalations++
      return world.book.note("Escalate", decision.delivery, {
        why: decision.why,
        waitedMs: decision.waitedMs,
        searchedM: decision.searchedM
      })
    case "Widen":
      return world.book.note("Widen", decision.delivery, { fromM: decision.fromM, toM: decision.toM })
    case "Preposition":
      return goWithoutOrder(world, decision.courier, world.restaurantAt(region, decision.to))
  }
}

/** Who reads of one order shall know that its courier goes to two restaurants. */
const tellPickups = (
  { book, city }: World,
  orders: ReadonlyArray<number>,
  pickups: ReadonlyArray<ReadonlyArray<number>>
): void => {
  const restaurants = pickups.map((some) => {
    const { restaurant } = entry(city.orders, at(some, 0))
    return entry(city.restaurants, restaurant).id
  })
  for (const order of orders) book.note("PickupsPlanned", order, { restaurants })
}

const offer = (
  world: World,
  region: number,
  decision: Extract<Decision, { readonly _tag: "Offer" }>,
  tell: (region: number, fact: Fact) => void
): void => {
  const { behaviour, city, nowMs, queue, recorder } = world
  const me = entry(world.couriers, decision.courier)
  recorder.counts.offers++
  decision.deliveries.forEach((order, i) => {
    if (Number.isNaN(recorder.firstOfferAtMs[order])) recorder.firstOfferAtMs[order] = nowMs
    const why = () => at(decision.reasons, i)
    world.book.offer(order, decision.courier, decision.offer, decision.expiresAtMs, why)
  })
  if (city.rules.offers === "obeyed") {
    return tell(region, { _tag: "OfferAccepted", atMs: nowMs, offer: decision.offer })
  }
  const answer = behaviour.answer(
    decision.courier,
    at(decision.deliveries, 0),
    nowMs,
    offerSeen(world, decision.courier, decision.deliveries)
  )
  const answersAtMs =
    answer.kind === "ignores"
      ? Infinity
      : (world.faulty?.answeredAtMs(decision.courier, answer.afterMs) ?? nowMs + answer.afterMs)
  me.offer = {
    id: decision.offer,
    orders: decision.deliveries,
    answer: answer.kind,
    answerTicket:
      answersAtMs < decision.expiresAtMs
        ? queue.schedule(answersAtMs, Happening.offerAnswered, decision.courier)
        : -1,
    expiryTicket: queue.schedule(decision.expiresAtMs, Happening.offerExpires, decision.courier)
  }
}

/** Left out where nobody looks at it. */
const offerSeen = (
  { city, couriers, nowMs }: World,
  courier: number,
  orders: ReadonlyArray<number>
): OfferSeen | undefined => {
  if (city.rules.people === undefined) return undefined
  const shop = entry(city.restaurants, entry(city.orders, at(orders, 0)).restaurant).position
  return {
    toPickupM: haversineM(entry(couriers, courier).position, shop),
    toDoorM: haversineM(shop, entry(city.orders, at(orders, orders.length - 1)).dropoff),
    orders: orders.length,
    dutyMs: nowMs - entry(city.couriers, courier).onAtMs
  }
}

/** The offer is answered, expired or withdrawn: whatever else was scheduled for it no longer comes. */
const closeOffer = (world: World, courier: number) => {
  const me = entry(world.couriers, courier)
  const open = me.offer
  invariant(open !== null, "a courier without an offer has nothing to answer", { courier })
  me.offer = null
  if (open.answerTicket >= 0) world.queue.cancel(open.answerTicket)
  world.queue.cancel(open.expiryTicket)
  return open
}

const answerFact = (world: World, courier: number): Fact => {
  const offer = closeOffer(world, courier)
  const accepts = offer.answer === "accepts"
  if (!accepts) {
    world.recorder.counts.offersRejected++
    for (const order of offer.orders) world.book.reject(order, courier, offer.id)
  }
  return { _tag: accepts ? "OfferAccepted" : "OfferRejected", atMs: world.nowMs, offer: offer.id }
}

const expiryFact = (world: World, courier: number): Fact => {
  const offer = closeOffer(world, courier)
  world.recorder.counts.offersTimedOut++
  for (const order of offer.orders) world.book.timeOut(order, offer.id)
  return { _tag: "OfferTimedOut", atMs: world.nowMs, offer: offer.id }
}

const wantedFact = (world: World, order: number, readyAtMs: number): Fact => {
  const { city, nowMs } = world
  const wanted = entry(city.orders, order)
  return {
    _tag: "DeliveryWanted",
    atMs: nowMs,
    delivery: order,
    pickup: entry(city.restaurants, wanted.restaurant).position,
    dropoff: wanted.dropoff,
    placedAtMs: wanted.placedAtMs,
    readyAtMs,
    promisedAtMs: wanted.promisedAtMs
  }
}

const onlineFact = (world: World, courier: number): Fact => {
  const { offAtMs, plannedOffAtMs = offAtMs, vehicle } = entry(world.city.couriers, courier)
  return {
    _tag: "CourierOnline",
    atMs: world.nowMs,
    courier,
    position: entry(world.couriers, courier).position,
    vehicle,
    offAtMs: plannedOffAtMs
  }
}
