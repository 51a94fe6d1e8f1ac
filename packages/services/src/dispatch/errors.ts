import type { CourierId, OrderId, RegionId } from "@hotbag/core"
import { Data } from "effect"

/** Nobody in this process dispatches the region at the moment. Wire: 503 with `Retry-After`. */
export class DispatcherAway extends Data.TaggedError("DispatcherAway")<{
  readonly regionId: RegionId
  readonly retryAfterMs: number
}> {
  override get message(): string {
    return `Region ${this.regionId} has no dispatcher here at the moment; try again.`
  }
}

/** The order cannot be given to that courier, or taken from its courier, as things are. Wire: 409. */
export class AssignRefused extends Data.TaggedError("AssignRefused")<{
  readonly orderId: OrderId
  readonly courierId: CourierId | null
  readonly why:
    | "not-waiting"
    | "courier-not-free"
    | "courier-declined"
    | "carried-by-another"
    | "not-assigned"
    | "picked-up"
    | "refused"
}> {
  override get message(): string {
    switch (this.why) {
      case "not-waiting":
        return `Order ${this.orderId} does not wait for a courier; look at its delivery first.`
      case "courier-not-free":
        return `Courier ${this.courierId} is not on duty, being asked, or at work; choose one who is idle.`
      case "courier-declined":
        return `Courier ${this.courierId} has declined this order and is not asked again; choose another one.`
      case "carried-by-another":
        return `Another courier has order ${this.orderId}; reassign it first.`
      case "not-assigned":
        return `No courier has order ${this.orderId}; there is nothing to take away.`
      case "picked-up":
        return `Order ${this.orderId} is on board already; it can only be delivered or fail.`
      case "refused":
        return `Order ${this.orderId} changed meanwhile; look at it and decide again.`
    }
  }
}
