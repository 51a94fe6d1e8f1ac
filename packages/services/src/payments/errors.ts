import { Data } from "effect"

/** Nobody knows what became of the request: no answer, half an answer, or one that says nothing. Ask again with the same key. */
export class GatewayUnavailable extends Data.TaggedError("GatewayUnavailable")<{
  /** A word for the log, such as `timeout` or `http-503`; never anything of the request. */
  readonly why: string
  /** It answers, but has not decided, or will not say under this key: no reason to leave it alone. */
  readonly isUndecided?: boolean
}> {
  override readonly message = "The payment gateway did not answer; the outcome is asked for again."
}

/** The message was not signed by the gateway (F12): 401. */
export class WebhookForged extends Data.TaggedError("WebhookForged") {
  override readonly message = "The signature does not fit."
}

/** The message is the gateway's, but cannot be read: 400, so that it is sent again after a fix. */
export class WebhookUnreadable extends Data.TaggedError("WebhookUnreadable") {
  override readonly message = "The message cannot be read."
}

/** The order is paid with something else already. */
export class PaymentConflict extends Data.TaggedError("PaymentConflict") {
  override readonly message =
    "This order is already paid with another token; place a new order to pay otherwise."
}

/** The order has ended or its payment was refused: there is nothing to pay any more. */
export class PaymentClosed extends Data.TaggedError("PaymentClosed") {
  override readonly message = "There is nothing to pay for this order any more; place a new one."
}
