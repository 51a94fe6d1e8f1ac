import { entry, i32 } from "@hotbag/core"
import { makeStream, numberOfName, type Stream } from "../kernel/streams.ts"
import type { City, Uniform } from "./City.ts"

/**
 * What people do, drawn from named streams. A draw belongs to the pair or the order it is about, not to the moment
 * of asking: whichever policy plays, the same courier gives the same answer to the same order, and the same door
 * takes the same time, also when there are other orders and couriers besides (common random numbers).
 */
export interface Behaviour {
  /** How the courier answers an offer of this order, and after how long; `ignores`: never answers. */
  readonly answer: (
    courier: number,
    order: number,
    atMs: number,
    offer?: OfferSeen
  ) => { readonly kind: "accepts" | "rejects" | "ignores"; readonly afterMs: number }
  readonly beforePickupMs: (order: number) => number
  readonly afterPickupMs: (order: number) => number
  readonly beforeDropoffMs: (order: number) => number
  readonly afterDropoffMs: (order: number) => number
  /** Whether the customer gives up when patience ends and nobody carries the order. */
  readonly givesUp: (order: number) => boolean
  /** What preparation takes that begins now, with so many orders on the stove, this one among them. */
  readonly preparationMs: (order: number, atMs: number, cooking: number) => number
  /** Whether the customer complains of a delivery so much later than promised. */
  readonly complains: (order: number, lateMs: number) => boolean
  /** How long the courier stays without any work before going home, ms; `Infinity`: until the end of the shift. */
  readonly goesHomeAfterMs: (courier: number) => number
}

/** What a courier sees of an offer before answering. */
export interface OfferSeen {
  /** Straight lines: to the first restaurant, and from there to the last door, metres. */
  readonly toPickupM: number
  readonly toDoorM: number
  /** Orders in the bundle. */
  readonly orders: number
  /** Time on duty so far. */
  readonly dutyMs: number
}

/** The behaviour of a city's people under a seed. */
export const makeBehaviour = (city: City, seed: number): Behaviour => {
  const { rules } = city
  const stream = (purpose: string) => makeStream(seed, purpose)
  const orderKeys = Int32Array.from(city.orders, ({ id }) => numberOfName(id))
  const courierKeys = Int32Array.from(city.couriers, ({ id }) => numberOfName(id))
  const dwell = (interval: Uniform, purpose: string) => {
    const draws = stream(purpose)
    return (order: number) => within(interval, draws, i32(orderKeys, order))
  }
  const answers = stream("courier.answer")
  const silence = stream("courier.silence")
  const thinking = stream("courier.thinking")
  const patience = stream("customer.patience")
  const complaints = stream("customer.complaint")
  const boredom = stream("courier.boredom")
  return {
    answer: (courier, order, atMs, offer) => {
      if (rules.offers === "obeyed") return { kind: "accepts", afterMs: 0 }
      const who = i32(courierKeys, courier)
      const what = i32(orderKeys, order)
      const afterMs = within(rules.offers.answerAfter, thinking, who, what)
      const willing =
        entry(city.couriers, courier).acceptance * weatherFactor(city, order, atMs) * moodFactor(city, offer)
      if (answers.uniform(who, what) < willing) return { kind: "accepts", afterMs }
      const ignores = silence.uniform(who, what) < rules.offers.ignores
      return { kind: ignores ? "ignores" : "rejects", afterMs }
    },
    beforePickupMs: dwell(rules.beforePickup, "order.beforePickup"),
    afterPickupMs: dwell(rules.afterPickup, "order.afterPickup"),
    beforeDropoffMs: dwell(rules.beforeDropoff, "order.beforeDropoff"),
    afterDropoffMs: dwell(rules.afterDropoff, "order.afterDropoff"),
    givesUp: (order) =>
      rules.patience !== null && patience.uniform(i32(orderKeys, order)) < rules.patience.customerProbability,
    preparationMs: (order, atMs, cooking) => preparationMs(city, order, atMs, cooking),
    complains: (order, lateMs) => {
      if (rules.people === undefined) return false
      const { forgiveMs, temperMs } = rules.people.customers
      return (
        complaints.uniform(i32(orderKeys, order)) < -Math.expm1(-Math.max(0, lateMs - forgiveMs) / temperMs)
      )
    },
    goesHomeAfterMs: (courier) => {
      if (rules.people === undefined) return Infinity
      const { goHomeAfterMs, goHomeShare } = rules.people.couriers
      return boredom.uniform(i32(courierKeys, courier)) < goHomeShare ? goHomeAfterMs : Infinity
    }
  }
}

/** Distance, pay, bundle and tiredness, each a factor of willingness; 1 in a city of plain rules. */
const moodFactor = ({ rules: { people } }: City, offer: OfferSeen | undefined): number => {
  if (people === undefined || offer === undefined) return 1
  const { dutyMs, orders, toDoorM, toPickupM } = offer
  const { fadeM, fairPerKm, furtherOrder, nearM, payPerKm, payPerOrder, tired, tiredAfterMs } =
    people.couriers
  const doorKm = toDoorM / 1_000
  const wayKm = toPickupM / 1_000 + doorKm
  const fairness =
    wayKm === 0 || fairPerKm === 0 ? 1 : (orders * payPerOrder + payPerKm * doorKm) / (wayKm * fairPerKm)
  return (
    Math.exp(-Math.max(0, toPickupM - nearM) / fadeM) *
    furtherOrder ** (orders - 1) *
    (dutyMs > tiredAfterMs ? tired : 1) *
    Math.min(1, fairness)
  )
}

/** Preparation as drawn, as the day has it, and as the press in the kitchen has it; out with the next tray. */
const preparationMs = (
  { conditions, orders, restaurants, rules }: City,
  order: number,
  atMs: number,
  cooking: number
) => {
  const { preparationMs: usualMs, restaurant } = entry(orders, order)
  const dayMs = Math.round(usualMs * (conditions?.preparationFactor(restaurant, atMs) ?? 1))
  if (rules.people === undefined) return dayMs
  const { pressedFactor, pressedFrom, trayMs } = rules.people.kitchens
  const slots = entry(restaurants, restaurant).kitchenSlots ?? Infinity
  const press = Math.min(1, Math.max(0, (cooking / slots - pressedFrom) / (1 - pressedFrom)))
  const readyAtMs = atMs + dayMs * (1 + (pressedFactor - 1) * press)
  return Math.ceil(readyAtMs / trayMs) * trayMs - atMs
}

const weatherFactor = ({ conditions, orders, restaurants }: City, order: number, atMs: number): number => {
  if (conditions === undefined) return 1
  const { position, region } = entry(restaurants, entry(orders, order).restaurant)
  return conditions.acceptanceFactor(region, position, atMs)
}

const within = ({ minMs, maxMs }: Uniform, stream: Stream, who: number, count?: number): number =>
  Math.round(minMs + (maxMs - minMs) * stream.uniform(who, count))
