import { Limits, MINUTE_MS } from "@hotbag/core"
import { Schema } from "effect"
import { Ms, Share, UniformMs, field, numberBetween, required, wholeBetween } from "../fields.ts"
import { duringFields } from "./during.ts"
import { AppDisconnects, BusOutage, ShardOutage, StoreOutage } from "./faultKinds.ts"
import { Circle, Where } from "./where.ts"

/** Slower than a twentieth is a road that is closed. */
const SpeedFactor = numberBetween(0.05, 1)
const DemandFactor = numberBetween(0, 20)
const where = field(Where, "Where it happens.", {})

const speedsOf = (walking: number, bicycle: number, motorcycle: number, car: number) =>
  field(
    Schema.Struct({
      walking: field(SpeedFactor, "On foot.", walking),
      bicycle: field(SpeedFactor, "By bicycle.", bicycle),
      motorcycle: field(SpeedFactor, "By motorcycle.", motorcycle),
      car: field(SpeedFactor, "By car.", car)
    }),
    "What speeds are multiplied by, on ways that begin or end there (our assumption).",
    {}
  )
const noticedAfterMs = field(
  Ms,
  "How late the maps, and so dispatch, notice slower and faster roads, ms (our assumption).",
  10 * MINUTE_MS
)

/** Wet roads, more hungry people at home, fewer willing couriers. */
export const Rain = Schema.Struct({
  kind: required(Schema.Literal("rain"), "Rain."),
  ...duringFields,
  where,
  speeds: speedsOf(0.95, 0.8, 0.8, 0.85),
  demand: field(DemandFactor, "What demand is multiplied by.", 1.25),
  kitchens: field(numberBetween(1, 10), "What preparation is multiplied by.", 1),
  acceptance: field(Share, "What the probability of accepting an offer is multiplied by.", 0.9),
  noticedAfterMs
})

/** Full streets, after an accident or on the eve of a holiday. */
export const Traffic = Schema.Struct({
  kind: required(Schema.Literal("traffic"), "Full streets."),
  ...duringFields,
  where,
  speeds: speedsOf(1, 0.95, 0.8, 0.6),
  noticedAfterMs
})

/** Restaurants that take longer than usual. */
export const KitchenSlowdown = Schema.Struct({
  kind: required(Schema.Literal("kitchen-slowdown"), "Kitchens take longer."),
  ...duringFields,
  where,
  share: field(Share, "Share of the restaurants.", 1),
  factor: required(numberBetween(1, 10), "What preparation that begins then is multiplied by."),
  told: field(
    Share,
    "How much of the delay their estimates already hold: 0, they promise as ever; 1, they know.",
    0
  )
})

/** Couriers who go home before their time, or do not come; who carries something brings it first. */
export const CourierDropout = Schema.Struct({
  kind: required(Schema.Literal("courier-dropout"), "Couriers go home, or do not come."),
  ...duringFields,
  where,
  share: required(
    Share,
    "Share of those on duty or about to come then. Each goes at a moment of its own between fromMs and toMs, or within rampMs of fromMs where that is given; who would have come later than that and before toMs stays away."
  )
})

/** Couriers who come besides those who are planned. */
export const CourierWave = Schema.Struct({
  kind: required(Schema.Literal("courier-wave"), "More couriers come."),
  ...duringFields,
  where,
  share: required(
    numberBetween(0, 10),
    "How many come, as a share of the region's couriers of the day; each at a moment of its own between fromMs and toMs."
  ),
  stay: field(UniformMs, "How long they stay on duty, ms.", {
    minMs: 120 * MINUTE_MS,
    maxMs: 240 * MINUTE_MS
  })
})

/** Many people leave one place hungry, and its streets are full. */
export const StadiumExit = Schema.Struct({
  kind: required(Schema.Literal("stadium-exit"), "A crowd leaves one place hungry."),
  ...duringFields,
  where: field(
    Where,
    "Only the regions count: in each of them there is such a place; see stadium for where.",
    {}
  ),
  stadium: required(Circle, "Where the crowd is: orders are delivered within the circle."),
  orders: required(
    wholeBetween(1, Limits.stadiumOrders),
    "Orders in each region, besides the usual ones; most of them early."
  ),
  restaurantsWithinM: field(
    numberBetween(100, 20_000),
    "They are from restaurants at most so far from the middle of the circle, metres.",
    3_000
  ),
  speed: field(
    SpeedFactor,
    "What speeds are multiplied by on ways that begin or end in the circle (our assumption).",
    0.8
  )
})

/** A campaign that makes some restaurants sell more, partly at the cost of the others. */
export const Promotion = Schema.Struct({
  kind: required(Schema.Literal("promotion"), "Some restaurants sell more."),
  ...duringFields,
  where,
  share: required(Share, "Share of the restaurants, drawn by seed."),
  factor: required(DemandFactor, "What their demand is multiplied by."),
  newDemand: field(
    Share,
    "Share of their further orders that would not have been placed elsewhere (our assumption).",
    0.5
  )
})

/** A quarter closed to couriers: nothing is ordered from or to it, and through traffic goes around it. */
export const ZoneBan = Schema.Struct({
  kind: required(Schema.Literal("zone-ban"), "A quarter is closed to couriers."),
  ...duringFields,
  where: field(
    Where,
    "Only the regions count: in each of them there is such a zone; see zone for where.",
    {}
  ),
  zone: required(Circle, "Closed: no orders from or to it, and others go around it. Who is in it may leave.")
})

/** More or fewer orders. */
export const DemandSurge = Schema.Struct({
  kind: required(Schema.Literal("demand"), "More or fewer orders."),
  ...duringFields,
  where,
  factor: required(DemandFactor, "What demand from restaurants there is multiplied by; 0: nobody orders.")
})

/** The payment gateway does not answer, or refuses. */
export const GatewayOutage = Schema.Struct({
  kind: required(Schema.Literal("gateway-outage"), "The payment gateway fails."),
  ...duringFields,
  share: field(Share, "Share of the requests that fail.", 1),
  failure: field(
    Schema.Literals(["silent", "refuses"]),
    "silent: no answer, and the order waits until one comes or it is given up; refuses: authorisations are declined.",
    "silent"
  )
})

/** The maps do not answer: dispatch plans with straight lines and a detour factor (S95). */
export const MapsOutage = Schema.Struct({
  kind: required(
    Schema.Literal("maps-outage"),
    "The maps fail: dispatch falls back to straight lines times a detour factor, without traffic, weather and rivers."
  ),
  ...duringFields
})

/** Every kind of disturbance, in the order in which to show them. */
export const DISTURBANCES = [
  Rain,
  Traffic,
  KitchenSlowdown,
  CourierDropout,
  CourierWave,
  StadiumExit,
  Promotion,
  ZoneBan,
  DemandSurge,
  GatewayOutage,
  MapsOutage,
  BusOutage,
  StoreOutage,
  ShardOutage,
  AppDisconnects
] as const

/** The names of the kinds. */
export const DISTURBANCE_KINDS = DISTURBANCES.map(({ fields }) => fields.kind.literal)

/** Something that is not as usual, for a while. */
export const Disturbance = Schema.Union(DISTURBANCES).check(
  Schema.makeFilter(({ fromMs, toMs }) => fromMs < toMs || { path: ["toMs"], issue: "must be after fromMs" })
)
export type Disturbance = typeof Disturbance.Type
/** One kind of disturbance. */
export type DisturbanceOf<Kind extends Disturbance["kind"]> = Extract<Disturbance, { readonly kind: Kind }>
