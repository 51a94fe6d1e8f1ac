import type { HubMessage, Wire } from "@hotbag/services"
import { textFrame } from "./textFrame.ts"
import { trackText, watchText } from "./messageText.ts"

/** Envelopes in WebSocket frames, for `/ws` and couriers. */
export const socketWire: Wire = { index: 0, encode: (message) => textFrame(watchText(message)) }

/** Bare places in WebSocket frames, for `/ws/track`. */
export const trackWire: Wire = { index: 1, encode: (message) => textFrame(trackText(message)) }

/** Envelopes as server-sent events, for `/events`. The name of the event is the message's own, so that a page may listen for one. */
export const eventsWire: Wire = {
  index: 2,
  encode: (message: HubMessage) =>
    Buffer.from(`event: ${message.event}\ndata: ${watchText(message)}\n\n`, "utf8")
}
