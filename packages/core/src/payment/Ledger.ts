import { Schema } from "effect"
import { Currency } from "../Currency.ts"
import { OrderId } from "../Ids.ts"
import { Limits } from "../Limits.ts"
import type { Money } from "../Money.ts"

/**
 * Where money can be. `customer` is outside: it owes what it shows. `hold` is reserved at the gateway, `deposit` was charged but is not
 * earned yet. The rest is earned: owed to the restaurant and the courier, or the platform's own.
 */
export const AccountKind = Schema.Literals([
  "customer",
  "hold",
  "deposit",
  "restaurant-payable",
  "courier-payable",
  "platform-revenue"
])
export type AccountKind = typeof AccountKind.Type

/** One account. `ownerId` is the customer, restaurant or courier; null for what is the platform's. */
export const Account = Schema.Struct({ kind: AccountKind, ownerId: Schema.NullOr(Schema.String) })
export interface Account extends Schema.Schema.Type<typeof Account> {}

/** What a transfer stands for. An order has each at most once, so order and kind name a transfer. */
export const TransferKind = Schema.Literals(["hold", "charge", "capture", "void", "refund"])
export type TransferKind = typeof TransferKind.Type

/** What one account receives, in minor units: more than nothing. */
export const Share = Schema.Struct({
  account: Account,
  amountMinor: Schema.Int.check(Schema.isBetween({ minimum: 1, maximum: Limits.moneyMinor }))
})
export interface Share extends Schema.Schema.Type<typeof Share> {}

/**
 * Money that moves from one account to others, all in one currency. What `from` gives is not written down but reckoned from the
 * shares, so that there is no unbalanced transfer (P5); {@link postingsOf} writes it out.
 */
export const Transfer = Schema.Struct({
  orderId: OrderId,
  kind: TransferKind,
  currency: Currency,
  from: Account,
  to: Schema.NonEmptyArray(Share)
})
export interface Transfer extends Schema.Schema.Type<typeof Transfer> {}

/** One line of the ledger: `amount` enters the account, or leaves it when negative. */
export interface Posting {
  readonly account: Account
  readonly amount: Money
}

/** What a transfer moves in all, in minor units. */
export const amountOf = (transfer: Transfer): number =>
  transfer.to.reduce((sum, { amountMinor }) => sum + amountMinor, 0)

/** The transfer as lines of a ledger: what `from` gives first, then each share. They sum to zero (P5). */
export const postingsOf = (transfer: Transfer): ReadonlyArray<Posting> => {
  const { currency, from, to } = transfer
  return [
    { account: from, amount: { amountMinor: -amountOf(transfer), currency } },
    ...to.map(({ account, amountMinor }) => ({ account, amount: { amountMinor, currency } }))
  ]
}

/** What every account holds after the postings, without those at zero; in order of first use. O(postings). */
export const balances = (postings: Iterable<Posting>): ReadonlyArray<Posting> => {
  const sums = new Map<string, { readonly first: Posting; amountMinor: number }>()
  for (const posting of postings) {
    const { account, amount } = posting
    const key = `${account.kind} ${amount.currency} ${account.ownerId ?? ""}`
    const sum = sums.get(key)
    if (sum === undefined) sums.set(key, { first: posting, amountMinor: amount.amountMinor })
    else sum.amountMinor += amount.amountMinor
  }
  return [...sums.values()]
    .filter(({ amountMinor }) => amountMinor !== 0)
    .map(({ first: { account, amount }, amountMinor }) => ({
      account,
      amount: { amountMinor, currency: amount.currency }
    }))
}
