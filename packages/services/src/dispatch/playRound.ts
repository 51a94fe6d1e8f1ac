import { Clock, Effect, Metric } from "effect"
import type { Serving } from "./carryOut.ts"
import type { Region } from "./Region.ts"
import { tell } from "./Region.ts"
import { Limits } from "@hotbag/core"

/** What rounds take, in ms: the objective is 500 for the 99th of a hundred. */
const roundMs = Metric.histogram("dispatch_round_ms", {
  description: "How long a dispatch round took, in ms",
  boundaries: [1, 2, 5, 10, 20, 50, 100, 200, 500, 1_000, 2_000, 5_000]
})

/** When the next round is on: at whole windows, one in a window at most, and only when something can have changed. */
export const roundAtMs = ({ dispatcher, lastRoundAtMs, nowMs, options }: Region): number => {
  const wantedAtMs = Math.max(nowMs, dispatcher.nextRoundAtMs())
  const { windowMs } = options
  if (wantedAtMs === Infinity || windowMs === 0) return wantedAtMs
  return Math.max(Math.ceil(wantedAtMs / windowMs) * windowMs, lastRoundAtMs + windowMs)
}

/** Plays the round if it is on. What it decides becomes intents; who is sent without an order stays free, for it is a suggestion. */
export const playRound = Effect.fnUntraced(function* ({ desk, ports, region }: Serving) {
  if (roundAtMs(region) > region.nowMs) return
  region.lastRoundAtMs = region.nowMs
  const before = region.intents.length
  const startNs = yield* Clock.monotonicTimeNanos
  tell(region, { _tag: "Tick", atMs: region.nowMs })
  const tookMs = Number((yield* Clock.monotonicTimeNanos) - startNs) / 1e6
  for (const intent of region.intents.slice(before)) {
    if (intent._tag === "Suggest") staysFree(region, intent.courierId)
  }
  yield* Metric.update(roundMs, tookMs)
  if (tookMs <= region.options.longestRoundMs || region.policy.hasGivenWay()) return
  region.policy.giveWay(Limits.simpleRounds)
  yield* ports.alerts.raise({ _tag: "SlowRound", regionId: desk.regionId, tookMs: Math.round(tookMs) })
})

const staysFree = (region: Region, courierId: Parameters<Region["couriers"]["handleOf"]>[0]): void => {
  const courier = region.couriers.handleOf(courierId)
  const position = region.told.get(courierId)?.position
  if (position === undefined || region.dispatcher.view.courier(courier) !== "sent") return
  tell(region, { _tag: "CourierFreed", atMs: region.nowMs, courier, position })
}
