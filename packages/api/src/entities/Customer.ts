import { CardFreeText, CustomerId, DisplayName, Limits, StorableText } from "@hotbag/core"
import { Schema } from "effect"
import { Instant } from "../wire/Instant.ts"
import { Position } from "../wire/Position.ts"

const address = Schema.Struct({
  label: DisplayName.annotate({ description: "What the customer calls it.", examples: ["home"] }),
  text: CardFreeText.check(Schema.isMinLength(1), Schema.isMaxLength(Limits.addressLength)),
  location: Position
}).annotate({ identifier: "Address" })

const profile = {
  name: DisplayName,
  email: Schema.NullOr(
    StorableText.check(Schema.isMaxLength(Limits.mailLength), Schema.isPattern(/^[^\s@]+@[^\s@]+$/))
  ),
  phone: Schema.NullOr(Schema.String.check(Schema.isPattern(/^\+[1-9]\d{6,14}$/))).annotate({
    description: "With the country's prefix (E.164)."
  }),
  addresses: Schema.Array(address)
    .check(Schema.isMaxLength(Limits.customerAddresses))
    .annotate({ description: "The first is where an order goes that says nothing else." })
}

/** A customer, as far as they tell of themselves (S53, S135). */
export const Customer = Schema.Struct({ userId: CustomerId, ...profile, updatedAt: Instant }).annotate({
  identifier: "User",
  description: "A customer."
})
export type Customer = typeof Customer.Type

/** Body of `PUT /customers/me`. */
export const CustomerRequest = Schema.Struct(profile).annotate({ identifier: "UserRequest" })
export type CustomerRequest = typeof CustomerRequest.Type
