import { isCase, type CaseState, type OrderCase } from "@hotbag/core"
import { Effect, Option } from "effect"
import type { Actor } from "../Actor.ts"
import { NotFound } from "../NotFound.ts"

/**
 * Whether the case is the actor's business (P9): their own order, an order at their restaurant, a delivery that they carry or are asked to
 * carry, and everything for operations. O(1).
 */
export const mayEnter = (actor: Actor, { delivery, order }: OrderCase): boolean => {
  const { role, subject } = actor
  switch (role) {
    case "customer":
      return order.customerId === subject
    case "restaurant":
      return order.restaurantId === subject
    case "courier":
      return delivery.status !== "none" && (delivery.courierId === subject || delivery.offeredTo === subject)
    case "operator":
    case "system":
      return true
  }
}

/** The case, if there is one and the actor may enter it; else nobody learns which (P9). */
export const enter = (
  actor: Actor,
  state: Option.Option<CaseState> | CaseState | null
): Effect.Effect<OrderCase, NotFound> => {
  const found = Option.isOption(state) ? Option.getOrNull(state) : state
  return found !== null && isCase(found) && mayEnter(actor, found)
    ? Effect.succeed(found)
    : Effect.fail(new NotFound())
}
