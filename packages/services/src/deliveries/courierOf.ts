import { CourierId, type OrderCase } from "@hotbag/core"
import { Effect, Option, Schema } from "effect"
import type { Actor } from "../Actor.ts"
import { RoleRefused } from "../orders/errors.ts"

/** For which courier the actor speaks: couriers for themselves, operations for whoever has the work or is asked. */
export const courierOf = (
  { role, subject }: Actor,
  { delivery }: OrderCase,
  what: string
): Effect.Effect<CourierId, RoleRefused> => {
  const concerned = delivery.status === "none" ? null : (delivery.courierId ?? delivery.offeredTo)
  const spoken =
    role === "courier"
      ? Option.getOrNull(Schema.decodeOption(CourierId)(subject))
      : role === "operator" || role === "system"
        ? concerned
        : null
  return spoken === null ? Effect.fail(new RoleRefused({ role, what })) : Effect.succeed(spoken)
}
