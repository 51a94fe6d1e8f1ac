import {
  type CaseInput,
  CourierId,
  CustomerId,
  DeliveryId,
  fromOutside,
  fromPlane,
  MenuItemId,
  MINUTE_MS,
  type OfferId,
  type OrderCase,
  OrderId,
  PaymentId,
  RegionId,
  RestaurantId,
  SECOND_MS,
  toDelivery,
  toOrder
} from "@hotbag/core"
import {
  type Actor,
  Cases,
  caseFeed,
  casesLayer,
  CaseStore,
  Catalogue,
  CourierFeed,
  Couriers,
  CourierStore,
  CourierWork,
  defaultDispatchOptions,
  Dispatch,
  type DispatchAlert,
  DispatchAlerts,
  type DispatchOptions,
  DispatchSettings,
  Explanations,
  memoryCaseStore,
  memoryCourierStore,
  memoryExplanations,
  memoryRegionLeases,
  MemoryTables,
  memoryTables,
  RegionLeases,
  systemActor
} from "@hotbag/services"
import { Clock, Context, Effect, Layer, Option } from "effect"
import { TestClock } from "effect/testing"

export const REGION = RegionId.make("metro")
export const operator: Actor = { role: "operator", subject: "olga" }

/** Everything but the dispatcher: outlives one. */
export const stores = Layer.mergeAll(
  memoryCaseStore,
  memoryCourierStore,
  memoryRegionLeases,
  memoryExplanations,
  CourierFeed.layer,
  caseFeed
).pipe(Layer.provideMerge(memoryTables))
/** As if there were restaurants in the region of the tests, and in no other. */
export const restaurantsInTown = Layer.mock(Catalogue, {
  hasRegion: (regionId) => Effect.succeed(regionId === REGION),
  regions: Effect.succeed(new Set([REGION])),
  positionsIn: () => Effect.succeed([at([0, 0])])
})

const useCases = Couriers.layer.pipe(
  Layer.provide(restaurantsInTown),
  Layer.provideMerge(CourierWork.layerByRegion),
  Layer.provideMerge(casesLayer),
  Layer.provideMerge(stores)
)

/** What operations were told. */
export class Alarms extends Context.Service<Alarms, Array<DispatchAlert>>()("test/Alarms") {}
const alarms = Layer.sync(Alarms, () => [])

/** The town without a dispatcher. */
export const town = Layer.mergeAll(useCases, alarms)

/** A dispatcher of the town, as one process runs it. */
export const dispatcher = (options: Partial<DispatchOptions> = {}) =>
  Dispatch.layer.pipe(
    Layer.provide(Layer.succeed(DispatchSettings, { ...defaultDispatchOptions, windowMs: 0, ...options })),
    Layer.provide(
      Layer.effect(
        DispatchAlerts,
        Effect.map(Alarms, (raised) => ({
          raise: (alert: DispatchAlert) => Effect.sync(() => void raised.push(alert))
        }))
      )
    )
  )

/** The town and its dispatcher. */
export const dispatchedTown = Layer.suspend(() => dispatcher().pipe(Layer.provideMerge(town)))

/** Kilometres east and north of the middle of town. */
export type Kilometres = readonly [number, number]
export const at = ([x, y]: Kilometres) => fromPlane({ xM: x * 1_000, yM: y * 1_000 })

export const order = (n: number) => OrderId.make(`order-${n}`)
export const courier = (n: number) => CourierId.make(`courier-${n}`)

interface Placing {
  readonly from?: Kilometres
  readonly to?: Kilometres
  readonly readyMin?: number
}

/** Places an order, no more: from the restaurant in the middle of town, unless told. */
export const placeOnly = Effect.fnUntraced(function* (
  n: number,
  { from = [0, 0], to = [1, 1], readyMin = 0 }: Placing = {}
) {
  const nowMs = yield* Clock.currentTimeMillis
  const orderId = order(n)
  const price = { amountMinor: 1_000, currency: "EUR" } as const
  yield* send(
    orderId,
    toOrder({
      _tag: "PlaceOrder",
      orderId,
      deliveryId: DeliveryId.make(`delivery-${n}`),
      customerId: CustomerId.make("carla"),
      restaurantId: RestaurantId.make("roma"),
      regionId: REGION,
      items: [{ itemId: MenuItemId.make("pizza"), quantity: 1, unitPrice: price }],
      deliveryFee: { amountMinor: 200, currency: "EUR" },
      pickup: at(from),
      dropoff: at(to),
      promisedAtMs: nowMs + 40 * MINUTE_MS,
      preparationMs: readyMin * MINUTE_MS,
      autoAccept: false
    })
  )
  return orderId
})

/** Places, pays and confirms an order; the food is ready in no time, unless told. */
export const place = Effect.fnUntraced(function* (n: number, placing: Placing = {}) {
  const orderId = yield* placeOnly(n, placing)
  const readyEstimateAtMs = (yield* Clock.currentTimeMillis) + (placing.readyMin ?? 0) * MINUTE_MS
  const funds = "held"
  yield* send(
    orderId,
    fromOutside({ _tag: "AuthorisationGranted", paymentId: PaymentId.make(`pay-${n}`), funds })
  )
  yield* send(orderId, fromOutside({ _tag: "RestaurantAccepted", readyEstimateAtMs }))
  return orderId
})

/** One input to one case. */
export const send = Effect.fnUntraced(function* (
  orderId: OrderId,
  input: CaseInput,
  actor: Actor = systemActor
) {
  const cases = yield* Cases
  const decide = () => Effect.succeed([{ orderId, inputs: [input] }])
  return yield* cases.advance({ actor, commandId: null, orderIds: [orderId], decide })
})

/** Goes on duty; `offMin`: for so long. */
export const onDuty = Effect.fnUntraced(function* (
  n: number,
  where: Kilometres,
  offMin: number | null = null
) {
  const couriers = yield* Couriers
  const courierId = courier(n)
  yield* couriers.onboard(operator, {
    courierId,
    regionId: REGION,
    name: `Courier ${n}`,
    vehicle: "motorcycle",
    rating: null
  })
  const nowMs = yield* Clock.currentTimeMillis
  const offAtMs = offMin === null ? null : nowMs + offMin * MINUTE_MS
  const start = { regionId: REGION, vehicle: "motorcycle", position: at(where), offAtMs } as const
  return yield* couriers.goOn(operator, courierId, start)
})
export const offDuty = (n: number) =>
  Effect.flatMap(Couriers, (couriers) => couriers.goOff(operator, courier(n)))
export const now = (n: number) => Effect.flatMap(Couriers, (couriers) => couriers.now(operator, courier(n)))

/** The delivery as saved. */
export const deliveryOf = Effect.fnUntraced(function* (orderId: OrderId) {
  const state = yield* Effect.flatMap(Cases, (cases) => cases.read(orderId))
  const { delivery } = Option.getOrThrow(state)
  if (delivery.status === "none") throw new Error(`${orderId} is not confirmed`)
  return delivery
})
export const statusOf = (orderId: OrderId) => Effect.map(deliveryOf(orderId), ({ status }) => status)

/** Lets time pass until it is so: second after second, at most `withinMin` minutes. */
export const until = Effect.fnUntraced(function* <E, R>(
  what: string,
  isSo: Effect.Effect<boolean, E, R>,
  withinMin = 20
) {
  for (let second = 0; second < withinMin * 60; second++) {
    yield* pass(0)
    if (yield* isSo) return
    yield* TestClock.adjust(SECOND_MS)
  }
  throw new Error(`it never came that ${what}`)
})

/** Lets time pass, and everybody come to rest. */
export const pass = Effect.fnUntraced(function* (ms: number) {
  yield* TestClock.adjust(ms)
  for (let i = 0; i < 200; i++) yield* Effect.yieldNow
})

/** The offer that the courier is asked to answer, once there is one. */
export const asked = Effect.fnUntraced(function* (n: number) {
  yield* until(
    `courier ${n} is asked`,
    Effect.map(now(n), ({ offers }) => offers.length > 0)
  )
  const { offers } = yield* now(n)
  const [first] = offers
  if (first === undefined || first.delivery.status === "none" || first.delivery.offerId === null)
    throw new Error("no offer")
  return first.delivery.offerId
})

/** Answers for the whole bundle, in one commit. */
export const answer = Effect.fnUntraced(function* (
  n: number,
  offerId: OfferId,
  _tag: "AcceptOffer" | "RejectOffer"
) {
  const cases = yield* Cases
  const orderIds = yield* Effect.flatMap(CaseStore, (store) => store.offeredAs(offerId))
  const courierId = courier(n)
  const isOpen = ({ delivery }: Pick<OrderCase, "delivery">) =>
    delivery.status !== "none" && delivery.lastOfferId === offerId && delivery.status !== "cancelled"
  return yield* cases.advance({
    actor: { role: "courier", subject: courierId },
    commandId: null,
    orderIds,
    decide: (states) =>
      Effect.succeed(
        states.flatMap((state) =>
          state.length > 0 && state.delivery.status !== "none" && isOpen({ delivery: state.delivery })
            ? [
                {
                  orderId: OrderId.make(state.delivery.orderId),
                  inputs: [toDelivery({ _tag, offerId, courierId })]
                }
              ]
            : []
        )
      )
  })
})

export const accepts = Effect.fnUntraced(function* (n: number) {
  yield* answer(n, yield* asked(n), "AcceptOffer")
})
export const rejects = Effect.fnUntraced(function* (n: number) {
  yield* answer(n, yield* asked(n), "RejectOffer")
})

/** Drives one order of the courier from acceptance to its end. */
export const delivers = Effect.fnUntraced(function* (n: number, orderId: OrderId) {
  const courierId = courier(n)
  for (const _tag of ["ArriveAtRestaurant", "PickUp", "ArriveAtCustomer", "CompleteDelivery"] as const) {
    yield* pass(2 * MINUTE_MS)
    yield* send(orderId, toDelivery({ _tag, courierId }), { role: "courier", subject: courierId })
  }
})

/** Every service that tests look at. */
export const everything = Effect.gen(function* () {
  return {
    alarms: yield* Alarms,
    cases: yield* Cases,
    couriers: yield* CourierStore,
    explanations: yield* Explanations,
    leases: yield* RegionLeases,
    tables: yield* MemoryTables
  }
})
