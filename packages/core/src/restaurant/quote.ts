import { Result } from "effect"
import { quoteAtCheckout } from "../eta/EtaModel.ts"
import { haversineM } from "../geo/haversine.ts"
import type { LatLng } from "../geo/LatLng.ts"
import type { MenuItemId, RestaurantId } from "../Ids.ts"
import { Limits } from "../Limits.ts"
import { addMoney, type Money, type MoneyRejection, multiplyMoney, zeroMoney } from "../Money.ts"
import { isOfferedAt, type Menu, type MenuItem, menuItems } from "./Menu.ts"
import {
  amountRefused,
  itemUnavailable,
  itemUnknown,
  menuChanged,
  outOfStock,
  type PriceDifference,
  quoteLinesRefused,
  type QuoteRejection,
  restaurantClosed,
  tooFar
} from "./quoteRejections.ts"
import { etaPartsOf, type QuoteRules } from "./quoteRules.ts"
import { type Restaurant, takesOrdersAt, takesOrdersNextAtMs } from "./Restaurant.ts"

/** What somebody wants: pieces of an item, and the price they saw, if they tell. */
export interface WantedLine {
  readonly itemId: MenuItemId
  readonly quantity: number
  readonly seenPrice?: Money | undefined
}

/** A line with its price. */
export interface QuotedLine {
  readonly itemId: MenuItemId
  readonly name: string
  readonly quantity: number
  readonly unitPrice: Money
  readonly lineTotal: Money
}

/** What an order would cost, and when it would be there (S17). */
export interface Quote {
  readonly restaurantId: RestaurantId
  readonly menuVersion: number
  readonly lines: ReadonlyArray<QuotedLine>
  readonly itemTotal: Money
  readonly deliveryFee: Money
  /** Items and delivery fee. */
  readonly total: Money
  /** From the restaurant to the door, as the crow flies. */
  readonly distanceM: number
  /** One in ten is there before this. */
  readonly earlyAtMs: number
  /** As likely before as after. */
  readonly likelyAtMs: number
  /** What is promised (C6). */
  readonly promisedAtMs: number
  readonly quotedAtMs: number
  /** Until then the platform keeps to it, as far as the restaurant keeps to its menu. */
  readonly validUntilMs: number
}

/** What a quote is made of. */
export interface QuoteRequest {
  readonly restaurant: Restaurant
  readonly menu: Menu
  /** Pieces left of the items that are counted; an item that is missing has what its menu says. */
  readonly stock: ReadonlyMap<MenuItemId, number>
  readonly lines: ReadonlyArray<WantedLine>
  readonly dropoff: LatLng
  readonly atMs: number
}

/**
 * What an order would cost and when it would be there, or why it cannot be had (S5, S7, S17). Lines of one item are counted together against
 * the stock. O(items of the menu + lines), and half a millisecond for the distribution of the time.
 */
export const quoteOrder = (
  { restaurant, menu, stock, lines, dropoff, atMs }: QuoteRequest,
  rules: QuoteRules
): Result.Result<Quote, QuoteRejection> => {
  const malformed = malformedLines(lines)
  if (malformed !== null) return Result.fail(quoteLinesRefused(malformed))
  if (!takesOrdersAt(restaurant, atMs)) {
    return Result.fail(restaurantClosed(restaurant, takesOrdersNextAtMs(restaurant, atMs)))
  }
  const distanceM = haversineM(restaurant.position, dropoff)
  if (distanceM > rules.reachM) return Result.fail(tooFar(distanceM, rules.reachM))
  const items = new Map(menuItems(menu).map((item) => [item.id, item]))
  const refused =
    priceRefusal(lines, items, menu.version) ??
    availabilityRefusal(lines, items, stock, restaurant.zone, atMs)
  if (refused !== null) return Result.fail(refused)
  const sums = sumsOf(lines, items, restaurant, deliveryFeeFor(distanceM, rules))
  if (Result.isFailure(sums)) return Result.fail(amountRefused(sums.failure))
  const parts = etaPartsOf(rules, restaurant, dropoff, atMs)
  const times = quoteAtCheckout(atMs, parts, {
    kept: rules.kept,
    roundUpToMs: rules.roundPromiseToMs,
    stepMs: ETA_STEP_MS
  })
  return Result.succeed({
    restaurantId: restaurant.id,
    menuVersion: menu.version,
    ...sums.success,
    distanceM,
    ...times,
    quotedAtMs: atMs,
    validUntilMs: atMs + rules.validForMs
  })
}

/** A third of the cost of the default step, and quantiles within half a second of it. */
const ETA_STEP_MS = 20_000

/** The fee for a distance: the base, and what is due for every kilometre beyond the included ones, rounded up. Never falls with distance. */
export const deliveryFeeFor = (
  distanceM: number,
  { baseFee, feePerKm, includedM, roundFeeToMinor }: QuoteRules
): Money => {
  const beyondKm = Math.max(0, distanceM - includedM) / 1_000
  const exact = baseFee.amountMinor + feePerKm.amountMinor * beyondKm
  return { amountMinor: Math.ceil(exact / roundFeeToMinor) * roundFeeToMinor, currency: baseFee.currency }
}

const malformedLines = (lines: ReadonlyArray<WantedLine>): string | null => {
  if (lines.length === 0) return "There are no lines"
  if (lines.length > Limits.orderLines) return `There are ${lines.length} lines`
  const wrong = lines.find(
    ({ quantity }) => !Number.isInteger(quantity) || quantity < 1 || quantity > Limits.itemQuantity
  )
  return wrong === undefined ? null : `There are ${wrong.quantity} pieces of ${wrong.itemId}`
}

type Items = ReadonlyMap<MenuItemId, MenuItem>

/** All differences at once, so that the customer is asked once; an item without a seen price that is gone is simply unknown. */
const priceRefusal = (
  lines: ReadonlyArray<WantedLine>,
  items: Items,
  menuVersion: number
): QuoteRejection | null => {
  const differences = new Map<MenuItemId, PriceDifference>()
  for (const { itemId, seenPrice } of lines) {
    const item = items.get(itemId)
    if (seenPrice === undefined) {
      if (item === undefined) return itemUnknown(itemId)
      continue
    }
    const now = item?.price ?? null
    if (now?.amountMinor !== seenPrice.amountMinor || now.currency !== seenPrice.currency) {
      differences.set(itemId, { itemId, seen: seenPrice, now })
    }
  }
  return differences.size === 0 ? null : menuChanged(menuVersion, [...differences.values()])
}

const availabilityRefusal = (
  lines: ReadonlyArray<WantedLine>,
  items: Items,
  stock: ReadonlyMap<MenuItemId, number>,
  zone: string,
  atMs: number
): QuoteRejection | null => {
  const wanted = new Map<MenuItemId, number>()
  for (const { itemId, quantity } of lines) wanted.set(itemId, (wanted.get(itemId) ?? 0) + quantity)
  for (const [itemId, quantity] of wanted) {
    const item = items.get(itemId)
    if (item === undefined) return itemUnknown(itemId)
    if (!isOfferedAt(item, zone, atMs)) return itemUnavailable(itemId, item.name)
    if (item.availability._tag !== "Stock") continue
    const left = stock.get(itemId) ?? item.availability.stock
    if (left < quantity) return outOfStock(itemId, item.name, left)
  }
  return null
}

const sumsOf = (
  lines: ReadonlyArray<WantedLine>,
  items: Items,
  { currency }: Restaurant,
  deliveryFee: Money
): Result.Result<Pick<Quote, "lines" | "itemTotal" | "deliveryFee" | "total">, MoneyRejection> =>
  Result.gen(function* () {
    const quoted: Array<QuotedLine> = []
    let itemTotal = zeroMoney(currency)
    for (const { itemId, quantity } of lines) {
      const item = items.get(itemId)
      if (item === undefined) continue
      const lineTotal = yield* multiplyMoney(item.price, quantity)
      itemTotal = yield* addMoney(itemTotal, lineTotal)
      quoted.push({ itemId, name: item.name, quantity, unitPrice: item.price, lineTotal })
    }
    return { lines: quoted, itemTotal, deliveryFee, total: yield* addMoney(itemTotal, deliveryFee) }
  })
