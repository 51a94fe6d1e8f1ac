import type { DeliveryCommand, DeliveryCommandOf } from "../delivery/commands.ts"
import type { DeliveryRejection } from "../delivery/rejections.ts"
import type { OrderCommand, OrderCommandOf } from "../order/commands.ts"
import type { OrderRejection } from "../order/rejections.ts"
import type { OutsideFact } from "../saga/facts.ts"

/**
 * What may be asked of an order from outside. What its delivery tells it is not among it: that comes from the
 * delivery by way of the saga, or the two would contradict each other.
 */
export type CaseOrderCommand = Exclude<
  OrderCommand,
  OrderCommandOf<
    "MarkPickedUp" | "MarkDelivered" | "MarkFailed" | "NoteCourierAssigned" | "NoteCourierUnassigned"
  >
>

/** What may be asked of a delivery from outside; only the saga requests and releases it. */
export type CaseDeliveryCommand = Exclude<
  DeliveryCommand,
  DeliveryCommandOf<"RequestDelivery" | "ReleaseDelivery">
>

/** What can be done to a case. */
export type CaseInput =
  | { readonly _tag: "ToOrder"; readonly command: CaseOrderCommand }
  | { readonly _tag: "ToDelivery"; readonly command: CaseDeliveryCommand }
  | { readonly _tag: "FromOutside"; readonly fact: OutsideFact }

/** Why a case refuses. */
export type CaseRejection = OrderRejection | DeliveryRejection

/** A command to the order. */
export const toOrder = (command: CaseOrderCommand): CaseInput => ({ _tag: "ToOrder", command })

/** A command to its delivery. */
export const toDelivery = (command: CaseDeliveryCommand): CaseInput => ({ _tag: "ToDelivery", command })

/** News from the payment gateway, the restaurant or a timer. */
export const fromOutside = (fact: OutsideFact): CaseInput => ({ _tag: "FromOutside", fact })
