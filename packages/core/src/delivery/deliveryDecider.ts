import type { Decider } from "../Decider.ts"
import type { DeliveryCommand } from "./commands.ts"
import { decideDelivery } from "./decide.ts"
import { type DeliveryState, initialDelivery } from "./Delivery.ts"
import type { DeliveryEvent } from "./events.ts"
import { evolveDelivery } from "./evolve.ts"
import type { DeliveryRejection } from "./rejections.ts"

/** The delivery as a {@link Decider}. */
export const deliveryDecider: Decider<DeliveryState, DeliveryCommand, DeliveryEvent, DeliveryRejection> = {
  initial: initialDelivery,
  decide: decideDelivery,
  evolve: evolveDelivery
}
