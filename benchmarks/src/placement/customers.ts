import { at } from "@hotbag/core"
import { makeStream, type Sequence, sequenceOf } from "@hotbag/sim"
import type { Kitchen } from "./kitchens.ts"
import type { Marketplace } from "./marketplace.ts"
import type { RushRequest } from "./Rush.ts"

const LINES = 3
/** How far from its restaurant an order goes, in degrees either way: about a kilometre. */
const AROUND_DEGREES = 0.01

/** So many customers, each with an order of three lines from one of the restaurants and a token of their own. */
export const hungryCustomers = (
  { tokenOf }: Marketplace,
  kitchens: ReadonlyArray<Kitchen>,
  count: number,
  seed: number
): Promise<ReadonlyArray<RushRequest>> => {
  const stream = makeStream(seed, "placement")
  return Promise.all(
    Array.from({ length: count }, async (_, number) => {
      const customerId = `customer-${number}`
      const body = orderOf(kitchens, sequenceOf(stream, number))
      return {
        token: await tokenOf("customer", customerId),
        key: `order-${number}`,
        body: JSON.stringify(body)
      }
    })
  )
}

const orderOf = (kitchens: ReadonlyArray<Kitchen>, draws: Sequence) => {
  const { itemIds, lat, lng, restaurantId } = at(kitchens, draws.integer(kitchens.length))
  const first = draws.integer(itemIds.length)
  const around = (degrees: number) => degrees + (2 * draws.next() - 1) * AROUND_DEGREES
  return {
    restaurantId,
    items: Array.from({ length: LINES }, (_, line) => ({
      itemId: at(itemIds, (first + line) % itemIds.length),
      quantity: 1 + draws.integer(3)
    })),
    paymentMethod: "card",
    paymentToken: "tok_ok",
    address: { lat: around(lat), lng: around(lng), text: "Carrera 7 # 12-34", recipient: "Anna" }
  }
}
