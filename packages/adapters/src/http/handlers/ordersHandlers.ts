import { API_PREFIX, dialectOf, type OrdersGroup, type PlaceOrder, Unprocessable } from "@hotbag/api"
import { CustomerId, type LatLng } from "@hotbag/core"
import {
  type Actor,
  Audit,
  Customers,
  Dispatch,
  Ledger,
  LiveEta,
  Orders,
  type OrderWish,
  RestaurantDesk
} from "@hotbag/services"
import { Clock, Effect, Redacted, Schema } from "effect"
import type { HandlersOf } from "../edge/Handlers.ts"
import { dispatchView } from "../views/dispatchView.ts"
import { logView } from "../views/logView.ts"
import { ledgerView } from "../views/moneyViews.ts"
import { orderView } from "../views/orderView.ts"
import { answeredReply, asAnswer, commandOf } from "./commandOf.ts"
import { kitchenHandlers } from "./kitchenHandlers.ts"
import { orderAnswer } from "./orderAnswer.ts"
import { asCommand, asRead, commandProblem } from "./problemFor.ts"
import { waitOf } from "./waitOf.ts"

type OrderHandlers = HandlersOf<typeof OrdersGroup>

/** Orders, from their placement to their last posting. */
export const ordersHandlers: Effect.Effect<
  OrderHandlers,
  never,
  Audit | Customers | Dispatch | Ledger | LiveEta | Orders | RestaurantDesk
> = Effect.gen(function* () {
  const orders = yield* Orders
  return {
    ...customersHandlers(orders, yield* Customers, yield* LiveEta),
    ...kitchenHandlers(orders, yield* RestaurantDesk),
    ...explanationHandlers(orders, yield* Dispatch, yield* Ledger, yield* Audit)
  }
})

const customersHandlers = (
  orders: Orders["Service"],
  customers: Customers["Service"],
  etas: LiveEta["Service"]
): Pick<OrderHandlers, "place" | "get" | "history" | "cancel"> => ({
  place: (request) => {
    const { payload, headers, caller } = request
    const command = commandOf(request, "orders.place", orderAnswer(dialectOf(payload)), 201)
    const place = (wanted: PlaceOrder, dropoff: LatLng) =>
      orders.place(wishOf(wanted, dropoff, waitOf(headers.prefer)), command).pipe(
        Effect.map((answered) => answeredReply(answered, ["location", locationOf(answered.answer)])),
        asCommand
      )
    return payload.dropoff === null
      ? Effect.flatMap(usualAddress(customers, caller.actor), ({ position, text }) =>
          place({ ...payload, address: payload.address ?? text }, position)
        )
      : place(payload, payload.dropoff)
  },
  get: ({ caller, params }) =>
    asRead(
      Effect.zipWith(orders.get(caller.actor, params.orderId), Clock.currentTimeMillis, ({ order }, atMs) =>
        orderView(order, { atMs, dialect: "itemId", eta: etas.of(order.orderId, atMs) })
      )
    ),
  history: ({ caller, query: { cursor = null, limit = DEFAULT_PAGE } }) =>
    asRead(
      Effect.zipWith(
        orders.history(caller.actor, { _tag: "Own" }, { cursor, limit }),
        Clock.currentTimeMillis,
        ({ orders: page, nextCursor }, atMs) => ({
          orders: page.map(({ order }) =>
            orderView(order, { atMs, dialect: "itemId", eta: etas.of(order.orderId, atMs) })
          ),
          nextCursor
        })
      )
    ),
  cancel: (request) => {
    const { caller, params, payload } = request
    const reason = payload.reason ?? `${caller.actor.role}-cancelled`
    return asCommand(
      asAnswer(orders.cancel(params.orderId, reason, commandOf(request, "orders.cancel", orderAnswer())))
    )
  }
})

const explanationHandlers = (
  orders: Orders["Service"],
  dispatch: Dispatch["Service"],
  ledger: Ledger["Service"],
  audit: Audit["Service"]
): Pick<OrderHandlers, "dispatch" | "ledger" | "log"> => ({
  dispatch: ({ caller, params }) =>
    asRead(Effect.map(dispatch.explain(caller.actor, params.orderId), dispatchView)),
  ledger: ({ caller, params: { orderId } }) =>
    asRead(
      Effect.andThen(
        orders.get(caller.actor, orderId),
        Effect.map(ledger.entriesOf(orderId), (entries) => ledgerView(orderId, entries))
      )
    ),
  log: ({ caller, params: { orderId } }) =>
    asRead(Effect.map(audit.log(caller.actor, orderId), (entries) => logView(orderId, entries)))
})

/** Orders of a page unless told. */
const DEFAULT_PAGE = 20

const wishOf = (
  { customerId, restaurantId, items, paymentMethod, paymentToken, ...payload }: PlaceOrder,
  dropoff: LatLng,
  waitMs: number
): OrderWish => ({
  customerId,
  restaurantId,
  lines: items.map(({ itemId, quantity }) => ({ itemId, quantity })),
  dropoff,
  payment: { method: paymentMethod, token: paymentToken === null ? null : Redacted.make(paymentToken) },
  details: {
    address: payload.address,
    recipient: payload.recipient,
    instructions: payload.instructions,
    note: payload.note
  },
  waitMs
})

/** Where the order of a saved answer is. Our own text: the id stands in it as it is. */
const locationOf = (answer: string): string =>
  `${API_PREFIX}/orders/${/"orderId":"([^"]+)"/.exec(answer)?.[1] ?? ""}`

/** Where orders go that do not say: the first address in the customer's own record (S34, S53). */
const usualAddress = (customers: Customers["Service"], actor: Actor) =>
  Effect.mapError(Schema.decodeEffect(CustomerId)(actor.subject), () => noAddress).pipe(
    Effect.flatMap((id) =>
      Effect.mapError(customers.get(actor, id), (error) =>
        error._tag === "NotFound" ? noAddress : commandProblem(error)
      )
    ),
    Effect.flatMap(({ addresses: [first] }) =>
      first === undefined ? Effect.fail(noAddress) : Effect.succeed(first)
    )
  )

const noAddress = new Unprocessable({
  code: "NoAddress",
  detail:
    "Say where the order is to be brought: address or dropoff with lat and lng, or an address in PUT /customers/me.",
  errors: [{ path: ["payload", "address"], message: "Missing key; also written dropoff" }]
})
