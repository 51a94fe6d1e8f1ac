import {
  advanceCase,
  type CaseInput,
  type CaseState,
  CommandId,
  CourierId,
  CustomerId,
  DeliveryId,
  fromOutside,
  MenuItemId,
  noCase,
  OfferId,
  OrderId,
  PaymentId,
  postTransfers,
  RegionId,
  RestaurantId,
  toDelivery,
  toOrder,
  UUID_RANDOM_BYTES,
  uuidV7
} from "@hotbag/core"
import { CaseStore, type CaseChange, type Commit, type Receipt } from "@hotbag/services"
import { Effect, Option, Redacted, Result } from "effect"
import { randomBytes } from "node:crypto"

/** The time of every command in these tests. */
export const NOW_MS = 1_764_000_000_123

const uuid = (): string => uuidV7(NOW_MS, randomBytes(UUID_RANDOM_BYTES))

export const newOrderId = () => OrderId.make(uuid())
export const newOfferId = () => OfferId.make(uuid())
export const newCourierId = () => CourierId.make(uuid())
export const newCommandId = () => CommandId.make(uuid())
export const newRestaurantId = () => RestaurantId.make(uuid())
export const soup = MenuItemId.make("soup")

const euros = (amountMinor: number) => ({ amountMinor, currency: "EUR" }) as const

/** Places an order of two lines. */
export const placement = (
  orderId: OrderId,
  {
    restaurantId = newRestaurantId(),
    regionId = RegionId.make("mitte"),
    customerId = CustomerId.make(uuid())
  } = {}
): CaseInput =>
  toOrder({
    _tag: "PlaceOrder",
    orderId,
    deliveryId: DeliveryId.make(uuid()),
    customerId,
    restaurantId,
    regionId,
    items: [
      { itemId: soup, quantity: 1, unitPrice: euros(650) },
      { itemId: MenuItemId.make("bread"), quantity: 2, unitPrice: euros(220) }
    ],
    deliveryFee: euros(199),
    pickup: { lat: 52.52, lng: 13.4 },
    dropoff: { lat: 52.53, lng: 13.42 },
    promisedAtMs: NOW_MS + 2_400_000,
    preparationMs: 900_000,
    autoAccept: true
  })

export const granted = fromOutside({
  _tag: "AuthorisationGranted",
  paymentId: PaymentId.make("pay-1"),
  funds: "held"
})

export const offer = (offerId: OfferId, courierId: CourierId, epoch = 1) =>
  toDelivery({ _tag: "OfferDelivery", offerId, courierId, expiresAtMs: NOW_MS + 30_000, epoch })

export const accept = (offerId: OfferId, courierId: CourierId) =>
  toDelivery({ _tag: "AcceptOffer", offerId, courierId })

/** What `input` does to the case, as a change. */
export const changeOf = (state: CaseState, orderId: OrderId, input: CaseInput, atMs = NOW_MS): CaseChange => {
  const step = Result.getOrThrow(advanceCase(state, input, atMs))
  const isNew = state.length === 0
  return {
    before: { orderId, length: state.length },
    step,
    transfers: postTransfers(state.saga, step.after.saga, step.after.order),
    payment: isNew ? { method: "credit_card", token: Redacted.make("tok_visa") } : null,
    details: isNew ? { address: "Elm Street 5", recipient: "Ada", instructions: null, note: null } : null
  }
}

export const commitOf = (changes: ReadonlyArray<CaseChange>, more: Partial<Commit> = {}): Commit => ({
  changes,
  receipt: null,
  stock: [],
  fence: null,
  actor: { role: "customer", subject: "ada" },
  commandId: null,
  atMs: NOW_MS,
  ...more
})

export const receiptOf = (key: CommandId): Receipt => ({
  scope: "ada POST /orders",
  key,
  bodyHash: "hash",
  status: 201,
  answer: '{"id": "1",  "note": "\\u0000 é"}',
  atMs: NOW_MS
})

/** Loads the case, does the input, commits. */
export const send = Effect.fnUntraced(function* (
  orderId: OrderId,
  input: CaseInput,
  more: Partial<Commit> = {}
) {
  const store = yield* CaseStore
  const state = Option.getOrElse(yield* store.load(orderId), () => noCase)
  const change = changeOf(state, orderId, input)
  yield* store.commit(commitOf([change], more))
  return change.step.after
})

/** An order whose delivery looks for a courier. */
export const confirmed = Effect.fnUntraced(function* () {
  const orderId = newOrderId()
  yield* send(orderId, placement(orderId))
  yield* send(orderId, granted)
  return orderId
})
