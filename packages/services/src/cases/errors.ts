import type { CaseRejection, CommandId, CourierId, MenuItemId, OrderId, RegionId } from "@hotbag/core"
import { Data } from "effect"

/** Somebody else changed the case meanwhile: load it again and decide again. Never leaves the engine. */
export class StaleCase extends Data.TaggedError("StaleCase")<{ readonly orderId: OrderId }> {}

/** The command has its receipt already, written by somebody faster: read it. Never leaves the engine. */
export class ReceiptTaken extends Data.TaggedError("ReceiptTaken")<{
  readonly scope: string
  readonly key: CommandId
}> {}

/** The dispatcher was replaced by a newer one: it has to stop (S84, P3). */
export class StaleEpoch extends Data.TaggedError("StaleEpoch")<{
  readonly regionId: RegionId
  readonly given: number
  readonly seen: number
}> {
  override get message(): string {
    return `Epoch ${this.given} of region ${this.regionId} is over, it is at ${this.seen}; stop dispatching and take the lease anew.`
  }
}

/** The courier carries as much as fits (P3). Wire: 409. */
export class CourierFull extends Data.TaggedError("CourierFull")<{
  readonly courierId: CourierId
  readonly capacity: number
}> {
  override get message(): string {
    return `The courier carries ${this.capacity} deliveries, which is all that fits; complete one before taking another.`
  }
}

/** Less is left of the item than was ordered (S7). Wire: 409. */
export class OutOfStock extends Data.TaggedError("OutOfStock")<{
  readonly itemId: MenuItemId
  readonly left: number
}> {
  override get message(): string {
    return this.left === 0
      ? `Item ${this.itemId} is sold out; take it off the order.`
      : `Only ${this.left} of item ${this.itemId} are left; order fewer.`
  }
}

/** The same command is being carried out right now. Wire: 409 with `Retry-After`. */
export class CommandInFlight extends Data.TaggedError("CommandInFlight")<{ readonly key: CommandId }> {
  override get message(): string {
    return `Command ${this.key} is still being carried out; ask again with the same key in a moment.`
  }
}

/** The key was used for something else. Wire: 422. */
export class CommandConflict extends Data.TaggedError("CommandConflict")<{ readonly key: CommandId }> {
  override get message(): string {
    return `Key ${this.key} was used for a command with another body; send a new command under a new key.`
  }
}

/** The lifecycle does not allow it now. `rejection` says why and what to do. Wire: 409. */
export class CaseRefused extends Data.TaggedError("CaseRefused")<{
  readonly orderId: OrderId
  readonly rejection: CaseRejection
}> {
  override get message(): string {
    return this.rejection.message
  }
}

/** Too many others changed the case at once; nothing was done. Wire: 503 with `Retry-After`. */
export class CaseBusy extends Data.TaggedError("CaseBusy")<{
  readonly orderId: OrderId
  readonly retryAfterMs: number
}> {
  override get message(): string {
    return `Order ${this.orderId} is changing too fast; try again in a moment.`
  }
}
