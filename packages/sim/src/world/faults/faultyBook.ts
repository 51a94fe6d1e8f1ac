import { i32 } from "@hotbag/core"
import type { OrderBook } from "../OrderBook.ts"
import type { World } from "../World.ts"
import type { FaultyWorld } from "./FaultyWorld.ts"

/**
 * The book as couriers' apps reach it: what they report waits for a connection and for the store, and is told in its
 * sequence and with its true time. Couriers do not wait: they ride on.
 */
export const faultyBook = (
  book: OrderBook,
  world: () => World,
  { appOf, figures, reportedAtMs }: FaultyWorld,
  orders: number
): OrderBook => {
  const carriers = new Int32Array(orders).fill(-1)
  const reports = (say: (order: number) => void) => (order: number) => {
    const courier = i32(carriers, order)
    const happenedAtMs = world().nowMs
    const tell = () => {
      const now = world()
      now.happenedAtMs = happenedAtMs < now.nowMs ? happenedAtMs : null
      say(order)
      now.happenedAtMs = null
    }
    if (!appOf(courier).pass(reportedAtMs(courier), order, tell)) figures.reportsLate++
  }
  return {
    ...book,
    accept: (order, courier, offer) => {
      carriers[order] = courier
      book.accept(order, courier, offer)
    },
    giveBack: reports(book.giveBack),
    arriveAtRestaurant: reports(book.arriveAtRestaurant),
    pickUp: reports(book.pickUp),
    arriveAtCustomer: reports(book.arriveAtCustomer),
    complete: reports(book.complete)
  }
}
