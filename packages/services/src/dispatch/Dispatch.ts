import type { CourierId, Delivery, OrderCase, OrderId, RegionId, UnassignReason } from "@hotbag/core"
import { Limits } from "@hotbag/core"
import { Context, Deferred, Effect, FiberMap, Layer, Option, PubSub, type Scope, Stream } from "effect"
import type { Actor } from "../Actor.ts"
import { CaseFeed } from "../cases/CaseFeed.ts"
import type { Cases } from "../cases/Cases.ts"
import type { CaseStore } from "../cases/CaseStore.ts"
import { CourierFeed } from "../couriers/CourierFeed.ts"
import type { CourierStore } from "../couriers/CourierStore.ts"
import { NotFound } from "../NotFound.ts"
import type { StoreUnavailable } from "../StoreUnavailable.ts"
import { AssignRefused, DispatcherAway } from "./errors.ts"
import type { Explanations } from "./Explanations.ts"
import { type DispatchPorts, dispatchPorts } from "./Ports.ts"
import { keepRegion } from "./keepRegion.ts"
import {
  type DeskRequest,
  fallBehind,
  makeDesk,
  putCase,
  putCourier,
  putMove,
  putRequest,
  type RegionDesk
} from "./RegionDesk.ts"
import type { RegionLeases } from "./RegionLeases.ts"
import { type DispatchReasons, reasonsOf } from "./reasonsOf.ts"

/** Why a request to dispatch was not carried out. */
export type AssignError = AssignRefused | DispatcherAway | NotFound | StoreUnavailable

/**
 * Dispatch of every region: one fiber each around the pure dispatcher, hearing what is saved and deciding whom to ask (S9–S13, S44, S84).
 * The requests are for operators and the platform's own services; asking twice does it once.
 */
export class Dispatch extends Context.Service<
  Dispatch,
  {
    /** Route the order now, however late its food is (S44). Answers with the delivery as it stands when the next round is over. */
    readonly routeNow: (actor: Actor, orderId: OrderId) => Effect.Effect<Delivery, AssignError>
    /** Offer the order to this courier, whatever the policy thinks; an open offer to somebody else is taken back. */
    readonly assignTo: (
      actor: Actor,
      orderId: OrderId,
      courierId: CourierId
    ) => Effect.Effect<Delivery, AssignError>
    /** Take the order from its courier before pickup; another one is looked for. */
    readonly reassign: (
      actor: Actor,
      orderId: OrderId,
      reason: UnassignReason
    ) => Effect.Effect<Delivery, AssignError>
    /** Why the order was offered to whom it was. */
    readonly explain: (
      actor: Actor,
      orderId: OrderId
    ) => Effect.Effect<DispatchReasons, NotFound | StoreUnavailable>
    /** Regions that this process dispatches now, by id. */
    readonly serving: Effect.Effect<ReadonlyArray<RegionId>>
  }
>()("@hotbag/services/dispatch/Dispatch") {
  /** Dispatches from the moment it is built until the scope closes. Settings come from `DispatchSettings`. */
  static readonly layer: Layer.Layer<
    Dispatch,
    never,
    Cases | CaseFeed | CaseStore | CourierFeed | CourierStore | Explanations | RegionLeases
  > = Layer.effect(
    Dispatch,
    Effect.suspend(() => makeDispatch)
  )
}

const makeDispatch = Effect.gen(function* () {
  const ports = yield* dispatchPorts
  const deskOf = yield* openDesks(ports)
  yield* listen(deskOf)
  yield* Effect.forkScoped(openKnownRegions(ports, deskOf))

  const visible = Effect.fnUntraced(function* (actor: Actor, orderId: OrderId) {
    if (actor.role !== "operator" && actor.role !== "system") return yield* new NotFound()
    const found = yield* ports.cases.read(orderId)
    if (Option.isNone(found)) return yield* new NotFound()
    return found.value
  })
  const request = Effect.fnUntraced(function* (
    actor: Actor,
    orderId: OrderId,
    make: (common: Pick<DeskRequest, "actor" | "answer" | "orderId">) => DeskRequest
  ) {
    const { order } = yield* visible(actor, orderId)
    const answer = yield* Deferred.make<OrderCase, AssignRefused | StoreUnavailable>()
    const away = new DispatcherAway({ regionId: order.regionId, retryAfterMs: Limits.busyRetryAfterMs })
    const desk = yield* deskOf(order.regionId)
    if (!putRequest(desk, make({ actor, orderId, answer }))) return yield* away
    const answered = yield* Effect.timeoutOption(Deferred.await(answer), Limits.dispatchAnswerMs)
    if (Option.isNone(answered)) return yield* away
    const { delivery } = answered.value
    // Before the restaurant has taken the order, nothing waits to be carried.
    if (delivery.status === "none") {
      return yield* new AssignRefused({ orderId, courierId: null, why: "not-waiting" })
    }
    return delivery
  })

  return Dispatch.of({
    routeNow: Effect.fn("Dispatch.routeNow")((actor, orderId) =>
      request(actor, orderId, (common) => ({ ...common, _tag: "RouteNow" }))
    ),
    assignTo: Effect.fn("Dispatch.assignTo")((actor, orderId, courierId) =>
      request(actor, orderId, (common) => ({ ...common, _tag: "AssignTo", courierId }))
    ),
    reassign: Effect.fn("Dispatch.reassign")((actor, orderId, reason) =>
      request(actor, orderId, (common) => ({ ...common, _tag: "Reassign", reason }))
    ),
    explain: Effect.fn("Dispatch.explain")(function* (actor, orderId) {
      const state = yield* visible(actor, orderId)
      return reasonsOf(state, yield* ports.explanations.of(orderId), yield* ports.store.log(orderId))
    }),
    serving: deskOf.serving
  })
})

/** Gives the desk of a region; the first time it is asked for, a dispatcher is set to it. */
interface DeskOf {
  (regionId: RegionId): Effect.Effect<RegionDesk>
  readonly all: () => Iterable<RegionDesk>
  readonly serving: Effect.Effect<ReadonlyArray<RegionId>>
}

const openDesks = Effect.fnUntraced(function* (
  ports: DispatchPorts
): Effect.fn.Return<DeskOf, never, Scope.Scope> {
  const desks = new Map<RegionId, RegionDesk>()
  const fibers = yield* FiberMap.make<RegionId>()
  const deskOf = (regionId: RegionId) =>
    Effect.suspend(() => {
      const known = desks.get(regionId)
      if (known !== undefined) return Effect.succeed(known)
      const desk = makeDesk(regionId)
      desks.set(regionId, desk)
      return Effect.as(FiberMap.run(fibers, regionId, keepRegion(ports, desk)), desk)
    })
  return Object.assign(deskOf, {
    all: () => desks.values(),
    serving: Effect.sync(() =>
      [...desks.values()].flatMap((desk) => (desk.isServed ? [desk.regionId] : [])).sort()
    )
  })
})

/** Puts what is saved and what couriers do on the desks. */
const listen = Effect.fnUntraced(function* (deskOf: DeskOf) {
  const { changes } = yield* CaseFeed
  const couriers = yield* (yield* CourierFeed).subscribe
  yield* changes.pipe(
    Stream.runForEach((item) => {
      if (item._tag === "CaseCommitted") {
        const { after } = item.change
        return Effect.map(deskOf(after.order.regionId), (desk) => putCase(desk, after))
      }
      return Effect.sync(() => {
        for (const desk of deskOf.all()) fallBehind(desk)
      })
    }),
    Effect.forkScoped({ startImmediately: true })
  )
  yield* PubSub.take(couriers).pipe(
    Effect.flatMap(({ courierId, movedTo, regionId }) =>
      Effect.map(deskOf(regionId), (desk) => {
        if (movedTo !== undefined) {
          putMove(desk, courierId, movedTo)
          return
        }
        // Somebody who has come from another region is gone there; of all others nobody reads anything.
        for (const other of deskOf.all()) {
          if (other === desk || other.knows(courierId)) putCourier(other, courierId)
        }
      })
    ),
    Effect.forever,
    Effect.forkScoped({ startImmediately: true })
  )
})

/** Regions that had a dispatcher or couriers before this process began. */
const openKnownRegions = Effect.fnUntraced(function* (ports: DispatchPorts, deskOf: DeskOf) {
  const known = Effect.all([ports.leases.regions, ports.couriers.regions]).pipe(
    Effect.map((regions) => new Set(regions.flat()))
  )
  for (;;) {
    const regions = yield* Effect.option(known)
    if (Option.isSome(regions)) {
      for (const regionId of regions.value) yield* deskOf(regionId)
      return
    }
    yield* Effect.sleep(Limits.busyRetryAfterMs)
  }
})
