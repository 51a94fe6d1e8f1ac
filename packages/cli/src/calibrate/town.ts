import { API_PREFIX } from "@hotbag/api"
import { at } from "@hotbag/core"
import { makeStream, type Sequence, sequenceOf } from "@hotbag/sim"
import { Schema } from "effect"
import type { Laboratory } from "./Laboratory.ts"
import type { LoadRequest } from "./Load.ts"

/** A restaurant that is open, with what one can have as often as one likes. */
export interface Kitchen {
  readonly restaurantId: string
  readonly regionId: string
  readonly lat: number
  readonly lng: number
  readonly itemIds: ReadonlyArray<string>
}

/** The restaurants that are open now around one of the first region, nearest first. @throws Error when there is none. */
export const openKitchens = async (laboratory: Laboratory): Promise<ReadonlyArray<Kitchen>> => {
  const rows = await laboratory.ask(
    (sql) => sql`select r.rest_id as "restaurantId", r.region_id as "regionId", r.lat, r.lng,
      json_agg(m.item_id order by m.item_id) as "itemIds"
      from restaurants r join menu_items m using (rest_id)
      where m.pieces_left is null group by r.rest_id having count(*) > 2 order by r.rest_id`
  )
  const kitchens = decodeKitchens(rows)
  const all = new Map(kitchens.map((kitchen) => [kitchen.restaurantId, kitchen]))
  const { lat, lng } = at(kitchens, 0)
  const path = `/restaurants?lat=${lat}&lon=${lng}&radius=15000&open=true&limit=100`
  const answer = await fetch(laboratory.url + API_PREFIX + path)
  const { restaurants } = decodePage(await answer.text())
  const open = restaurants.flatMap(({ restaurantId }) => all.get(restaurantId) ?? [])
  if (open.length === 0) throw new Error("no restaurant is open now")
  return open
}

const decodeKitchens = Schema.decodeUnknownSync(
  Schema.Array(
    Schema.Struct({
      restaurantId: Schema.String,
      regionId: Schema.String,
      lat: Schema.Finite,
      lng: Schema.Finite,
      itemIds: Schema.Array(Schema.String)
    })
  )
)
const decodePage = Schema.decodeUnknownSync(
  Schema.fromJsonString(
    Schema.Struct({ restaurants: Schema.Array(Schema.Struct({ restaurantId: Schema.String })) })
  )
)

/** Orders of three lines, each by a customer with a token of their own; `from` keeps customers of several loads apart. */
export const placements = (
  { tokenOf }: Laboratory,
  kitchens: ReadonlyArray<Kitchen>,
  from: number,
  count: number
): Promise<ReadonlyArray<LoadRequest>> => {
  const stream = makeStream(1, "calibrate")
  return Promise.all(
    Array.from({ length: count }, async (_, i) => ({
      method: "POST" as const,
      path: `${API_PREFIX}/orders`,
      token: await tokenOf("customer", `customer-${from + i}`),
      key: `order-${from + i}`,
      body: JSON.stringify(orderOf(kitchens, sequenceOf(stream, from + i)))
    }))
  )
}

const LINES = 3
/** About a kilometre, in degrees. */
const AROUND_DEGREES = 0.01

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

/** The restaurants' commands for orders whose payment is there: confirm, start, ready. */
export const kitchenCommands = async (
  { tokenOf }: Laboratory,
  orders: ReadonlyArray<{ readonly orderId: string; readonly restaurantId: string }>,
  step: "confirm" | "preparing" | "ready"
): Promise<ReadonlyArray<LoadRequest>> =>
  Promise.all(
    orders.map(async ({ orderId, restaurantId }) => ({
      method: "POST" as const,
      path: `${API_PREFIX}/orders/${orderId}/${step}`,
      token: await tokenOf("restaurant", restaurantId),
      key: `${step}-${orderId}`,
      body: step === "confirm" ? JSON.stringify({ inMinutes: 20 }) : null
    }))
  )

/** People who look for something to eat, each near one of the restaurants. */
export const searches = (kitchens: ReadonlyArray<Kitchen>, count: number): ReadonlyArray<LoadRequest> => {
  const stream = makeStream(2, "calibrate")
  return Array.from({ length: count }, (_, i) => {
    const near = at(kitchens, Math.floor(stream.uniform(i, 2) * kitchens.length))
    const lat = (near.lat + (stream.uniform(i, 0) - 0.5) * 0.02).toFixed(5)
    const lng = (near.lng + (stream.uniform(i, 1) - 0.5) * 0.02).toFixed(5)
    const path = `${API_PREFIX}/restaurants?lat=${lat}&lon=${lng}&radius=3000&open=true&limit=20`
    return { method: "GET", path, token: null, key: null, body: null }
  })
}
