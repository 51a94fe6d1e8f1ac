import { AtMs, CardFreeText, CustomerId, DisplayName, LatLng, Limits, StorableText } from "@hotbag/core"
import { Schema } from "effect"

/** A place that a customer has things delivered to. */
export const CustomerAddress = Schema.Struct({
  /** What the customer calls it: `home`. */
  label: DisplayName,
  /** In words, for the courier. */
  text: CardFreeText.check(Schema.isMinLength(1), Schema.isMaxLength(Limits.addressLength)),
  position: LatLng
})
export type CustomerAddress = typeof CustomerAddress.Type

/** What customers say about themselves (S53): as little as delivering takes (S135). */
export const CustomerProfile = Schema.Struct({
  name: DisplayName,
  email: Schema.NullOr(
    StorableText.check(Schema.isMaxLength(Limits.mailLength), Schema.isPattern(/^[^\s@]+@[^\s@]+$/))
  ),
  /** With the country's prefix (E.164). */
  phone: Schema.NullOr(Schema.String.check(Schema.isPattern(/^\+[1-9]\d{6,14}$/))),
  addresses: Schema.Array(CustomerAddress).check(Schema.isMaxLength(Limits.customerAddresses))
})
export type CustomerProfile = typeof CustomerProfile.Type

/** A customer. */
export const Customer = Schema.Struct({ id: CustomerId, ...CustomerProfile.fields, updatedAtMs: AtMs })
export type Customer = typeof Customer.Type
