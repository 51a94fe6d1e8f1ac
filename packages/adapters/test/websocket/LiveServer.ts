import { type CaseInput, CourierId, type OrderId, RegionId, type TokenRole } from "@hotbag/core"
import {
  Alerts,
  Arrivals,
  Audit,
  Carts,
  caseFeed,
  Cases,
  casesLayer,
  Catalogue,
  CourierFeed,
  Couriers,
  CourierStore,
  CourierWork,
  Customers,
  Deliveries,
  Dispatch,
  Hub,
  HubSight,
  Identities,
  IdentitiesUnavailable,
  Ids,
  Ledger,
  LiveDeliveries,
  LiveEta,
  memoryCalibrationStore,
  memoryCaseStore,
  memoryCatalogueStore,
  memoryCourierStore,
  memoryExplanations,
  memoryNotices,
  memoryOrderReads,
  memoryPositionStore,
  memoryTables,
  newCourier,
  Orders,
  Payments,
  PositionFeed,
  Receipts,
  RestaurantDesk,
  systemActor,
  TokenRefused,
  Tracker,
  TrackingLinks,
  TrackTokens,
  Whereabouts
} from "@hotbag/services"
import { Clock, Duration, Effect, Exit, Layer, Redacted, Scope } from "effect"
import { randomBytes } from "node:crypto"
import { trackTokens } from "../../src/auth/trackTokens.ts"
import { apiHandlers } from "../../src/http/handlers/ApiHandlers.ts"
import { HealthChecks } from "../../src/http/handlers/HealthChecks.ts"
import { serveHttp } from "../../src/http/serveHttp.ts"
import type { LiveFronts } from "../../src/websocket/LiveFronts.ts"
import type { LiveSettings } from "../../src/websocket/LiveSettings.ts"
import { TURN_MS } from "../../src/websocket/HeartbeatWheel.ts"
import { makeLiveFronts } from "../../src/websocket/makeLiveFronts.ts"
import { inputs, orderId } from "../../../services/test/tracking/hub/dinnerCases.ts"
import { testIdentities } from "../http/marketplace.ts"

const UNHURRIED = { perSecond: 1e6, burst: 1e6 }

/** The engine of cases and everything that hears of it; nobody dispatches, so that a test does it by hand. */
const stores = Layer.mergeAll(
  memoryCalibrationStore,
  memoryCaseStore,
  memoryCatalogueStore,
  memoryCourierStore,
  memoryExplanations,
  memoryNotices,
  memoryOrderReads,
  caseFeed,
  CourierFeed.layer,
  PositionFeed.layer,
  Ids.layerFrom((count) => randomBytes(count)),
  trackTokens(Redacted.make("a secret of these tests, long enough"), "")
).pipe(Layer.provideMerge(memoryTables))
const engine = Layer.mergeAll(
  casesLayer,
  Catalogue.layer,
  CourierWork.layerByRegion,
  memoryPositionStore
).pipe(Layer.provideMerge(stores))
const tracking = Tracker.layer.pipe(Layer.provideMerge(LiveDeliveries.layer), Layer.provideMerge(engine))
const live = Hub.layer.pipe(
  Layer.provide(HubSight.layer),
  Layer.provide(Arrivals.layer),
  Layer.provideMerge(LiveEta.layer),
  Layer.provideMerge(tracking)
)

/** The rest of the API is not what these tests are about. */
const mocks = Layer.mergeAll(
  Layer.mock(Alerts, {}),
  Layer.mock(Audit, {}),
  Layer.mock(Carts, {}),
  Layer.mock(Couriers, {}),
  Layer.mock(Customers, {}),
  Layer.mock(Deliveries, {}),
  Layer.mock(Dispatch, {}),
  Layer.mock(Ledger, {}),
  Layer.mock(Orders, {}),
  Layer.mock(Payments, {}),
  Layer.mock(Receipts, {}),
  Layer.mock(RestaurantDesk, {}),
  Layer.mock(TrackingLinks, {}),
  Layer.mock(Whereabouts, { mayReport: () => false }),
  Layer.succeed(HealthChecks, { all: [] })
)

/** A marketplace in memory with everything live, on a free port. */
export class LiveServer {
  readonly port: number
  readonly base: string
  readonly hub: Hub["Service"]
  /** Tokens that are good no more, and whether anybody knows. */
  readonly keys: TestKeys
  readonly #fronts: LiveFronts
  readonly #run: <A, E>(
    effect: Effect.Effect<A, E, Cases | CourierStore | Tracker | TrackTokens>
  ) => Promise<A>
  readonly #scope: Scope.Closeable

  private constructor(
    port: number,
    hub: Hub["Service"],
    fronts: LiveFronts,
    run: LiveServer["run"],
    scope: Scope.Closeable,
    keys: TestKeys
  ) {
    this.keys = keys
    this.port = port
    this.base = `http://127.0.0.1:${port}`
    this.hub = hub
    this.#fronts = fronts
    this.#run = run
    this.#scope = scope
  }

  /** Starts one. `byHand`: nobody but the test gives turns to the live fronts. */
  static async start(settings: Partial<LiveSettings> = {}, byHand = false): Promise<LiveServer> {
    const scope = Scope.makeUnsafe()
    const keys: TestKeys = { withdrawn: new Set(), areAway: false }
    const context = await Effect.runPromise(Layer.buildWithScope(Layer.merge(live, mocks), scope))
    const run: LiveServer["run"] = (effect) => Effect.runPromise(Effect.provide(effect, context))
    const serving = Effect.gen(function* () {
      const clock = yield* Clock.clockWith(Effect.succeed)
      const fronts = yield* makeLiveFronts({ connectRate: UNHURRIED, ...settings }).pipe(
        Effect.provideService(Clock.Clock, byHand ? withoutTurns(clock) : clock)
      )
      const handlers = yield* apiHandlers
      const http = { port: 0, callerRate: UNHURRIED, addressRate: UNHURRIED, docs: false }
      const { port } = yield* serveHttp(handlers, http, fronts)
      return { port, fronts, hub: yield* Hub }
    })
    const { fronts, hub, port } = await Effect.runPromise(
      serving.pipe(
        Effect.provide(identitiesBy(keys)),
        Effect.provide(context),
        Effect.provideService(Scope.Scope, scope)
      )
    )
    return new LiveServer(port, hub, fronts, run, scope, keys)
  }

  /** Runs something on the marketplace. */
  get run() {
    return this.#run
  }

  /** Adds a courier, who is on duty. */
  onboard(name: string): Promise<unknown> {
    const profile = {
      courierId: CourierId.make(name),
      regionId: RegionId.make("metro"),
      name,
      vehicle: "bicycle" as const,
      rating: null
    }
    return this.#run(
      Effect.flatMap(CourierStore, (store) =>
        store.add({ ...newCourier(profile), duty: { onAtMs: 0, offAtMs: null } })
      )
    )
  }

  /** Does so many steps of the dinner, from the one that is next. */
  async dine(steps: number): Promise<void> {
    for (let i = 0; i < steps; i++) {
      const input = inputs[this.#eaten]
      if (input === undefined) throw new Error("the dinner is over")
      await this.tell(orderId, input)
      this.#eaten += 1
    }
  }
  #eaten = 0

  /** Sends an input to a case as the platform itself. */
  tell(order: OrderId, input: CaseInput): Promise<unknown> {
    return this.#run(
      Effect.flatMap(Cases, (cases) =>
        cases.advance({
          actor: systemActor,
          commandId: null,
          orderIds: [order],
          decide: () => Effect.succeed([{ orderId: order, inputs: [input] }])
        })
      )
    )
  }

  /** Where a courier is, said by the telephone. */
  async move(name: string, lat: number): Promise<unknown> {
    const courierId = CourierId.make(name)
    return this.#run(
      Effect.gen(function* () {
        const tracker = yield* Tracker
        yield* tracker.meet(courierId)
        const atMs = Date.now()
        const at = { lat, lng: 13.4 }
        return tracker.take(courierId, { at, atMs, speedMps: null, headingDeg: null, accuracyM: 5 }, atMs)
      })
    )
  }

  /** The token of a link to the dinner's delivery. */
  link(id: Parameters<TrackTokens["Service"]["issue"]>[0], nowMs = Date.now()): Promise<string> {
    return this.#run(Effect.map(TrackTokens, (tokens) => tokens.issue(id, nowMs).token))
  }

  /** So many quarters of a second of the heartbeat, as if it was then; clients have a moment after each, to answer. */
  async turns(count: number, nowMs: number): Promise<void> {
    for (let i = 0; i < count; i++) {
      for (let ms = 0; ms < 250; ms += TURN_MS) this.#fronts.turn(nowMs)
      await new Promise((resolve) => setTimeout(resolve, 5))
    }
  }

  /** Waits until every socket that was closed is gone. */
  async settled(): Promise<void> {
    while (this.hub.engine.stats.watchers !== this.#fronts.size)
      await new Promise((resolve) => setTimeout(resolve, 5))
  }

  stop(): Promise<void> {
    return Effect.runPromise(Scope.close(this.#scope, Exit.void))
  }
}

/** The clock, but that turns of the live fronts never come by themselves. */
const withoutTurns = (clock: Clock.Clock): Clock.Clock => ({
  currentTimeMillisUnsafe: () => clock.currentTimeMillisUnsafe(),
  currentTimeMillis: clock.currentTimeMillis,
  currentTimeNanosUnsafe: () => clock.currentTimeNanosUnsafe(),
  currentTimeNanos: clock.currentTimeNanos,
  monotonicTimeNanosUnsafe: () => clock.monotonicTimeNanosUnsafe(),
  monotonicTimeNanos: clock.monotonicTimeNanos,
  sleep: (duration) => (Duration.toMillis(duration) === TURN_MS ? Effect.never : clock.sleep(duration))
})

interface TestKeys {
  readonly withdrawn: Set<string>
  areAway: boolean
}

/** Those of other tests, but for what was withdrawn since. */
const identitiesBy = (keys: TestKeys): Layer.Layer<Identities> =>
  Layer.effect(
    Identities,
    Effect.map(Identities, ({ verify }) => ({
      verify: (token) =>
        Effect.suspend(() => {
          if (keys.areAway) return Effect.fail(new IdentitiesUnavailable({ retryAfterMs: 1_000 }))
          return keys.withdrawn.has(Redacted.value(token)) ? Effect.fail(new TokenRefused()) : verify(token)
        })
    }))
  ).pipe(Layer.provide(testIdentities))

/** What a token of these tests is: whose. */
export const tokenFor = (role: TokenRole, subject: string): string => `${role}/${subject}`
