import { CustomerId, type LatLng, Limits, type MenuItemId, type RestaurantId } from "@hotbag/core"
import { Clock, Context, Effect, Layer, Option, Result, Schedule, Schema } from "effect"
import type { Actor } from "../Actor.ts"
import { Catalogue } from "../catalogue/Catalogue.ts"
import { QuoteRefused } from "../catalogue/errors.ts"
import { Menus, type QuotedOrder, type QuoteWish } from "../catalogue/Menus.ts"
import { NotFound } from "../NotFound.ts"
import type { StoreUnavailable } from "../StoreUnavailable.ts"
import { Turns } from "../Turns.ts"
import { type Cart, emptyCart } from "./Cart.ts"
import { CartStore } from "./CartStore.ts"
import { type CartItem, withMore, withQuantity } from "./changeCart.ts"
import { CartBusy, CartEmpty, type OtherRestaurant } from "./errors.ts"

/** Why a cart does not change. */
type CartRefusal = NotFound | CartEmpty | QuoteRefused | OtherRestaurant | CartBusy | StoreUnavailable

/** Carts (S5): everybody has one, and sees no other. A cart is empty again `Limits.cartKeptMs` after its last change. */
export class Carts extends Context.Service<
  Carts,
  {
    readonly get: (actor: Actor) => Effect.Effect<Cart, NotFound | StoreUnavailable>
    /** Puts more pieces in; all from one restaurant. */
    readonly add: (
      actor: Actor,
      restaurantId: RestaurantId,
      items: ReadonlyArray<CartItem>
    ) => Effect.Effect<Cart, CartRefusal>
    /** Empties the cart and puts these in. */
    readonly replace: (
      actor: Actor,
      restaurantId: RestaurantId,
      items: ReadonlyArray<CartItem>
    ) => Effect.Effect<Cart, CartRefusal>
    /** So many pieces of an item of the restaurant that the cart is of; 0 takes it out. The first item says which restaurant: by `replace` or `add`. */
    readonly setQuantity: (
      actor: Actor,
      itemId: MenuItemId,
      quantity: number
    ) => Effect.Effect<Cart, CartRefusal>
    readonly clear: (actor: Actor) => Effect.Effect<Cart, CartRefusal>
    /** What the cart costs now, and when it would be there (S17); other prices than the customer saw are refused with the differences. */
    readonly quote: (
      actor: Actor,
      dropoff: LatLng
    ) => Effect.Effect<QuotedOrder, NotFound | CartEmpty | QuoteRefused | StoreUnavailable>
    /** The same for items that are in no cart, for anybody. */
    readonly quoteItems: (
      wish: QuoteWish
    ) => Effect.Effect<QuotedOrder, NotFound | QuoteRefused | StoreUnavailable>
  }
>()("@hotbag/services/carts/Carts") {
  /** Forgets old carts in the background. */
  static readonly layer: Layer.Layer<Carts, never, CartStore | Catalogue | Menus> = Layer.effect(
    Carts,
    Effect.gen(function* () {
      const store = yield* CartStore
      const menus = yield* Menus
      const carts = makeCarts(store, yield* Catalogue, menus)
      yield* sweepOld(store).pipe(Effect.repeat(Schedule.spaced(SWEEP_MS)), Effect.forkScoped)
      return carts
    })
  )
}

const SWEEP_MS = 600_000
/** Times that a change is tried, when another device changes the cart at the same moment. */
const CHANGES_AT_MOST = 5
const BUSY_MS = 500

const makeCarts = (
  store: CartStore["Service"],
  catalogue: Catalogue["Service"],
  menus: Menus["Service"]
): Carts["Service"] => {
  const turns = new Turns<CustomerId>(Limits.cartWaiters)
  /** Loads, changes and saves, one after the other; again when another process was faster. */
  const change = (actor: Actor, next: (cart: Cart) => Effect.Effect<Cart, CartRefusal>) =>
    Effect.flatMap(customerOf(actor), (customerId) =>
      turns.alone(customerId, changeOf(customerId, next), () => new CartBusy({ retryAfterMs: BUSY_MS }))
    )
  const changeOf = (customerId: CustomerId, next: (cart: Cart) => Effect.Effect<Cart, CartRefusal>) =>
    Effect.gen(function* () {
      const atMs = yield* Clock.currentTimeMillis
      const before = yield* loadCart(store, customerId, atMs)
      const after: Cart = { ...(yield* next(before)), version: before.version + 1, updatedAtMs: atMs }
      yield* store.save(after, before.version)
      return after
    }).pipe(
      Effect.retry({ times: CHANGES_AT_MOST - 1, while: ({ _tag }) => _tag === "StaleCart" }),
      Effect.catchTag("StaleCart", () => Effect.fail(new CartBusy({ retryAfterMs: BUSY_MS })))
    )

  const more = (cart: Cart, restaurantId: RestaurantId, items: ReadonlyArray<CartItem>) =>
    Effect.flatMap(catalogue.menu(restaurantId), ({ menu }) => refusable(withMore(cart, menu, items)))

  return {
    get: Effect.fn("Carts.get")(function* (actor) {
      const customerId = yield* customerOf(actor)
      return yield* loadCart(store, customerId, yield* Clock.currentTimeMillis)
    }),
    add: Effect.fn("Carts.add")((actor, restaurantId, items) =>
      change(actor, (cart) => more(cart, restaurantId, items))
    ),
    replace: Effect.fn("Carts.replace")((actor, restaurantId, items) =>
      change(actor, (cart) => more(emptied(cart), restaurantId, items))
    ),
    setQuantity: Effect.fn("Carts.setQuantity")((actor, itemId, quantity) =>
      change(actor, (cart) => {
        if (cart.lines.some((line) => line.itemId === itemId)) {
          return refusable(withQuantity(cart, itemId, quantity))
        }
        // What is not there need not be taken out: repeating a request changes nothing.
        if (quantity === 0) return Effect.succeed(cart)
        return cart.restaurantId === null
          ? Effect.fail(new CartEmpty())
          : more(cart, cart.restaurantId, [{ itemId, quantity }])
      })
    ),
    clear: Effect.fn("Carts.clear")((actor) => change(actor, (cart) => Effect.succeed(emptied(cart)))),
    quote: Effect.fn("Carts.quote")(function* (actor, dropoff) {
      const customerId = yield* customerOf(actor)
      const { restaurantId, lines } = yield* loadCart(store, customerId, yield* Clock.currentTimeMillis)
      if (restaurantId === null) return yield* new CartEmpty()
      return yield* menus.quote({ restaurantId, lines, dropoff })
    }),
    quoteItems: menus.quote
  }
}

/** Carts are the customers' own; nobody else has one. */
const customerOf = ({ role, subject }: Actor): Effect.Effect<CustomerId, NotFound> =>
  role === "customer" && Schema.is(CustomerId)(subject)
    ? Effect.succeed(subject)
    : Effect.fail(new NotFound())

/** The cart; empty when it is too old, but with its version, so that it can be saved over. */
const loadCart = Effect.fnUntraced(function* (
  store: CartStore["Service"],
  customerId: CustomerId,
  atMs: number
) {
  const found = Option.getOrNull(yield* store.load(customerId))
  if (found === null) return emptyCart(customerId, atMs)
  return found.updatedAtMs + Limits.cartKeptMs <= atMs ? emptied(found) : found
})

const emptied = (cart: Cart): Cart => ({ ...cart, restaurantId: null, lines: [] })

const refusable = (
  result: ReturnType<typeof withMore> | ReturnType<typeof withQuantity>
): Effect.Effect<Cart, QuoteRefused | OtherRestaurant> => {
  if (Result.isSuccess(result)) return Effect.succeed(result.success)
  const { failure } = result
  return Effect.fail(failure._tag === "OtherRestaurant" ? failure : new QuoteRefused({ rejection: failure }))
}

/** Removes what is too old, as long as there is more of it; a store that is away is asked again next time. */
const sweepOld = (store: CartStore["Service"]): Effect.Effect<void> =>
  Effect.gen(function* () {
    const atMs = (yield* Clock.currentTimeMillis) - Limits.cartKeptMs
    while ((yield* store.sweep(atMs)) >= Limits.cartsPerSweep) yield* Effect.yieldNow
  }).pipe(Effect.ignore)
