import {
  Anything,
  LedgerInfo,
  MenuInfo,
  Nearby,
  OffersInfo,
  OrderInfo,
  ReasonsInfo,
  RestaurantInfo
} from "./answers.ts"
import { type Caller, DemoFailed } from "./Caller.ts"
import { waitFor } from "./waitFor.ts"

/** Everybody who has a part in the demonstration. */
export interface Cast {
  readonly customer: Caller
  /** Who runs the restaurant of that id. */
  readonly restaurant: (restaurantId: string) => Promise<Caller>
  readonly courier: Caller
  readonly courierId: string
  readonly operator: Caller
  /** Where the customer lives. */
  readonly home: { readonly lat: number; readonly lng: number }
  /** Says what happens next. */
  readonly say: (text: string) => void
}

/** What was read back at the end. */
export interface Dinner {
  readonly order: OrderInfo
  readonly ledger: LedgerInfo
  readonly reasons: ReasonsInfo
}

/** Orders dinner, cooks it, carries it, and reads back what became of it. @throws DemoFailed at the first thing that is not so. */
export const haveDinner = async (cast: Cast): Promise<Dinner> => {
  const { courier, courierId, customer, home, operator, say } = cast
  say("Anna is hungry and looks who cooks nearby.")
  const { restaurantId, menu, restaurant } = await chooseRestaurant(customer, home)

  say("Carlos begins his shift a street away.")
  await operator.send(
    "POST",
    "/couriers",
    { driverId: courierId, regionId: restaurant.regionId, name: "Carlos", vehicle: "bicycle" },
    Anything
  )
  const location = { lat: restaurant.location.lat + 0.002, lng: restaurant.location.lng }
  await courier.send(
    "PUT",
    "/couriers/me/shift",
    { regionId: restaurant.regionId, location, vehicle: "bicycle" },
    Anything
  )

  say("Anna orders; the answer waits for the payment.")
  const dish = menu.sections.flatMap(({ items }) => items).find(({ available }) => available)
  if (dish === undefined) throw new DemoFailed("the restaurant is open, but has nothing to sell")
  const placed = await customer.send(
    "POST",
    "/orders",
    {
      restaurantId,
      items: [{ itemId: dish.itemId, quantity: 2 }],
      paymentMethod: "card",
      paymentToken: "tok_ok",
      address: { ...home, text: "Door 3" }
    },
    OrderInfo
  )
  const paid = await untilStatus(customer, placed.orderId, ["PAYMENT_AUTHORISED", "CONFIRMED"])

  say(`The kitchen takes the order: two of ${dish.name}.`)
  const kitchen = await cast.restaurant(restaurantId)
  if (paid.status !== "CONFIRMED") {
    await kitchen.send("POST", `/orders/${placed.orderId}/confirm`, { inMinutes: 1 }, OrderInfo)
  }
  await kitchen.send("POST", `/orders/${placed.orderId}/preparing`, null, OrderInfo)
  await kitchen.send("POST", `/orders/${placed.orderId}/ready`, null, OrderInfo)

  say("Dispatch asks Carlos, who takes it.")
  await waitFor("an offer to the courier", async () => {
    const { offers } = await courier.get("/couriers/me/offers", OffersInfo)
    const isHis = offers.some(({ deliveries }) =>
      deliveries.some(({ deliveryId }) => deliveryId === placed.deliveryId)
    )
    return isHis ? true : null
  })
  const delivery = `/deliveries/${placed.deliveryId}`
  await courier.send("POST", `${delivery}/accept`, { decision: "accept" }, Anything)
  await courier.send("POST", `${delivery}/arrived`, null, Anything)
  await courier.send("POST", `${delivery}/picked-up`, null, Anything)
  await courier.send("POST", `${delivery}/arrived-at-customer`, null, Anything)
  await courier.send("POST", `${delivery}/complete`, null, Anything)

  say("What became of it:")
  const order = await untilStatus(customer, placed.orderId, ["DELIVERED"])
  const ledger = await waitFor("the captured payment", async () => {
    const now = await operator.get(`/orders/${placed.orderId}/ledger`, LedgerInfo)
    return now.entries.some(({ kind }) => kind === "capture") ? now : null
  })
  const reasons = await operator.get(`/orders/${placed.orderId}/dispatch`, ReasonsInfo)
  return { order, ledger, reasons }
}

const chooseRestaurant = async (customer: Caller, home: Cast["home"]) => {
  const { restaurants } = await customer.get(
    `/restaurants?lat=${home.lat}&lon=${home.lng}&radius=5000&open=true&limit=10`,
    Nearby
  )
  const [first] = restaurants
  if (first === undefined) throw new DemoFailed("nobody nearby is open")
  const restaurant = await customer.get(`/restaurants/${first.restaurantId}`, RestaurantInfo)
  const menu = await customer.get(`/restaurants/${first.restaurantId}/menu`, MenuInfo)
  return { restaurantId: first.restaurantId, restaurant, menu }
}

const untilStatus = (customer: Caller, orderId: string, wanted: ReadonlyArray<string>): Promise<OrderInfo> =>
  waitFor(`the order to be ${wanted.join(" or ")}`, async () => {
    const order = await customer.get(`/orders/${orderId}`, OrderInfo)
    return wanted.includes(order.status) ? order : null
  })
