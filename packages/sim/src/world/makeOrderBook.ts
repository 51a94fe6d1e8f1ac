import {
  type DeliveryCommand,
  entry,
  invariant,
  type OrderCommand,
  type SagaFact,
  TERMINAL_ORDER_STATUSES,
  timerDueAtMs
} from "@hotbag/core"
import { commandDelivery, commandOrder } from "./bookkeeping.ts"
import type { Belonging } from "./Belonging.ts"
import { type Books, makeBooks } from "./Books.ts"
import { SAGA_TIMERS } from "./carryOutReaction.ts"
import type { City } from "./City.ts"
import { Happening } from "./happenings.ts"
import { hearFacts } from "./hearFacts.ts"
import type { History } from "./history.ts"
import { loggedExplanation } from "./loggedExplanation.ts"
import { BASKET, type Names } from "./Names.ts"
import type { OrderBook } from "./OrderBook.ts"
import type { World } from "./World.ts"

/** The books of a day, open for commands. */
export const makeOrderBook = (
  world: () => World,
  city: City,
  belonging: Belonging,
  history: History
): OrderBook => {
  const books = makeBooks(city, belonging, history)
  const desk: Desk = {
    books,
    city,
    world,
    toOrder: (order, command) => {
      commandOrder(world(), books, order, command)
      hearFacts(world(), books)
    },
    toDelivery: (order, command) => {
      commandDelivery(world(), books, order, command)
      hearFacts(world(), books)
    },
    fromOutside: (order, fact) => {
      books.pending.push({ order, fact })
      hearFacts(world(), books)
    },
    hasEnded: (order) => TERMINAL_ORDER_STATUSES.has(entry(books.orders, order).status)
  }
  return {
    ...kitchenSide(desk),
    ...customerSide(desk),
    ...offerSide(desk),
    ...courierSide(desk),
    hasEnded: desk.hasEnded,
    note: (type, order, fields) => history.add(type, world().nowMs, order, -1, fields, asIs)
  }
}

/** Where commands are handed in: each is decided, and everything that follows has happened when the call returns. */
interface Desk {
  readonly books: Books
  readonly city: City
  readonly world: () => World
  readonly toOrder: (order: number, command: OrderCommand) => void
  readonly toDelivery: (order: number, command: DeliveryCommand) => void
  readonly fromOutside: (order: number, fact: SagaFact) => void
  readonly hasEnded: (order: number) => boolean
}

const customerSide = ({
  books,
  city,
  fromOutside,
  hasEnded,
  toOrder,
  world
}: Desk): Pick<OrderBook, "place" | "patienceEnds" | "timerFires" | "closeDay"> => ({
  place: (order) => {
    world().recorder.counts.placed++
    toOrder(order, placeCommand(city, books.names, order))
    const { patience } = city.rules
    if (patience === null || !world().behaviour.givesUp(order)) return
    const { promisedAtMs } = entry(city.orders, order)
    const endsAtMs = Math.max(world().nowMs + patience.customerAfterMs, promisedAtMs)
    world().queue.schedule(endsAtMs, Happening.patienceEnds, order)
  },
  patienceEnds: (order) => {
    if (hasEnded(order) || !Number.isNaN(world().recorder.assignedAtMs[order])) return
    toOrder(order, { _tag: "CancelOrder", by: "customer", reason: "no courier came" })
  },
  timerFires: (subject, dueAtMs = world().nowMs) => {
    const timer = entry(SAGA_TIMERS, subject % SAGA_TIMERS.length)
    const order = Math.floor(subject / SAGA_TIMERS.length)
    // Most timers are overtaken by what they were set for.
    const saga = entry(books.sagas, order)
    if (saga.orderStatus === "none" || timerDueAtMs(saga, timer) !== dueAtMs) return
    fromOutside(order, { _tag: "TimerFired", timer, dueAtMs })
  },
  closeDay: () => {
    const { placedAtMs } = world().recorder
    for (let order = 0; order < city.orders.length; order++) {
      // Who was turned away may never have come back.
      if (Number.isNaN(placedAtMs[order]) || hasEnded(order)) continue
      toOrder(order, { _tag: "CancelOrder", by: "platform", reason: "no-courier" })
    }
  }
})

const kitchenSide = ({
  books,
  fromOutside,
  hasEnded,
  toOrder,
  world
}: Desk): Pick<OrderBook, "restaurantAnswers" | "foodReady"> => ({
  restaurantAnswers: (order) => {
    if (hasEnded(order)) return
    const readyEstimateAtMs = world().nowMs + estimateMs(world(), order)
    fromOutside(order, { _tag: "RestaurantAccepted", readyEstimateAtMs })
    if (!hasEnded(order) && world().kitchens.enter(order)) startCooking(world(), books, order)
  },
  foodReady: (order) => {
    const next = world().kitchens.finish(order)
    if (next >= 0) startCooking(world(), books, next)
    if (!hasEnded(order)) toOrder(order, { _tag: "MarkReady" })
  }
})

const offerSide = ({
  books,
  city,
  hasEnded,
  toDelivery
}: Desk): Pick<OrderBook, "offer" | "accept" | "reject" | "timeOut" | "withdraw"> => {
  const { history, names } = books
  const answer = (order: number, courier: number, offer: number) => ({
    offerId: names.offer(order, offer),
    courierId: names.courier(courier)
  })
  return {
    offer: (order, courier, offer, expiresAtMs, why) => {
      history.reasons(() => loggedExplanation(city, why()))
      toDelivery(order, { _tag: "OfferDelivery", ...answer(order, courier, offer), expiresAtMs, epoch: 0 })
    },
    accept: (order, courier, offer) =>
      toDelivery(order, { _tag: "AcceptOffer", ...answer(order, courier, offer) }),
    reject: (order, courier, offer) =>
      toDelivery(order, { _tag: "RejectOffer", ...answer(order, courier, offer) }),
    timeOut: (order, offer) =>
      toDelivery(order, { _tag: "TimeOutOffer", offerId: names.offer(order, offer) }),
    withdraw: (order, offer) => {
      // Where the order itself was cancelled, its delivery has ended and taken the offer with it.
      if (hasEnded(order)) return
      const offerId = names.offer(order, offer)
      toDelivery(order, { _tag: "WithdrawOffer", offerId, epoch: 0, reason: "bundle changed" })
    }
  }
}

const courierSide = ({
  books,
  toDelivery
}: Desk): Pick<OrderBook, "giveBack" | "arriveAtRestaurant" | "pickUp" | "arriveAtCustomer" | "complete"> => {
  const carrierOf = (order: number) => {
    const delivery = entry(books.deliveries, order)
    invariant(delivery.status !== "none" && delivery.courierId !== null, "somebody carries it", { order })
    return delivery.courierId
  }
  const says =
    (_tag: "ArriveAtRestaurant" | "PickUp" | "ArriveAtCustomer" | "CompleteDelivery") => (order: number) =>
      toDelivery(order, { _tag, courierId: carrierOf(order) })
  return {
    giveBack: (order) =>
      toDelivery(order, {
        _tag: "ReassignDelivery",
        courierId: carrierOf(order),
        epoch: 0,
        reason: "courier-offline"
      }),
    arriveAtRestaurant: says("ArriveAtRestaurant"),
    pickUp: says("PickUp"),
    arriveAtCustomer: says("ArriveAtCustomer"),
    complete: says("CompleteDelivery")
  }
}

const placeCommand = (city: City, names: Names, order: number): OrderCommand => {
  const { dropoff, estimatedPreparationMs, promisedAtMs, restaurant } = entry(city.orders, order)
  const { position, region } = entry(city.restaurants, restaurant)
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

const startCooking = (world: World, books: Books, order: number): void => {
  const takesMs = world.behaviour.preparationMs(order, world.nowMs, world.kitchens.cooking(order))
  world.recorder.takesMs[order] = takesMs
  world.queue.schedule(world.nowMs + takesMs, Happening.foodReady, order)
  const placed = entry(books.orders, order)
  commandOrder(world, books, order, { _tag: "StartPreparing" })
  const readyEstimateAtMs = world.nowMs + estimateMs(world, order)
  if (placed.status !== "none" && placed.readyEstimateAtMs !== readyEstimateAtMs) {
    commandOrder(world, books, order, { _tag: "RevisePreparation", readyEstimateAtMs })
  }
  hearFacts(world, books)
}

/** What the restaurant says now that preparation takes. */
const estimateMs = ({ city, nowMs }: World, order: number): number => {
  const { estimatedPreparationMs, restaurant } = entry(city.orders, order)
  const factor = city.conditions?.estimateFactor(restaurant, nowMs) ?? 1
  return Math.round(estimatedPreparationMs * factor)
}

const asIs = <Fields>(fields: Fields): Fields => fields
