import {
  advanceCase,
  type CaseInput,
  type CaseState,
  type CommandId,
  CourierId,
  CustomerId,
  DeliveryId,
  fromOutside,
  MenuItemId,
  noCase,
  type OfferId,
  OrderId,
  PaymentId,
  type Posting,
  postTransfers,
  RegionId,
  RestaurantId,
  toDelivery,
  toOrder,
  UUID_RANDOM_BYTES,
  uuidV7
} from "@hotbag/core"
import {
  type Actor,
  type CaseChange,
  CaseStore,
  type Commit,
  type OrderReads,
  type Outbox,
  type PaymentDetails,
  type Receipt
} from "@hotbag/services"
import { Context, Effect, Option, Redacted, Result } from "effect"

/** A place for one test: everything in it is new, so that tests may share a database. */
export interface Place {
  readonly regionId: RegionId
  readonly restaurantId: RestaurantId
  readonly customerId: CustomerId
  readonly ana: CourierId
  readonly bo: CourierId
  /** Of which stock is kept. */
  readonly soup: MenuItemId
  /** Of which none is kept. */
  readonly bread: MenuItemId
}

/** What a store's tests need of the world around it. */
export class StoreWorld extends Context.Service<
  StoreWorld,
  {
    /** Makes the rows that a case refers to: two couriers who carry `capacity` each, `left` pieces of soup. */
    readonly prepare: (place: Place, capacity: number, left: number) => Effect.Effect<void>
    /** Pieces of soup that are left. */
    readonly left: (place: Place) => Effect.Effect<number>
    /** Couriers who have the work of the order now, by the table of assignments. */
    readonly carriers: (orderId: OrderId) => Effect.Effect<ReadonlyArray<CourierId>>
    /** The region's dispatcher was replaced. */
    readonly takeOver: (regionId: RegionId, epoch: number) => Effect.Effect<void>
    readonly ledger: (orderId: OrderId) => Effect.Effect<ReadonlyArray<Posting>>
  }
>()("@hotbag/services/test/StoreWorld") {}

/** What the suite runs on. */
export type StoreRoom = CaseStore | Outbox | OrderReads | StoreWorld

export const NOW_MS = 1_764_000_000_000

export const uuid = (): string =>
  uuidV7(
    NOW_MS,
    Uint8Array.from({ length: UUID_RANDOM_BYTES }, () => Math.floor(Math.random() * 256))
  )

const euros = (amountMinor: number) => ({ amountMinor, currency: "EUR" }) as const

export const newPlace = Effect.fnUntraced(function* (capacity: number = 4, left: number = 1_000) {
  const place: Place = {
    regionId: RegionId.make(uuid()),
    restaurantId: RestaurantId.make(uuid()),
    customerId: CustomerId.make(uuid()),
    ana: CourierId.make(uuid()),
    bo: CourierId.make(uuid()),
    soup: MenuItemId.make(uuid()),
    bread: MenuItemId.make(uuid())
  }
  const world = yield* StoreWorld
  yield* world.prepare(place, capacity, left)
  return place
})

export const customer = (place: Place): Actor => ({ role: "customer", subject: place.customerId })

export const placement = (place: Place, orderId: OrderId, soups = 1): CaseInput =>
  toOrder({
    _tag: "PlaceOrder",
    orderId,
    deliveryId: DeliveryId.make(uuid()),
    customerId: place.customerId,
    restaurantId: place.restaurantId,
    regionId: place.regionId,
    items: [
      { itemId: place.soup, quantity: soups, unitPrice: euros(650) },
      { itemId: place.bread, quantity: 2, unitPrice: euros(220) }
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

const payment: PaymentDetails = { method: "credit_card", token: Redacted.make("tok_visa") }

export const changeOf = (state: CaseState, orderId: OrderId, input: CaseInput, atMs = NOW_MS): CaseChange => {
  const step = Result.getOrThrow(advanceCase(state, input, atMs))
  const isNew = state.length === 0
  return {
    before: { orderId, length: state.length },
    step,
    transfers: postTransfers(state.saga, step.after.saga, step.after.order),
    payment: isNew ? payment : null,
    details: isNew ? { address: "Elm Street 5", recipient: "Ada", instructions: null, note: null } : null
  }
}

export const commitOf = (
  actor: Actor,
  changes: ReadonlyArray<CaseChange>,
  more: Partial<Commit> = {}
): Commit => ({
  changes: [...changes].sort((left, right) => (left.before.orderId < right.before.orderId ? -1 : 1)),
  receipt: null,
  stock: [],
  fence: null,
  actor,
  commandId: null,
  atMs: NOW_MS,
  ...more
})

/** Loads, advances, commits. */
export const send = Effect.fnUntraced(function* (
  place: Place,
  orderId: OrderId,
  input: CaseInput,
  more: Partial<Commit> = {}
) {
  const store = yield* CaseStore
  const state = Option.getOrElse(yield* store.load(orderId), () => noCase)
  const change = changeOf(state, orderId, input)
  yield* store.commit(commitOf(customer(place), [change], more))
  return change.step.after
})

/** An order whose delivery looks for a courier. */
export const confirmed = Effect.fnUntraced(function* (place: Place) {
  const orderId = OrderId.make(uuid())
  yield* send(place, orderId, placement(place, orderId))
  yield* send(place, orderId, granted)
  return orderId
})

export const offer = (offerId: OfferId, courierId: CourierId) =>
  toDelivery({ _tag: "OfferDelivery", offerId, courierId, expiresAtMs: NOW_MS + 30_000, epoch: 1 })

export const loaded = Effect.fnUntraced(function* (orderId: OrderId) {
  const store = yield* CaseStore
  return Option.getOrThrow(yield* store.load(orderId))
})

export const tagOf = <A, E extends { readonly _tag: string }, R>(effect: Effect.Effect<A, E, R>) =>
  effect.pipe(
    Effect.as("done"),
    Effect.catch((error) => Effect.succeed(error._tag))
  )

export const receiptOf = (scope: string, key: CommandId, answer = '{"a": 1}'): Receipt => ({
  scope,
  key,
  bodyHash: "hash",
  status: 201,
  answer,
  atMs: NOW_MS
})
