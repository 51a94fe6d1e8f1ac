import { CardFreeText, Limits } from "@hotbag/core"
import { Schema } from "effect"

const line = CardFreeText.check(Schema.isMaxLength(Limits.addressLength))
const note = CardFreeText.check(Schema.isMaxLength(Limits.orderNoteLength))

/** What is personal about an order: stands beside the log, written with the placement, and can be erased without touching it (P10). */
export const OrderDetails = Schema.Struct({
  /** The address as the customer writes it; where it is on the map is part of the order. */
  address: Schema.NullOr(line),
  /** Who receives it. */
  recipient: Schema.NullOr(line),
  /** For the courier: floor, door, bell. */
  instructions: Schema.NullOr(note),
  /** For the kitchen. */
  note: Schema.NullOr(note)
})
export interface OrderDetails extends Schema.Schema.Type<typeof OrderDetails> {}
