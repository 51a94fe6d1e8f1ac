import { CustomerId, DeliveryId, Limits, OrderId, toOrder } from "@hotbag/core"
import { Effect, Option, Schema } from "effect"
import type { Actor } from "../Actor.ts"
import { Cases } from "../cases/Cases.ts"
import { Menus, type QuotedOrder } from "../catalogue/Menus.ts"
import { Ids } from "../Ids.ts"
import { type Command, carryOut } from "./Command.ts"
import { RoleRefused } from "./errors.ts"
import type { OrderWish } from "./Orders.ts"

/** Makes `Orders.place`. */
export const placing = Effect.gen(function* () {
  const cases = yield* Cases
  const menus = yield* Menus
  const ids = yield* Ids
  return Effect.fn("Orders.place")(function* (wish: OrderWish, command: Command) {
    const orderId = OrderId.make(yield* ids.next)
    const deliveryId = DeliveryId.make(yield* ids.next)
    const forMs = Math.min(Math.max(0, wish.waitMs), Limits.placementWaitMs)
    const { details, dropoff, lines, payment, restaurantId } = wish
    return yield* carryOut(cases, command, {
      orderIds: [orderId],
      isNew: true,
      // Prices and stock are asked for inside, so that a repeated command is answered even after the menu has changed.
      decide: Effect.fnUntraced(function* () {
        const customerId = yield* customerOf(command.actor, wish.customerId)
        const quoted = yield* menus.quote({ restaurantId, lines, dropoff })
        const input = toOrder({ ...termsOf(quoted), orderId, deliveryId, customerId, dropoff })
        return [{ orderId, inputs: [input], payment, details }]
      }),
      ...(forMs === 0
        ? {}
        : {
            wait: (placed) =>
              cases
                .until(orderId, ({ order }) => order.status !== "placed", forMs)
                .pipe(
                  Effect.map((found) =>
                    Option.match(found, { onNone: () => placed, onSome: (later) => [later] })
                  ),
                  Effect.catchTag("StoreUnavailable", () => Effect.succeed(placed))
                )
          })
    })
  })
})

const termsOf = ({ quote, restaurant }: QuotedOrder) => ({
  _tag: "PlaceOrder" as const,
  restaurantId: restaurant.id,
  regionId: restaurant.regionId,
  items: quote.lines.map(({ itemId, quantity, unitPrice }) => ({ itemId, quantity, unitPrice })),
  deliveryFee: quote.deliveryFee,
  pickup: restaurant.position,
  promisedAtMs: quote.promisedAtMs,
  preparationMs: restaurant.preparationMs,
  autoAccept: restaurant.autoAccept
})

/** For whom the actor orders: customers for themselves, operations for anybody. */
const customerOf = (
  { role, subject }: Actor,
  wanted: CustomerId | null
): Effect.Effect<CustomerId, RoleRefused> => {
  const own = role === "customer" ? Option.getOrNull(Schema.decodeOption(CustomerId)(subject)) : null
  const isOperations = role === "operator" || role === "system"
  const customerId = isOperations ? wanted : wanted === null || wanted === own ? own : null
  return customerId === null
    ? Effect.fail(new RoleRefused({ role, what: "order in somebody else's name" }))
    : Effect.succeed(customerId)
}
