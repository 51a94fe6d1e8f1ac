import {
  at,
  type CourierId,
  decideDelivery,
  defaultSagaOptions,
  decideOrder,
  type DeliveryCommand,
  type DeliveryState,
  evolveDelivery,
  evolveOrder,
  initialDelivery,
  initialOrder,
  initialSaga,
  invariant,
  type OrderCommand,
  type OrderState,
  react,
  type SagaFact,
  type SagaOptions,
  type SagaState,
  TERMINAL_ORDER_STATUSES
} from "@hotbag/core"
import { Result } from "effect"
import { carryOutReaction, SAGA_TIMERS } from "./carryOutReaction.ts"
import type { City } from "./City.ts"
import { Happening } from "./happenings.ts"
import type { History } from "./history.ts"
import { loggedExplanation } from "./history.ts"
import { BASKET, makeNames, type Names } from "./Names.ts"
import { noteDeliveryEvent, noteOrderEvent } from "./noteEvents.ts"
import type { OrderBook } from "./OrderBook.ts"
import type { World } from "./World.ts"

/** The deciders' states of the day, and the facts that the sagas have yet to hear. */
export interface Books {
  readonly names: Names
  readonly history: History
  /** Index of a courier in the city. */
  readonly courierNumber: (courier: CourierId) => number
  readonly sagaOptions: SagaOptions
  readonly orders: Array<OrderState>
  readonly deliveries: Array<DeliveryState>
  readonly sagas: Array<SagaState>
  /** Facts in the order in which they happened, with the order they are about. */
  readonly pending: Array<{ readonly order: number; readonly fact: SagaFact }>
  draining: boolean
}

/** Books in which nothing is written yet. */
export const makeOrderBook = (world: () => World, city: City, history: History): OrderBook => {
  const books: Books = {
    names: makeNames(city),
    history,
    courierNumber: courierNumbers(city),
    sagaOptions: sagaOptionsOf(city),
    orders: city.orders.map(() => initialOrder),
    deliveries: city.orders.map(() => initialDelivery),
    sagas: city.orders.map(() => initialSaga),
    pending: [],
    draining: false
  }
  const { names } = books
  const toOrder = (order: number, command: OrderCommand) => {
    commandOrder(world(), books, order, command)
    hearFacts(world(), books)
  }
  const toDelivery = (order: number, command: DeliveryCommand) => {
    commandDelivery(world(), books, order, command)
    hearFacts(world(), books)
  }
  const fromOutside = (order: number, fact: SagaFact) => {
    books.pending.push({ order, fact })
    hearFacts(world(), books)
  }
  const carrierOf = (order: number) => {
    const delivery = at(books.deliveries, order)
    invariant(delivery.status !== "none" && delivery.courierId !== null, "somebody carries it", { order })
    return delivery.courierId
  }
  const hasEnded = (order: number) => TERMINAL_ORDER_STATUSES.has(at(books.orders, order).status)

  return {
    place: (order) => {
      world().recorder.counts.placed++
      toOrder(order, placeCommand(city, names, order))
      const { patience } = city.rules
      if (patience === null || !world().behaviour.givesUp(order)) return
      const { placedAtMs } = at(city.orders, order)
      world().queue.schedule(placedAtMs + patience.customerAfterMs, Happening.patienceEnds, order)
    },
    restaurantAnswers: (order) => {
      if (hasEnded(order)) return
      const readyEstimateAtMs = world().nowMs + at(city.orders, order).estimatedPreparationMs
      fromOutside(order, { _tag: "RestaurantAccepted", readyEstimateAtMs })
      if (!hasEnded(order) && world().kitchens.enter(order)) startCooking(world(), books, order)
    },
    foodReady: (order) => {
      const next = world().kitchens.finish(order)
      if (next >= 0) startCooking(world(), books, next)
      if (!hasEnded(order)) toOrder(order, { _tag: "MarkReady" })
    },
    patienceEnds: (order) => {
      if (hasEnded(order) || !Number.isNaN(world().recorder.assignedAtMs[order])) return
      toOrder(order, { _tag: "CancelOrder", by: "customer", reason: "no courier came" })
    },
    timerFires: (subject) => {
      const timer = at(SAGA_TIMERS, subject % SAGA_TIMERS.length)
      const order = Math.floor(subject / SAGA_TIMERS.length)
      fromOutside(order, { _tag: "TimerFired", timer, dueAtMs: world().nowMs })
    },
    offer: (order, courier, offer, expiresAtMs, why) => {
      history.reasons(() => loggedExplanation(city, why))
      toDelivery(order, {
        _tag: "OfferDelivery",
        offerId: names.offer(order, offer),
        courierId: names.courier(courier),
        expiresAtMs,
        epoch: 0
      })
    },
    accept: (order, courier, offer) =>
      toDelivery(order, {
        _tag: "AcceptOffer",
        offerId: names.offer(order, offer),
        courierId: names.courier(courier)
      }),
    reject: (order, courier, offer) =>
      toDelivery(order, {
        _tag: "RejectOffer",
        offerId: names.offer(order, offer),
        courierId: names.courier(courier)
      }),
    timeOut: (order, _courier, offer) =>
      toDelivery(order, { _tag: "TimeOutOffer", offerId: names.offer(order, offer) }),
    withdraw: (order, _courier, offer) => {
      if (hasEnded(order)) return
      const offerId = names.offer(order, offer)
      toDelivery(order, { _tag: "WithdrawOffer", offerId, epoch: 0, reason: "bundle changed" })
    },
    arriveAtRestaurant: (order) =>
      toDelivery(order, { _tag: "ArriveAtRestaurant", courierId: carrierOf(order) }),
    pickUp: (order) => toDelivery(order, { _tag: "PickUp", courierId: carrierOf(order) }),
    arriveAtCustomer: (order) => toDelivery(order, { _tag: "ArriveAtCustomer", courierId: carrierOf(order) }),
    complete: (order) => toDelivery(order, { _tag: "CompleteDelivery", courierId: carrierOf(order) }),
    closeDay: () => {
      for (let order = 0; order < world().recorder.counts.placed; order++) {
        if (hasEnded(order)) continue
        toOrder(order, { _tag: "CancelOrder", by: "platform", reason: NO_COURIER })
      }
    },
    hasEnded,
    note: (type, order, fields) => history.add(type, world().nowMs, order, -1, () => fields)
  }
}

const placeCommand = (city: City, names: Names, order: number): OrderCommand => {
  const { dropoff, estimatedPreparationMs, promisedAtMs, restaurant } = at(city.orders, order)
  const { position, region } = at(city.restaurants, restaurant)
  return {
    _tag: "PlaceOrder",
    orderId: names.order(order),
    deliveryId: names.delivery(order),
    customerId: names.customer(order),
    restaurantId: names.restaurant(restaurant),
    regionId: names.region(region),
    ...BASKET,
    pickup: position,
    dropoff,
    promisedAtMs,
    preparationMs: estimatedPreparationMs,
    autoAccept: false
  }
}

/** Who waits too long is escalated by dispatch, which knows what it planned; the saga only gives up. */
const sagaOptionsOf = (city: City): SagaOptions => ({
  ...defaultSagaOptions,
  courierEscalateMs: null,
  courierGiveUpMs: city.rules.patience === null ? null : city.rules.patience.platformAfterMs
})

const courierNumbers = (city: City): ((courier: CourierId) => number) => {
  const numbers = new Map<string, number>(city.couriers.map(({ id }, courier) => [id, courier]))
  return (courier) => {
    const number = numbers.get(courier)
    invariant(number !== undefined, "a courier of the city", { courier })
    return number
  }
}

/** The platform gave up: the order counts as lost. */
const NO_COURIER = "no-courier"

const startCooking = (world: World, books: Books, order: number): void => {
  const { estimatedPreparationMs, preparationMs } = at(world.city.orders, order)
  world.queue.schedule(world.nowMs + preparationMs, Happening.foodReady, order)
  const placed = at(books.orders, order)
  commandOrder(world, books, order, { _tag: "StartPreparing" })
  const readyEstimateAtMs = world.nowMs + estimatedPreparationMs
  if (placed.status !== "none" && placed.readyEstimateAtMs !== readyEstimateAtMs) {
    commandOrder(world, books, order, { _tag: "RevisePreparation", readyEstimateAtMs })
  }
  hearFacts(world, books)
}

/** Sends a command to the order; what it decided becomes state, history and facts for the saga. */
export const commandOrder = (world: World, books: Books, order: number, command: OrderCommand): void => {
  const decided = decideOrder(at(books.orders, order), command, world.nowMs)
  invariant(Result.isSuccess(decided), "the world sends orders only what they can take", { command, decided })
  for (const event of decided.success) {
    books.orders[order] = evolveOrder(at(books.orders, order), event)
    books.pending.push({ order, fact: event })
    noteOrderEvent(world, books, order, event)
  }
}

/** The same for its delivery. */
export const commandDelivery = (
  world: World,
  books: Books,
  order: number,
  command: DeliveryCommand
): void => {
  const decided = decideDelivery(at(books.deliveries, order), command, world.nowMs)
  invariant(Result.isSuccess(decided), "the world sends deliveries only what they can take", {
    command,
    decided
  })
  for (const event of decided.success) {
    books.deliveries[order] = evolveDelivery(at(books.deliveries, order), event)
    books.pending.push({ order, fact: event })
    noteDeliveryEvent(world, books, order, event)
  }
}

/** Tells the sagas everything that has happened and carries out what they want, until nothing is left. */
const hearFacts = (world: World, books: Books): void => {
  if (books.draining) return
  books.draining = true
  for (let next = books.pending.shift(); next !== undefined; next = books.pending.shift()) {
    const { state, reactions } = react(at(books.sagas, next.order), next.fact, world.nowMs, books.sagaOptions)
    books.sagas[next.order] = state
    for (const reaction of reactions) carryOutReaction(world, books, next.order, reaction)
  }
  books.draining = false
}
