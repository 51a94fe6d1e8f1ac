import { type TransitionRule, transitionTable } from "../Transitions.ts"
import type { OrderCommandTag } from "./commands.ts"
import type { OrderEventTag } from "./events.ts"
import type { OrderStatus } from "./Order.ts"

/**
 * The lifecycle of an order. Two rules of thumb behind it: what the order has already passed on its way is not asked
 * for twice (the repeat changes nothing), and people forget to press buttons, so a later report implies an earlier one.
 */
const rules: ReadonlyArray<TransitionRule<OrderStatus | "none", OrderCommandTag, OrderEventTag>> = [
  {
    from: ["none"],
    command: "PlaceOrder",
    events: ["OrderPlaced"],
    to: "placed",
    requires: ["requireLines", "requireTotal"],
    description: "The customer places the order; its total is reckoned from the lines and the delivery fee."
  },
  {
    from: ["placed"],
    command: "AuthorisePayment",
    events: ["PaymentAuthorised"],
    to: "payment-authorised",
    description: "The gateway holds the money; now the restaurant is asked."
  },
  {
    from: ["payment-authorised", "confirmed", "preparing", "ready", "picked-up", "delivered"],
    command: "AuthorisePayment",
    events: [],
    to: "stays",
    requires: ["requireSamePayment"],
    description: "Repeat of the gateway's answer; a second payment is rejected."
  },
  {
    from: ["placed"],
    command: "DeclinePayment",
    events: ["PaymentDeclined"],
    to: "payment-declined",
    description: "The gateway refuses; the order ends without cost."
  },
  {
    from: ["payment-declined"],
    command: "DeclinePayment",
    events: [],
    to: "stays",
    description: "Repeat of the gateway's answer."
  },
  {
    from: ["payment-authorised"],
    command: "ConfirmOrder",
    events: ["OrderConfirmed"],
    to: "confirmed",
    description: "The restaurant takes the order and says when it will be ready."
  },
  {
    from: ["confirmed", "preparing", "ready", "picked-up", "delivered"],
    command: "ConfirmOrder",
    events: [],
    to: "stays",
    description: "Repeat; a new estimate needs RevisePreparation."
  },
  {
    from: ["payment-authorised"],
    command: "RejectOrder",
    events: ["OrderRejected"],
    to: "rejected",
    description: "The restaurant refuses; the money goes back."
  },
  {
    from: ["rejected"],
    command: "RejectOrder",
    events: [],
    to: "stays",
    description: "Repeat of the restaurant's answer."
  },
  {
    from: ["confirmed"],
    command: "StartPreparing",
    events: ["PreparationStarted"],
    to: "preparing",
    description: "The kitchen begins."
  },
  {
    from: ["preparing", "ready", "picked-up", "delivered"],
    command: "StartPreparing",
    events: [],
    to: "stays",
    description: "Repeat, or a report that comes after the food."
  },
  {
    from: ["confirmed", "preparing"],
    command: "RevisePreparation",
    events: ["PreparationRevised"],
    to: "stays",
    requires: ["unlessSameEstimate"],
    description: "The kitchen says anew when the food will be ready."
  },
  {
    from: ["confirmed", "preparing"],
    command: "MarkReady",
    events: ["FoodReady"],
    to: "ready",
    description: "The food is ready; kitchens forget to report that they began."
  },
  {
    from: ["ready", "picked-up", "delivered"],
    command: "MarkReady",
    events: [],
    to: "stays",
    description: "Repeat, or a report that comes after the courier."
  },
  {
    from: ["confirmed", "preparing"],
    command: "MarkPickedUp",
    events: ["FoodReady", "OrderPickedUp"],
    to: "picked-up",
    requires: ["requireCarrier"],
    description: "The courier has the food, so it was ready, although nobody said so."
  },
  {
    from: ["ready"],
    command: "MarkPickedUp",
    events: ["OrderPickedUp"],
    to: "picked-up",
    requires: ["requireCarrier"],
    description: "The courier has the food and is on the way."
  },
  {
    from: ["picked-up", "delivered"],
    command: "MarkPickedUp",
    events: [],
    to: "stays",
    requires: ["requireCarrier"],
    description: "Repeat; another courier is rejected."
  },
  {
    from: ["picked-up"],
    command: "MarkDelivered",
    events: ["OrderDelivered"],
    to: "delivered",
    description: "The customer has the food; the money is captured."
  },
  {
    from: ["delivered"],
    command: "MarkDelivered",
    events: [],
    to: "stays",
    description: "Repeat."
  },
  {
    from: ["confirmed", "preparing", "ready", "picked-up"],
    command: "MarkFailed",
    events: ["OrderFailed"],
    to: "failed",
    description: "The delivery failed for good; the money goes back."
  },
  {
    from: ["failed"],
    command: "MarkFailed",
    events: [],
    to: "stays",
    description: "Repeat."
  },
  {
    from: ["placed", "payment-authorised", "confirmed", "preparing", "ready"],
    command: "CancelOrder",
    events: ["OrderCancelled"],
    to: "cancelled",
    requires: ["requireCancellable"],
    description: "Called off, if the table of cancellations lets this party do so now; the money goes back."
  },
  {
    from: ["cancelled"],
    command: "CancelOrder",
    events: [],
    to: "stays",
    description: "Repeat, by whomever: it is cancelled."
  },
  {
    from: ["confirmed", "preparing", "ready"],
    command: "NoteCourierAssigned",
    events: ["CourierNoted"],
    to: "stays",
    requires: ["requireNoOtherCourier", "unlessSameCourier"],
    description: "The delivery has its courier."
  },
  {
    from: ["picked-up", "delivered"],
    command: "NoteCourierAssigned",
    events: [],
    to: "stays",
    requires: ["requireNoOtherCourier"],
    description: "Repeat; another courier is rejected."
  },
  {
    from: ["confirmed", "preparing", "ready"],
    command: "NoteCourierUnassigned",
    events: ["CourierCleared"],
    to: "stays",
    requires: ["requireNoOtherCourier", "unlessNoCourier"],
    description: "The delivery lost its courier and looks for another."
  }
]

/** The lifecycle of an order as data; `docs/lifecycles.md` is drawn from it. */
export const orderTransitions = transitionTable(rules)
