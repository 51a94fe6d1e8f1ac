import type { OrderId } from "@hotbag/core"
import type { Effect } from "effect"
import type { GatewayUnavailable } from "../errors.ts"
import type { SandboxPayment } from "./SandboxPayment.ts"

/** Where the sandbox keeps its payments. */
export interface SandboxBook {
  readonly find: (orderId: OrderId) => Effect.Effect<SandboxPayment | null, GatewayUnavailable>
  /** Written down for good when this succeeds: an answer is given only afterwards. */
  readonly write: (payment: SandboxPayment) => Effect.Effect<void, GatewayUnavailable>
}
