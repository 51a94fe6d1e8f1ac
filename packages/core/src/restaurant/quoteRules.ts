import type { Currency } from "../Currency.ts"
import { currencyDecimals } from "../Currency.ts"
import type { Vehicle } from "../courier/Vehicle.ts"
import { constant, type Distribution, lognormalOf } from "../eta/Distribution.ts"
import type { EtaParts } from "../eta/EtaParts.ts"
import { haversineTravel } from "../eta/haversineTravel.ts"
import type { TravelModel } from "../eta/TravelModel.ts"
import type { LatLng } from "../geo/LatLng.ts"
import { Limits } from "../Limits.ts"
import type { Money } from "../Money.ts"
import { MINUTE_MS, SECOND_MS } from "../Units.ts"
import type { Restaurant } from "./Restaurant.ts"

/** What a delivery costs, and how its time is reckoned: the marketplace's configuration. */
export interface QuoteRules {
  /** Of every delivery. */
  readonly baseFee: Money
  /** For every kilometre beyond `includedM`, as the crow flies; in the currency of `baseFee`. */
  readonly feePerKm: Money
  /** Metres that the base fee pays for. */
  readonly includedM: number
  /** The fee is rounded up to a multiple of this, in minor units, at least 1. */
  readonly roundFeeToMinor: number
  /** Farther than this from the restaurant nothing is delivered, in metres, at most `Limits.deliveryReachM`. */
  readonly reachM: number
  /** A quote holds for so long, in ms. */
  readonly validForMs: number
  /** Share of promises to be kept, in (0, 1). */
  readonly kept: number
  /** The promised duration is rounded up to a multiple of this, in ms. */
  readonly roundPromiseToMs: number
  /** The vehicle a promise counts on. */
  readonly vehicle: Vehicle
  readonly travel: TravelModel
  /** From placement until a restaurant that is asked begins to cook. */
  readonly accept: Distribution
  /** Until a courier is found and there. */
  readonly toRestaurant: Distribution
  /** At the restaurant once food and courier are there. */
  readonly wait: Distribution
  /** At the door. */
  readonly handOver: Distribution
}

/**
 * Rules to begin with, in a currency: a base fee of two units (two hundred where there are no cents, two thousand where units are small
 * change), a third of it per kilometre after the first, six kilometres of reach, nine promises in ten kept.
 */
export const defaultQuoteRules = (currency: Currency): QuoteRules => {
  const unit = SMALL_UNITS.has(currency) ? 1_000 : currencyDecimals(currency) === 0 ? 100 : 1
  const base = 2 * unit * 10 ** currencyDecimals(currency)
  return {
    baseFee: { amountMinor: base, currency },
    feePerKm: { amountMinor: Math.ceil(base / 3), currency },
    includedM: 1_000,
    roundFeeToMinor: Math.max(1, base / 20),
    reachM: Math.min(6_000, Limits.deliveryReachM),
    validForMs: 10 * MINUTE_MS,
    kept: 0.9,
    roundPromiseToMs: 5 * MINUTE_MS,
    vehicle: "bicycle",
    travel: haversineTravel(),
    accept: lognormalOf(45 * SECOND_MS, 150 * SECOND_MS),
    toRestaurant: lognormalOf(8 * MINUTE_MS, 15 * MINUTE_MS),
    wait: lognormalOf(90 * SECOND_MS, 240 * SECOND_MS),
    handOver: lognormalOf(120 * SECOND_MS, 240 * SECOND_MS)
  }
}

/**
 * The parts of the time of an order placed now: preparation as the restaurant says, give or take (the ninth in ten takes half as long again),
 * the way as the travel model says (the ninth in ten takes a third more).
 */
export const etaPartsOf = (
  rules: QuoteRules,
  restaurant: Pick<Restaurant, "autoAccept" | "preparationMs" | "position">,
  dropoff: LatLng,
  atMs: number
): EtaParts => ({
  accept: restaurant.autoAccept ? atOnce : rules.accept,
  preparation: preparationOf(restaurant.preparationMs),
  toRestaurant: rules.toRestaurant,
  wait: rules.wait,
  travel: aroundMs(rules.travel.durationMs(restaurant.position, dropoff, rules.vehicle, atMs), 4 / 3),
  handOver: rules.handOver
})

const atOnce = constant(0)

/** The same one for the same time, so that what follows from it is computed once. Kitchens say whole minutes: there are not many. */
const preparationOf = (preparationMs: number): Distribution => {
  const known = preparations.get(preparationMs)
  if (known !== undefined) return known
  const preparation = aroundMs(preparationMs, 1.5)
  if (preparations.size >= Limits.preparationsKept) preparations.clear()
  preparations.set(preparationMs, preparation)
  return preparation
}

const preparations = new Map<number, Distribution>()

/** Nothing takes no time at all, and a distribution needs some. */
const aroundMs = (medianMs: number, highX: number): Distribution =>
  medianMs < SECOND_MS ? constant(medianMs) : lognormalOf(medianMs, highX * medianMs)

/** Currencies whose unit buys next to nothing: a meal costs tens of thousands. */
const SMALL_UNITS: ReadonlySet<Currency> = new Set<Currency>([
  "CLP",
  "COP",
  "IDR",
  "IRR",
  "KRW",
  "LAK",
  "PYG",
  "UGX",
  "UZS",
  "VND"
])
