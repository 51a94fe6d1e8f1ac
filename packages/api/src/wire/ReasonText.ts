import { CardFreeText, Limits } from "@hotbag/core"
import { Schema } from "effect"

/** Why, as a person says it in a request: kept with the order, and so without anything that looks like a card number (S132). */
export const ReasonText = CardFreeText.check(
  Schema.isMinLength(1),
  Schema.isMaxLength(Limits.reasonLength)
).annotate({ description: "In words, or a code." })
