import { type CommandProblem, type OrdersGroup, type ReadyRequest, Unprocessable } from "@hotbag/api"
import type { OrderId } from "@hotbag/core"
import type { Command, Orders, RestaurantDesk } from "@hotbag/services"
import { Clock, Effect } from "effect"
import type { HandlersOf } from "../edge/Handlers.ts"
import type { ReadyReply } from "../edge/Reply.ts"
import { asAnswer, type CommandingRequest, commandOf } from "./commandOf.ts"
import { orderAnswer } from "./orderAnswer.ts"
import { asCommand } from "./problemFor.ts"

type KitchenHandlers = Pick<
  HandlersOf<typeof OrdersGroup>,
  "confirm" | "reject" | "preparing" | "estimate" | "ready" | "setStatus"
>

type Replied = Effect.Effect<ReadyReply, CommandProblem>

/** What a restaurant says of an order (S8, S9, S21): step by step, or by one status. */
export const kitchenHandlers = (
  orders: Orders["Service"],
  desk: RestaurantDesk["Service"]
): KitchenHandlers => {
  const command = (request: CommandingRequest, word: string): Command =>
    commandOf(request, `orders.${word}`, orderAnswer())
  const confirm = (orderId: OrderId, ready: ReadyRequest, as: Command): Replied =>
    Effect.flatMap(readyAt(ready), (atMs) => asCommand(asAnswer(desk.confirm(orderId, atMs, as))))
  const reject = (orderId: OrderId, reason: string | undefined, as: Command): Replied =>
    asCommand(asAnswer(desk.reject(orderId, reason ?? "restaurant-rejected", as)))
  const preparing = (orderId: OrderId, as: Command): Replied =>
    asCommand(asAnswer(desk.preparing(orderId, as)))
  const ready = (orderId: OrderId, as: Command): Replied => asCommand(asAnswer(desk.ready(orderId, as)))
  return {
    confirm: (request) => confirm(request.params.orderId, request.payload, command(request, "confirm")),
    reject: (request) => reject(request.params.orderId, request.payload.reason, command(request, "reject")),
    preparing: (request) => preparing(request.params.orderId, command(request, "preparing")),
    ready: (request) => ready(request.params.orderId, command(request, "ready")),
    estimate: (request) =>
      Effect.flatMap(readyAt(request.payload), (atMs) =>
        atMs === null
          ? Effect.fail(noEstimate)
          : asCommand(asAnswer(desk.revise(request.params.orderId, atMs, command(request, "estimate"))))
      ),
    setStatus: (request) => {
      const { orderId } = request.params
      const { status, reason, ...estimate } = request.payload
      const as = command(request, "setStatus")
      switch (status) {
        case "CONFIRMED":
          return confirm(orderId, estimate, as)
        case "REJECTED":
          return reject(orderId, reason, as)
        case "PREPARING":
          return preparing(orderId, as)
        case "READY":
          return ready(orderId, as)
        case "CANCELLED":
          return asCommand(asAnswer(orders.cancel(orderId, reason ?? "restaurant-cancelled", as)))
      }
    }
  }
}

/** When the food will be ready, ms since epoch: the moment itself, or minutes from now; null when nothing is said. */
const readyAt = ({ readyAt: atMs, inMinutes }: ReadyRequest): Effect.Effect<number | null, Unprocessable> => {
  if (atMs !== undefined && inMinutes !== undefined) return Effect.fail(twoEstimates)
  if (inMinutes === undefined) return Effect.succeed(atMs ?? null)
  return Effect.map(Clock.currentTimeMillis, (nowMs) => nowMs + Math.round(inMinutes * 60_000))
}

const noEstimate = new Unprocessable({
  code: "NoEstimate",
  detail: "Say when the food will be ready: readyAt or inMinutes.",
  errors: [{ path: ["payload", "readyAt"], message: "Missing key; also written inMinutes" }]
})

const twoEstimates = new Unprocessable({
  code: "TwoEstimates",
  detail: "Say when the food will be ready either by readyAt or by inMinutes.",
  errors: [{ path: ["payload", "inMinutes"], message: "Expected readyAt or inMinutes, not both" }]
})
