import {
  alwaysOpen,
  type CaseInput,
  CommandId,
  CourierId,
  CustomerId,
  DeliveryId,
  type Errand,
  fromOutside,
  isCase,
  MenuItemId,
  OfferId,
  type OrderCase,
  OrderId,
  type OutsideFact,
  PaymentId,
  RegionId,
  type Restaurant,
  RestaurantId,
  toDelivery,
  toOrder
} from "@hotbag/core"
import {
  type Actor,
  type Answer,
  Audit,
  caseFeed,
  Cases,
  casesLayer,
  type Command,
  deliveriesLayer,
  Errands,
  Ids,
  memoryCaseStore,
  memoryOrderReads,
  memoryOutbox,
  MemoryTables,
  Menus,
  memoryTables,
  NotFound,
  ordersLayer,
  type OrderWish,
  type QuotedOrder,
  type QuoteRefused,
  restaurantDeskLayer,
  stockName,
  systemActor
} from "@hotbag/services"
import { Effect, Layer, Option, Ref } from "effect"

export const regionId = RegionId.make("region-1")
export const customerId = CustomerId.make("ada")
export const restaurantId = RestaurantId.make("soups")
export const soup = MenuItemId.make("soup")
export const ana = CourierId.make("ana")
export const bo = CourierId.make("bo")
export const customer: Actor = { role: "customer", subject: customerId }
export const kitchen: Actor = { role: "restaurant", subject: restaurantId }
export const operator: Actor = { role: "operator", subject: "olga" }
export const courier = (id: CourierId): Actor => ({ role: "courier", subject: id })

const euros = (amountMinor: number) => ({ amountMinor, currency: "EUR" }) as const

const restaurant: Restaurant = {
  id: restaurantId,
  name: "Soups",
  regionId,
  position: { lat: 52.52, lng: 13.4 },
  address: "",
  cuisines: [],
  zone: "Europe/Berlin",
  hours: alwaysOpen,
  autoAccept: false,
  preparationMs: 900_000,
  currency: "EUR",
  status: "open"
}

/** What the restaurant of these tests is like; change it as a test wants. */
export class Kitchen {
  autoAccept = false
  refusal: QuoteRefused | null = null
}

/** One restaurant that sells soup; the real catalogue has its own tests. */
const menusOf = (kitchenNow: Kitchen): Layer.Layer<Menus> =>
  Layer.succeed(Menus, {
    quote: ({ lines, restaurantId: wanted }) =>
      Effect.suspend((): Effect.Effect<QuotedOrder, NotFound | QuoteRefused> => {
        if (wanted !== restaurantId) return Effect.fail(new NotFound())
        if (kitchenNow.refusal !== null) return Effect.fail(kitchenNow.refusal)
        const quoted = lines.map(({ itemId, quantity }) => ({
          itemId,
          name: itemId,
          quantity,
          unitPrice: euros(650),
          lineTotal: euros(650 * quantity)
        }))
        const itemTotal = euros(quoted.reduce((sum, { lineTotal }) => sum + lineTotal.amountMinor, 0))
        return Effect.succeed({
          restaurant: { ...restaurant, autoAccept: kitchenNow.autoAccept },
          quote: {
            restaurantId,
            menuVersion: 1,
            lines: quoted,
            itemTotal,
            deliveryFee: euros(199),
            total: euros(itemTotal.amountMinor + 199),
            distanceM: 1_000,
            earlyAtMs: 1,
            likelyAtMs: 2,
            promisedAtMs: 2_400_000,
            quotedAtMs: 0,
            validUntilMs: 60_000
          }
        })
      })
  })

const idsInTurn: Layer.Layer<Ids> = Layer.effect(
  Ids,
  Effect.map(Ref.make(0), (count) => ({
    next: Effect.map(
      Ref.updateAndGet(count, (n) => n + 1),
      (n) => `id-${n.toString().padStart(6, "0")}`
    )
  }))
)

/** The gateway's answer to an errand: always yes. */
export const gatewayAnswer = (errand: Errand): OutsideFact | null => {
  if (errand._tag !== "RequestPayment") return null
  const { operation } = errand
  return operation === "authorise" || operation === "look-up"
    ? { _tag: "AuthorisationGranted", paymentId: PaymentId.make(`pay-${errand.orderId}`), funds: "held" }
    : { _tag: "SettlementDone", operation }
}

/** Runs errands: payments are answered with yes, everything is noted. */
export const willing = (heard: Array<Errand>): Layer.Layer<Errands, never, Cases> =>
  Layer.effect(
    Errands,
    Effect.map(Cases, (cases) => ({
      run: (errand) =>
        Effect.suspend(() => {
          heard.push(errand)
          const fact = gatewayAnswer(errand)
          if (fact === null) return Effect.void
          return Effect.orDie(Effect.asVoid(tellWith(cases, errand.orderId, fromOutside(fact))))
        })
    }))
  )

const tellWith = (cases: Cases["Service"], orderId: OrderId, ...inputs: ReadonlyArray<CaseInput>) =>
  cases.advance({
    actor: systemActor,
    commandId: null,
    orderIds: [orderId],
    decide: () => Effect.succeed([{ orderId, inputs }])
  })

/** Sends inputs to a case as the platform itself. */
export const tell = Effect.fnUntraced(function* (orderId: OrderId, ...inputs: ReadonlyArray<CaseInput>) {
  const [after] = yield* tellWith(yield* Cases, orderId, ...inputs)
  if (after === undefined) throw new Error("no such case")
  return after
})

/** What outlives a process: what is saved, and the world around it. */
export const foundations = (kitchenNow: Kitchen = new Kitchen()) =>
  Layer.mergeAll(memoryCaseStore, memoryOutbox, memoryOrderReads).pipe(
    Layer.provideMerge(Layer.mergeAll(memoryTables, menusOf(kitchenNow), idsInTurn))
  )

/** The use-cases on the engine, without anything that runs by itself. */
export const useCases = Layer.mergeAll(ordersLayer, restaurantDeskLayer, deliveriesLayer, Audit.layer).pipe(
  Layer.provideMerge(casesLayer)
)

/** One process with everything in memory. */
export const serverRoom = (kitchenNow?: Kitchen) =>
  useCases.pipe(Layer.provideMerge(caseFeed), Layer.provideMerge(foundations(kitchenNow)))

/** What is answered in these tests. */
export const shown = (state: OrderCase): Answer => ({
  status: 200,
  answer: JSON.stringify({
    orderId: state.order.orderId,
    status: state.order.status,
    delivery: state.delivery.status
  })
})

/** A command without a key. */
export const by = (actor: Actor): Command => ({ actor, receipt: null, respond: shown })

/** A command under a key. */
export const keyed = (actor: Actor, key: string, body = "body"): Command => ({
  actor,
  receipt: { scope: `${actor.subject} test`, key: CommandId.make(key), bodyHash: body },
  respond: shown
})

/** Two bowls of soup, please. */
export const wish: OrderWish = {
  customerId: null,
  restaurantId,
  lines: [{ itemId: soup, quantity: 2 }],
  dropoff: { lat: 52.53, lng: 13.42 },
  payment: { method: "credit_card", token: null },
  details: { address: "Elm Street 5", recipient: "Ada", instructions: "second floor", note: null },
  waitMs: 0
}

/** The id in an answer. */
export const orderIdIn = ({ answer }: Answer): OrderId => {
  const parsed: unknown = JSON.parse(answer)
  if (typeof parsed !== "object" || parsed === null || !("orderId" in parsed)) throw new Error(answer)
  return OrderId.make(String(parsed.orderId))
}

/** An order that was placed without the use-cases, ready for a courier. */
export const readyForCourier = Effect.fnUntraced(function* (name: string) {
  const orderId = OrderId.make(name)
  yield* tell(
    orderId,
    toOrder({
      _tag: "PlaceOrder",
      orderId,
      deliveryId: DeliveryId.make(`delivery-of-${name}`),
      customerId,
      restaurantId,
      regionId,
      items: [{ itemId: soup, quantity: 1, unitPrice: euros(650) }],
      deliveryFee: euros(199),
      pickup: restaurant.position,
      dropoff: wish.dropoff,
      promisedAtMs: 2_400_000,
      preparationMs: 900_000,
      autoAccept: true
    })
  )
  const fact: OutsideFact = {
    _tag: "AuthorisationGranted",
    paymentId: PaymentId.make(`pay-${name}`),
    funds: "held"
  }
  return yield* tell(orderId, fromOutside(fact))
})

/** Offers the orders as one bundle. */
export const offerTo = Effect.fnUntraced(function* (
  offer: string,
  courierId: CourierId,
  ...orders: ReadonlyArray<OrderCase>
) {
  const offerId = OfferId.make(offer)
  for (const { order } of orders) {
    yield* tell(
      order.orderId,
      toDelivery({ _tag: "OfferDelivery", offerId, courierId, expiresAtMs: 30_000, epoch: 1 })
    )
  }
  return offerId
})

/** The case as saved. */
export const saved = Effect.fnUntraced(function* (orderId: OrderId) {
  const cases = yield* Cases
  const state = Option.getOrThrow(yield* cases.read(orderId))
  if (!isCase(state)) throw new Error("no case")
  return state
})

/** Sets what is left of the soup. */
export const leave = Effect.fnUntraced(function* (left: number) {
  const { stock } = yield* MemoryTables
  stock.set(stockName(restaurantId, soup), left)
})

/** What is left of the soup. */
export const soupLeft = Effect.map(MemoryTables, ({ stock }) => stock.get(stockName(restaurantId, soup)))
