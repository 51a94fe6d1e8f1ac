import { invariant } from "../Invariant.ts"
import type { Order } from "../order/Order.ts"
import type { Account, Share } from "./Ledger.ts"

/** What the platform earns. */
export interface PlatformRates {
  /** Share of the price of the items, in hundredths of a percent: 0..10,000. */
  readonly commissionBps: number
}

/** Rates unless an operator agrees on others: a quarter of the items. */
export const defaultPlatformRates: PlatformRates = { commissionBps: 2_500 }

const WHOLE_BPS = 10_000

/**
 * The commission on `itemsMinor`, rounded down to whole minor units: what does not divide is the restaurant's. Exact for every amount
 * within `Limits.moneyMinor`.
 */
export const commissionMinor = (itemsMinor: number, { commissionBps }: PlatformRates): number => {
  invariant(
    Number.isInteger(commissionBps) && commissionBps >= 0 && commissionBps <= WHOLE_BPS,
    "a commission is 0 to 10,000 hundredths of a percent",
    { commissionBps }
  )
  // The product of the two would not fit a double's 53 bits; quotient and remainder apart do.
  const rest = itemsMinor % WHOLE_BPS
  return ((itemsMinor - rest) / WHOLE_BPS) * commissionBps + Math.floor((rest * commissionBps) / WHOLE_BPS)
}

/**
 * Who earns what of a delivered order: the restaurant the items less the commission, the courier the delivery fee, the platform the
 * commission. The fee of an order that nobody is known to have carried is the platform's. Shares of zero are
 * left out; the others sum to the order's total.
 */
export const splitOf = (order: Order, rates: PlatformRates): ReadonlyArray<Share> => {
  const { courierId, deliveryFee, restaurantId, total } = order
  const feeMinor = deliveryFee.amountMinor
  const itemsMinor = total.amountMinor - feeMinor
  const commission = commissionMinor(itemsMinor, rates)
  const shares: ReadonlyArray<Share> = [
    { account: { kind: "restaurant-payable", ownerId: restaurantId }, amountMinor: itemsMinor - commission },
    {
      account: { kind: "courier-payable", ownerId: courierId },
      amountMinor: courierId === null ? 0 : feeMinor
    },
    { account: platformRevenue, amountMinor: commission + (courierId === null ? feeMinor : 0) }
  ]
  return shares.filter(({ amountMinor }) => amountMinor > 0)
}

const platformRevenue: Account = { kind: "platform-revenue", ownerId: null }
