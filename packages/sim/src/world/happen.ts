import { entry, invariant } from "@hotbag/core"
import { awaitBoredom, goHomeIfIdle } from "./boredom.ts"
import { Happening } from "./happenings.ts"
import {
  arriveAtCustomer,
  arriveAtRestaurant,
  dropOff,
  giveUpPickup,
  leaveDoor,
  leaveRestaurant,
  pickUp
} from "./journeys.ts"
import type { World } from "./World.ts"

/** Lets one scheduled happening happen. */
export const happen = (world: World, kind: number, subject: number): void => {
  switch (kind) {
    case Happening.orderPlaced:
      return world.book.place(subject)
    case Happening.restaurantAnswers:
      return world.book.restaurantAnswers(subject)
    case Happening.foodReady:
      return world.book.foodReady(subject)
    case Happening.patienceEnds:
      return world.book.patienceEnds(subject)
    case Happening.sagaTimer:
      return world.book.timerFires(subject)
    case Happening.shiftBegins:
      return beginShift(world, subject)
    case Happening.shiftEnds:
      return endShift(world, subject)
    case Happening.offerAnswered:
      return world.dispatch.answered(subject)
    case Happening.offerExpires:
      return world.dispatch.expired(subject)
    case Happening.atRestaurant:
      return arriveAtRestaurant(world, subject)
    case Happening.pickup:
      return pickUp(world, subject)
    case Happening.leavesRestaurant:
      return leaveRestaurant(world, subject)
    case Happening.atCustomer:
      return arriveAtCustomer(world, subject)
    case Happening.dropoff:
      return dropOff(world, subject)
    case Happening.leavesCustomer:
      return leaveDoor(world, subject)
    case Happening.boredom:
      return goHomeIfIdle(world, subject)
    case Happening.round:
      return world.dispatch.round(subject)
    default:
      return invariant(false, "unknown happening", { kind, subject })
  }
}

const beginShift = (world: World, courier: number): void => {
  const me = entry(world.couriers, courier)
  me.onDuty = true
  me.phase = "idle"
  world.dispatch.online(courier)
  awaitBoredom(world, courier)
}

const endShift = (world: World, courier: number): void => {
  const me = entry(world.couriers, courier)
  if (!me.onDuty) return
  me.onDuty = false
  if (world.city.rules.noPickupAfterOff === true) giveUpPickup(world, courier)
  if (me.phase === "idle") me.phase = "offline"
  world.dispatch.offline(courier)
}
