import type { LatLng, TravelModel, Vehicle } from "@hotbag/core"
import type { ServiceTimes } from "@hotbag/dispatch"
import type { Disturbance } from "../scenario/disturbance/Disturbance.ts"
import type { CityRiver, CityZone } from "./Barriers.ts"
import type { Faults } from "./faults/Faults.ts"
import type { PeopleRules } from "./peopleRules.ts"

/**
 * A day to play: who orders what, who cooks, who carries, and the rules of the place. A scenario generates one,
 * a trace reads one. Everything that the outside world decides before the run (demand, shifts, preparation) is in
 * here; what people do during the run (answers, dwell, cancellations) is drawn from named streams by the world.
 * Times are milliseconds since the midnight that starts the day.
 */
export interface City {
  readonly name: string
  /** Demand begins here … */
  readonly fromMs: number
  /** … and ends here; the run goes on until every order is accounted for. */
  readonly toMs: number
  readonly regions: ReadonlyArray<CityRegion>
  readonly restaurants: ReadonlyArray<CityRestaurant>
  readonly couriers: ReadonlyArray<CityCourier>
  /** Sorted by placement time. */
  readonly orders: ReadonlyArray<CityOrder>
  readonly travel: TravelModel
  /** What dispatch believes of travel, where that is not the truth. */
  readonly plannedTravel?: PlannedTravel
  /** What is not as usual while the day is played; left out on a usual day. */
  readonly conditions?: Conditions
  /** What fails in the platform itself; left out where nothing does. */
  readonly faults?: Faults
  readonly rules: CityRules
  /** What lies in the way, for maps: `travel` and the orders are as they are because of it. Left out where there is none. */
  readonly rivers?: ReadonlyArray<CityRiver>
  readonly zones?: ReadonlyArray<CityZone>
  /** What the day is disturbed by, for reports: everything above is as it is because of it. Left out on a usual day. */
  readonly disturbances?: ReadonlyArray<Disturbance>
}

/** Travel as dispatch believes it, which depends on when it plans: maps lag, and fail (S95). */
export interface PlannedTravel {
  /** @see TravelModel.topSpeedMps */
  readonly topSpeedMps: number
  /** What is believed at `nowMs` of a way that begins at `departAtMs`, in integer ms. */
  readonly durationMs: (
    from: LatLng,
    to: LatLng,
    vehicle: Vehicle,
    departAtMs: number,
    nowMs: number
  ) => number
}

/** What kitchens, couriers and the payment gateway feel of the day. Factors are 1 where nothing is felt. */
export interface Conditions {
  /** What preparation that begins now takes, as a multiple. */
  readonly preparationFactor: (restaurant: number, atMs: number) => number
  /** What the restaurant says now that it will take, as a multiple of its usual estimate. */
  readonly estimateFactor: (restaurant: number, atMs: number) => number
  /** What the probability of accepting an offer of an order picked up there is multiplied by. */
  readonly acceptanceFactor: (region: number, pickup: LatLng, atMs: number) => number
  /** What the gateway does with a request about the order of this id. */
  readonly gateway: (order: string, atMs: number) => "answers" | "silent" | "refuses"
}

/** One dispatch region; couriers and orders never leave theirs. */
export interface CityRegion {
  readonly id: string
  readonly name: string
}

/** A kitchen. */
export interface CityRestaurant {
  readonly id: string
  /** Index into `City.regions`. */
  readonly region: number
  readonly position: LatLng
  /** Orders it can prepare at once; the next one queues. `null`: no limit (traces carry the outcome already). */
  readonly kitchenSlots: number | null
}

/** A courier with one shift. */
export interface CityCourier {
  readonly id: string
  readonly region: number
  readonly position: LatLng
  readonly vehicle: Vehicle
  readonly onAtMs: number
  readonly offAtMs: number
  /** When the shift was to end, which is what dispatch counts on: later than `offAtMs` for who leaves early. */
  readonly plannedOffAtMs?: number
  /** Probability of accepting an offer. */
  readonly acceptance: number
}

/** An order as the outside world will place it. */
export interface CityOrder {
  readonly id: string
  /** Index into `City.restaurants`. */
  readonly restaurant: number
  readonly dropoff: LatLng
  readonly placedAtMs: number
  /** From placement until the restaurant accepts and, with a free slot, starts preparing. */
  readonly acceptAfterMs: number
  /** What preparation takes once started. */
  readonly preparationMs: number
  /** What the restaurant says it will take: all that dispatch knows until the food is ready. */
  readonly estimatedPreparationMs: number
  readonly promisedAtMs: number
}

/** An interval from which a dwell time is drawn uniformly, in ms. */
export interface Uniform {
  readonly minMs: number
  readonly maxMs: number
}

/** How the people of the place behave. */
export interface CityRules {
  /** How long a dispatch round waits for more facts: the batch window, at least 1. */
  readonly windowMs: number
  /**
   * `obeyed`: couriers follow every instruction at once (Grubhub). Otherwise they answer by their own acceptance, and
   * `ignores` is the share of the offers they do not accept that they never answer at all, 0..1. `timeOutMs` is at
   * least 1; an answer that takes as long comes too late.
   */
  readonly offers:
    | "obeyed"
    | { readonly answerAfter: Uniform; readonly timeOutMs: number; readonly ignores: number }
  /**
   * False where a trace tells of restaurants by their orders only: dispatch then learns of each with its first order.
   * Otherwise it knows them beforehand, as a marketplace does.
   */
  readonly restaurantsKnown?: boolean
  /** Nobody picks up after the off-time: what is not picked up by then is given back. Otherwise couriers finish it. */
  readonly noPickupAfterOff?: boolean
  /**
   * Two restaurants at most so many metres apart may be in one bundle: the courier picks up at one, then at the other,
   * and only then goes to the doors. 0, or not given: one restaurant each.
   */
  readonly bundleRestaurantsWithinM?: number
  /** A restaurant that is silent for longer has refused, in ms; core's own limit unless given. */
  readonly restaurantAnswerMs?: number
  /** From arrival at the restaurant (food ready) until pickup, and from pickup until leaving. */
  readonly beforePickup: Uniform
  readonly afterPickup: Uniform
  /** From arrival at the customer until the drop-off, and from drop-off until the courier is free. */
  readonly beforeDropoff: Uniform
  readonly afterDropoff: Uniform
  /**
   * When an order without a courier is given up: by a customer so long after placement, but not before the promised time; by
   * the platform so long after couriers are first looked for, which is when the restaurant took it, or shortly before food that
   * takes long is ready; `null`: nobody ever does.
   */
  readonly patience: {
    readonly customerAfterMs: number
    readonly customerProbability: number
    readonly platformAfterMs: number
  } | null
  /** Moods of people; left out where everybody keeps to the plain rules. */
  readonly people?: PeopleRules
  /** What dispatch expects of the stops (means of the above). */
  readonly service: ServiceTimes
  /** The delivery time that click-to-door overage is counted from, in ms. */
  readonly clickToDoorTargetMs: number
}
