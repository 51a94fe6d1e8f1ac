import { type CaseState, toOrder } from "@hotbag/core"
import { Effect, Layer, Option } from "effect"
import { Cases } from "../cases/Cases.ts"
import { CaseStore } from "../cases/CaseStore.ts"
import type { Menus } from "../catalogue/Menus.ts"
import type { Ids } from "../Ids.ts"
import { NotFound } from "../NotFound.ts"
import { carryOut } from "./Command.ts"
import { RoleRefused } from "./errors.ts"
import { enter } from "./mayEnter.ts"
import { readPage } from "./OrderPage.ts"
import { OrderReads } from "./OrderReads.ts"
import { Orders, partyOf } from "./Orders.ts"
import { placing } from "./placing.ts"
import { readScope } from "./readScope.ts"

/** Orders on the engine. */
export const ordersLayer: Layer.Layer<Orders, never, Cases | CaseStore | Ids | Menus | OrderReads> =
  Layer.effect(
    Orders,
    Effect.gen(function* () {
      const cases = yield* Cases
      const store = yield* CaseStore
      const reads = yield* OrderReads
      const place = yield* placing
      return Orders.of({
        place,
        get: Effect.fn("Orders.get")(function* (actor, orderId) {
          return yield* enter(actor, yield* cases.read(orderId))
        }),
        details: Effect.fn("Orders.details")(function* (actor, orderId) {
          const { delivery } = yield* enter(actor, yield* cases.read(orderId))
          const isCarrier = delivery.status !== "none" && delivery.courierId === actor.subject
          if (actor.role === "courier" && !(isCarrier && delivery.endedAtMs === null)) {
            return yield* new NotFound()
          }
          return yield* Effect.mapError(
            yield* Effect.map(store.details(orderId), Effect.fromOption),
            () => new NotFound()
          )
        }),
        history: Effect.fn("Orders.history")(function* (actor, of, page) {
          const scope = readScope(actor, of)
          if (scope === null) return yield* new NotFound()
          return yield* readPage(reads, scope, page)
        }),
        cancel: Effect.fn("Orders.cancel")(function* (orderId, reason, command) {
          const { actor } = command
          const by = partyOf(actor.role)
          return yield* carryOut(cases, command, {
            orderIds: [orderId],
            decide: Effect.fnUntraced(function* ([state]: ReadonlyArray<CaseState>) {
              yield* enter(actor, Option.fromUndefinedOr(state))
              if (by === null) return yield* new RoleRefused({ role: actor.role, what: "cancel an order" })
              return [{ orderId, inputs: [toOrder({ _tag: "CancelOrder", by, reason })] }]
            })
          })
        })
      })
    })
  )
