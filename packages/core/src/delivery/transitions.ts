import { type TransitionRule, transitionTable } from "../Transitions.ts"
import type { DeliveryCommandTag } from "./commands.ts"
import type { DeliveryStatus } from "./Delivery.ts"
import type { DeliveryEventTag } from "./events.ts"

/**
 * The lifecycle of a delivery. The same rules of thumb as for an order: a repeat of what is already behind changes
 * nothing, and a later report implies an earlier one that was forgotten.
 */
const rules: ReadonlyArray<TransitionRule<DeliveryStatus | "none", DeliveryCommandTag, DeliveryEventTag>> = [
  {
    from: ["none"],
    command: "RequestDelivery",
    events: ["DeliveryRequested"],
    to: "requested",
    description: "An order wants a courier, or will (then it is not released yet)."
  },
  {
    from: ["requested"],
    command: "ReleaseDelivery",
    events: ["DeliveryReleased"],
    to: "stays",
    requires: ["unlessReleased"],
    description: "From now on couriers may be asked."
  },
  {
    from: ["offered", "accepted", "at-restaurant", "picked-up", "at-customer", "delivered"],
    command: "ReleaseDelivery",
    events: [],
    to: "stays",
    description: "Repeat: couriers were already asked."
  },
  {
    from: ["requested"],
    command: "OfferDelivery",
    events: ["DeliveryOffered"],
    to: "offered",
    requires: [
      "requireEpoch",
      "requireReleased",
      "requireWilling",
      "requireFutureExpiry",
      "requireNewOffer",
      "requireAttemptsLeft"
    ],
    description: "The dispatcher asks one courier who has not declined before."
  },
  {
    from: ["offered"],
    command: "OfferDelivery",
    events: [],
    to: "stays",
    requires: ["requireEpoch", "requireSameOffer"],
    description: "Repeat of the open offer; a second open offer is rejected."
  },
  {
    from: ["offered"],
    command: "AcceptOffer",
    events: ["OfferAccepted"],
    to: "accepted",
    requires: ["requireOpenOffer", "requireUnexpired"],
    description: "The courier has the work; nobody else is asked."
  },
  {
    from: ["accepted", "at-restaurant", "picked-up", "at-customer", "delivered"],
    command: "AcceptOffer",
    events: [],
    to: "stays",
    requires: ["requireLastOffer", "requireCarrier"],
    description: "Repeat by the courier who has the work; anybody else comes too late."
  },
  {
    from: ["offered"],
    command: "RejectOffer",
    events: ["OfferRejected"],
    to: "requested",
    requires: ["requireOpenOffer"],
    description: "The courier declines and is never asked again; the next best is."
  },
  {
    from: ["requested"],
    command: "RejectOffer",
    events: [],
    to: "stays",
    requires: ["requireDeclined"],
    description: "Repeat by a courier who has already declined."
  },
  {
    from: ["offered"],
    command: "TimeOutOffer",
    events: ["OfferTimedOut"],
    to: "requested",
    requires: ["requireOpenOffer", "requireExpired"],
    description:
      "Nobody answered in time. Missing an offer is not declining it: the courier may be asked again."
  },
  {
    from: ["requested", "accepted", "at-restaurant", "picked-up", "at-customer", "delivered"],
    command: "TimeOutOffer",
    events: [],
    to: "stays",
    requires: ["requireLastOffer"],
    description: "The timer lost against the answer."
  },
  {
    from: ["offered"],
    command: "WithdrawOffer",
    events: ["OfferWithdrawn"],
    to: "requested",
    requires: ["requireEpoch", "requireOpenOffer"],
    description: "The dispatcher takes the open offer back; the courier may be asked again."
  },
  {
    from: ["requested"],
    command: "WithdrawOffer",
    events: [],
    to: "stays",
    requires: ["requireEpoch", "requireLastOffer"],
    description: "Repeat, or the courier's refusal was faster."
  },
  {
    from: ["accepted"],
    command: "ArriveAtRestaurant",
    events: ["CourierAtRestaurant"],
    to: "at-restaurant",
    requires: ["requireCarrier"],
    description: "The courier waits for the food."
  },
  {
    from: ["at-restaurant", "picked-up", "at-customer", "delivered"],
    command: "ArriveAtRestaurant",
    events: [],
    to: "stays",
    requires: ["requireCarrier"],
    description: "Repeat, or a report that comes after the pickup."
  },
  {
    from: ["accepted", "at-restaurant"],
    command: "PickUp",
    events: ["DeliveryPickedUp"],
    to: "picked-up",
    requires: ["requireCarrier"],
    description: "The courier has the food; the arrival may have gone unreported."
  },
  {
    from: ["picked-up", "at-customer", "delivered"],
    command: "PickUp",
    events: [],
    to: "stays",
    requires: ["requireCarrier"],
    description: "Repeat."
  },
  {
    from: ["picked-up"],
    command: "ArriveAtCustomer",
    events: ["CourierAtCustomer"],
    to: "at-customer",
    requires: ["requireCarrier"],
    description: "The courier is at the door."
  },
  {
    from: ["at-customer", "delivered"],
    command: "ArriveAtCustomer",
    events: [],
    to: "stays",
    requires: ["requireCarrier"],
    description: "Repeat, or a report that comes after the drop-off."
  },
  {
    from: ["picked-up", "at-customer"],
    command: "CompleteDelivery",
    events: ["DeliveryCompleted"],
    to: "delivered",
    requires: ["requireCarrier"],
    description: "The customer has the food; the arrival may have gone unreported."
  },
  {
    from: ["delivered"],
    command: "CompleteDelivery",
    events: [],
    to: "stays",
    requires: ["requireCarrier"],
    description: "Repeat."
  },
  {
    from: ["accepted", "at-restaurant", "picked-up", "at-customer"],
    command: "FailDelivery",
    events: ["DeliveryFailed"],
    to: "failed",
    description: "It cannot be delivered any more, such as after an accident."
  },
  {
    from: ["failed"],
    command: "FailDelivery",
    events: [],
    to: "stays",
    description: "Repeat."
  },
  {
    from: ["accepted", "at-restaurant"],
    command: "ReassignDelivery",
    events: ["DeliveryReassigned"],
    to: "requested",
    requires: ["requireEpoch", "requireCarrier"],
    description: "Taken from its courier before pickup; not asked again if the reason is the courier's own."
  },
  {
    from: ["requested", "offered", "accepted", "at-restaurant"],
    command: "CancelDelivery",
    events: ["DeliveryCancelled"],
    to: "cancelled",
    description: "The order is not wanted any more; after pickup it can only fail."
  },
  {
    from: ["cancelled"],
    command: "CancelDelivery",
    events: [],
    to: "stays",
    description: "Repeat."
  }
]

/** The lifecycle of a delivery as data; `docs/lifecycles.md` is drawn from it. */
export const deliveryTransitions = transitionTable(rules)
