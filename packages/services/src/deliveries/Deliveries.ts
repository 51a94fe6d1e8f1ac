import type { DeliveryId, OfferId, OrderCase } from "@hotbag/core"
import { Context, type Effect } from "effect"
import type { Actor } from "../Actor.ts"
import type { Answered, CommandError } from "../cases/Cases.ts"
import type { NotFound } from "../NotFound.ts"
import type { Command } from "../orders/Command.ts"
import type { RoleRefused } from "../orders/errors.ts"
import type { StoreUnavailable } from "../StoreUnavailable.ts"

type Done = Effect.Effect<Answered, CommandError | NotFound | RoleRefused>

/**
 * What couriers do with deliveries (S11, S22, S42, S43). Only who was asked may answer, only who carries may report (P3); operations may do it for
 * them. A repeat changes nothing. Of several who answer at the same time exactly one has the work.
 */
export class Deliveries extends Context.Service<
  Deliveries,
  {
    /** A delivery with its order, for everybody whose business it is (P9). */
    readonly get: (
      actor: Actor,
      deliveryId: DeliveryId
    ) => Effect.Effect<OrderCase, NotFound | StoreUnavailable>
    /** Takes the offer, the whole bundle at once; `offerId` null: the open one. What is gone from the bundle meanwhile is left out. */
    readonly accept: (deliveryId: DeliveryId, offerId: OfferId | null, command: Command) => Done
    /** Declines the offer, the whole bundle at once: this courier is never asked for these deliveries again (S11). */
    readonly reject: (deliveryId: DeliveryId, offerId: OfferId | null, command: Command) => Done
    /** The courier is at the restaurant. */
    readonly arrivedAtRestaurant: (deliveryId: DeliveryId, command: Command) => Done
    /** The courier has the food. */
    readonly pickedUp: (deliveryId: DeliveryId, command: Command) => Done
    /** The courier is at the customer's door. */
    readonly arrivedAtCustomer: (deliveryId: DeliveryId, command: Command) => Done
    /** The customer has the food; the saga captures the money. */
    readonly complete: (deliveryId: DeliveryId, command: Command) => Done
    /**
     * It goes wrong. Before the pickup a courier only gives the work back and another is looked for; afterwards, and when operations say
     * so, the delivery has failed and the saga returns the money.
     */
    readonly fail: (deliveryId: DeliveryId, reason: string, command: Command) => Done
  }
>()("@hotbag/services/deliveries/Deliveries") {}
