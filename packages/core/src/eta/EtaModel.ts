import { invariant } from "../Invariant.ts"
import { MINUTE_MS, SECOND_MS } from "../Units.ts"
import type { EtaParts } from "./EtaParts.ts"
import { type EtaState, justPlaced } from "./EtaState.ts"
import { type Grid, addGrids, gridCdf, gridMeanMs, gridQuantileMs, maxOfGrids, pointGrid } from "./Grid.ts"
import { remainingGrid } from "./remaining.ts"
import { keptGrid } from "./keptGrid.ts"

/**
 * When an order will arrive, as a distribution:
 *
 *     pickup   = max(placed + accept + preparation, set out + to restaurant) + wait
 *     drop-off = pickup + travel + hand-over
 *
 * conditional on what has happened: a part that is over is a fact, a part that is going on has its remaining time
 * given that it has lasted so long (S16). Computed on a lattice (`Grid`), the same on every machine.
 *
 * Error: cutting a part into steps moves it by at most half a step, the maximum and reading a quantile by at most
 * another half each, so no quantile is further off than four steps; in practice the errors cancel (they are of
 * second order in the step) and quantiles of smooth parts are within a tenth of a second at the default step of
 * ten. Each part loses one millionth at either end: ask no quantile beyond 0.9999.
 *
 * Costs a millisecond or two at placement and a twentieth of it after pickup; keep the `Eta` to ask it several times, and the
 * distributions that several orders have in common, for what follows from them alone is computed once.
 */
export interface Eta {
  /** The instant before which it happens with probability `p`, in (0, 1), whole ms. Never before `nowMs`, unless it has happened. */
  readonly quantileMs: (p: number) => number
  /** Probability that it has happened by `atMs`. */
  readonly probabilityBy: (atMs: number) => number
  /** The mean instant, whole ms. */
  readonly meanMs: number
}

/** How an ETA is computed. */
export interface EtaOptions {
  /**
   * Step of the lattice; half of it costs four times as much. Default 10 s. `Limits.etaCells` steps is all there is:
   * with less than 5 s the lattice may end before a very late order does.
   */
  readonly stepMs?: number
}

/** When the order is dropped off. @throws InvariantViolation unless stepMs > 0. */
export const deliveryEta = (state: EtaState, parts: EtaParts, options: EtaOptions = {}): Eta => {
  const stepMs = stepOf(options)
  if (state.droppedOffAtMs !== null) return happened(state.droppedOffAtMs, stepMs)
  if (state.atCustomerAtMs !== null) {
    return etaOf(state.nowMs, remainingGrid(parts.handOver, state.nowMs - state.atCustomerAtMs, stepMs))
  }
  const handOver = keptGrid(stepMs, [parts.handOver], () => remainingGrid(parts.handOver, 0, stepMs))
  if (state.pickedUpAtMs !== null) {
    const travel = remainingGrid(parts.travel, state.nowMs - state.pickedUpAtMs, stepMs)
    return etaOf(state.nowMs, addGrids(travel, handOver))
  }
  // Short with short first: the long pickup is then convolved once only.
  const afterPickup = addGrids(remainingGrid(parts.travel, 0, stepMs), handOver)
  return etaOf(state.nowMs, addGrids(untilPickupOf(state, parts, stepMs), afterPickup))
}

/** When the courier has the food. @throws InvariantViolation unless stepMs > 0. */
export const pickupEta = (state: EtaState, parts: EtaParts, options: EtaOptions = {}): Eta => {
  const stepMs = stepOf(options)
  if (state.pickedUpAtMs !== null) return happened(state.pickedUpAtMs, stepMs)
  return etaOf(state.nowMs, untilPickupOf(state, parts, stepMs))
}

/** Several quantiles of the drop-off, as instants: `etaQuantiles(state, parts, [0.5, 0.9])`. */
export const etaQuantiles = (
  state: EtaState,
  parts: EtaParts,
  shares: ReadonlyArray<number>,
  options: EtaOptions = {}
): ReadonlyArray<number> => {
  const eta = deliveryEta(state, parts, options)
  return shares.map((share) => eta.quantileMs(share))
}

/** What the checkout shows (S17). */
export interface CheckoutQuote {
  /** One order in ten is there before this. */
  readonly earlyAtMs: number
  /** As likely before as after. */
  readonly likelyAtMs: number
  /** What is promised: kept with the probability asked for. */
  readonly promisedAtMs: number
}

/** How a promise is made. */
export interface QuoteOptions extends EtaOptions {
  /** Share of promises to be kept. Default 0.9. */
  readonly kept?: number
  /** The promised duration is rounded up to a multiple of this. Default 5 minutes: nobody believes 37. */
  readonly roundUpToMs?: number
}

/** The promise for an order placed now (S17): a quantile of the whole, rounded up. */
export const quoteAtCheckout = (
  nowMs: number,
  parts: EtaParts,
  options: QuoteOptions = {}
): CheckoutQuote => {
  const roundUpToMs = options.roundUpToMs ?? 5 * MINUTE_MS
  invariant(roundUpToMs >= 1, "a promise is rounded up to a millisecond at least", { roundUpToMs })
  const eta = deliveryEta(justPlaced(nowMs), parts, options)
  const durationMs = eta.quantileMs(options.kept ?? 0.9) - nowMs
  return {
    earlyAtMs: eta.quantileMs(0.1),
    likelyAtMs: eta.quantileMs(0.5),
    promisedAtMs: nowMs + Math.ceil(durationMs / roundUpToMs) * roundUpToMs
  }
}

/** From now until pickup, nothing of it having happened yet. */
const untilPickup = (state: EtaState, parts: EtaParts, stepMs: number): Grid => {
  const { nowMs, readyAtMs, atRestaurantAtMs } = state
  if (readyAtMs !== null && atRestaurantAtMs !== null) {
    return remainingGrid(parts.wait, nowMs - Math.max(readyAtMs, atRestaurantAtMs), stepMs)
  }
  const both = maxOfGrids(untilReady(state, parts, stepMs), untilCourier(state, parts, stepMs))
  return addGrids(both, remainingGrid(parts.wait, 0, stepMs))
}

/** {@link untilPickup}; while nothing at all has happened it is the same for every order of such parts. */
const untilPickupOf = (state: EtaState, parts: EtaParts, stepMs: number): Grid => {
  const isUntouched =
    state.nowMs === state.placedAtMs &&
    state.acceptedAtMs === null &&
    state.readyAtMs === null &&
    state.setOutAtMs === null &&
    state.atRestaurantAtMs === null
  if (!isUntouched) return untilPickup(state, parts, stepMs)
  const { accept, preparation, toRestaurant, wait } = parts
  return keptGrid(stepMs, [preparation, accept, toRestaurant, wait], () => untilPickup(state, parts, stepMs))
}

const untilReady = (state: EtaState, parts: EtaParts, stepMs: number): Grid => {
  if (state.readyAtMs !== null) return pointGrid(0, stepMs)
  if (state.acceptedAtMs !== null) {
    return remainingGrid(parts.preparation, state.nowMs - state.acceptedAtMs, stepMs)
  }
  const accept = remainingGrid(parts.accept, state.nowMs - state.placedAtMs, stepMs)
  return addGrids(accept, remainingGrid(parts.preparation, 0, stepMs))
}

const untilCourier = (state: EtaState, parts: EtaParts, stepMs: number): Grid => {
  if (state.atRestaurantAtMs !== null) return pointGrid(0, stepMs)
  const elapsedMs = state.setOutAtMs === null ? 0 : state.nowMs - state.setOutAtMs
  return remainingGrid(parts.toRestaurant, elapsedMs, stepMs)
}

const etaOf = (nowMs: number, grid: Grid): Eta => {
  const cdf = gridCdf(grid)
  return {
    quantileMs: (p) => {
      invariant(p > 0 && p < 1, "a quantile is asked for a share between 0 and 1", { p })
      return nowMs + Math.round(gridQuantileMs(grid, p))
    },
    probabilityBy: (atMs) => cdf(atMs - nowMs),
    meanMs: nowMs + Math.round(gridMeanMs(grid))
  }
}

const happened = (atMs: number, stepMs: number): Eta => etaOf(atMs, pointGrid(0, stepMs))

const stepOf = (options: EtaOptions): number => {
  const stepMs = options.stepMs ?? 10 * SECOND_MS
  invariant(stepMs > 0 && stepMs < Infinity, "the step of an ETA must be positive and finite", { stepMs })
  return stepMs
}
