import type { OrderId } from "@hotbag/core"
import type { Effect } from "effect"
import type { GatewayUnavailable } from "../errors.ts"
import type { SandboxPayment } from "./SandboxPayment.ts"

/** Where the sandbox keeps its payments; apart from the orders, as a gateway's books are. */
export interface SandboxBook {
  readonly find: (orderId: OrderId) => Effect.Effect<SandboxPayment | null, GatewayUnavailable>
  /**
   * Writes the payment down for good if the book still says `before` (the same `asked`; null: nothing). False: somebody else was faster, and
   * nothing was written.
   */
  readonly write: (
    payment: SandboxPayment,
    before: SandboxPayment | null
  ) => Effect.Effect<boolean, GatewayUnavailable>
}
