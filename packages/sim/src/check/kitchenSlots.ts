import type { City, CityOrder } from "../world/City.ts"
import type { LogEntry } from "../report/LogEntry.ts"
import { type Checker, type Findings, makeFindings } from "./Checker.ts"
import { numberField } from "./entryFields.ts"
import type { Directory } from "./Directory.ts"
import { ORDER_ENDS } from "./endings.ts"

/** One kitchen: what waits for a slot, in sequence, and when each slot in use is free again. */
interface Kitchen {
  readonly queue: Array<string>
  slotsFreeAtMs: ReadonlyArray<number>
}

/**
 * Kitchens do what the city says they do: a restaurant answers when it will, prepares at most as many orders at once
 * as it has slots, first confirmed first started, each as long as it takes, and leaves nothing waiting beside a free
 * slot. What is cancelled on the stove goes on. Memory by orders in kitchens.
 */
export const kitchenSlots = (directory: Directory): Checker => {
  const findings = makeFindings("kitchenSlots")
  const kitchens = new Map<number, Kitchen>()
  const readyAtMs = new Map<string, number>()
  /** When restaurants were asked, which is when the order was paid. */
  const askedAtMs = new Map<string, number>()
  const answersAtMs = (order: CityOrder) =>
    answerAtMs(directory, order, askedAtMs.get(order.id) ?? order.placedAtMs)

  const kitchenOf = ({ restaurant }: CityOrder): Kitchen => kitchenNumber(kitchens, restaurant)

  const start = (entry: LogEntry, id: string, order: CityOrder) => {
    const { atMs } = entry
    const kitchen = kitchenOf(order)
    const slots = directory.restaurantOf(order).kitchenSlots ?? Infinity
    if (kitchen.queue[0] !== id) findings.add(`${kitchen.queue[0] ?? "nothing"} was next`, entry)
    remove(kitchen.queue, id)
    const inUse = kitchen.slotsFreeAtMs.filter((freeAtMs) => freeAtMs > atMs).length
    if (inUse >= slots) findings.add(`more than ${slots} orders at once`, entry)
    // Slots that are freed in this very moment were in use until now.
    kitchen.slotsFreeAtMs = kitchen.slotsFreeAtMs.filter((freeAtMs) => freeAtMs >= atMs)
    const waited = atMs > answersAtMs(order)
    if (waited && kitchen.slotsFreeAtMs.length < slots) findings.add("waited beside a free slot", entry)
    const cookedAtMs = atMs + takesMs(directory.city, order, entry, findings)
    const freeAtMs = directory.committedAtMs(id, cookedAtMs)
    kitchen.slotsFreeAtMs = [...kitchen.slotsFreeAtMs, freeAtMs]
    readyAtMs.set(id, freeAtMs)
  }

  /** Left the kitchen without having been started: only where every slot was in use. */
  const giveUp = (
    id: string,
    order: CityOrder,
    where: { readonly atMs: number; readonly order?: string }
  ) => {
    const kitchen = kitchenOf(order)
    if (!remove(kitchen.queue, id)) return
    const slots = directory.restaurantOf(order).kitchenSlots ?? Infinity
    const inUse = kitchen.slotsFreeAtMs.filter((freeAtMs) => freeAtMs >= where.atMs).length
    if (inUse < slots) findings.add("waited beside a free slot, and was never started", where)
  }

  return {
    name: "kitchenSlots",
    see: (entry) => {
      const order = directory.order(entry.order)
      if (order === undefined) return
      const { atMs, type } = entry
      if (type === "PaymentAuthorised") askedAtMs.set(order.id, atMs)
      if (type === "OrderConfirmed") {
        if (atMs !== answersAtMs(order)) findings.add("confirmed at another time", entry)
        kitchenOf(order).queue.push(order.id)
      }
      if (type === "PreparationStarted") start(entry, order.id, order)
      if (type === "FoodReady") {
        if (readyAtMs.get(order.id) !== atMs) {
          findings.add(`ready, but it should have been at ${readyAtMs.get(order.id)}`, entry)
        }
        readyAtMs.delete(order.id)
      }
      if (!ORDER_ENDS.has(type)) return
      readyAtMs.delete(order.id)
      askedAtMs.delete(order.id)
      giveUp(order.id, order, entry)
    },
    finish: () => findings.list()
  }
}

/** When the restaurant's answer is in, to what was asked then. */
const answerAtMs = (
  { committedAtMs, heardAtMs }: Directory,
  { acceptAfterMs, id }: CityOrder,
  askedAtMs: number
) => committedAtMs(id, heardAtMs(id, askedAtMs) + acceptAfterMs)

const kitchenNumber = (kitchens: Map<number, Kitchen>, restaurant: number): Kitchen => {
  const known = kitchens.get(restaurant)
  if (known !== undefined) return known
  const kitchen = { queue: [], slotsFreeAtMs: [] }
  kitchens.set(restaurant, kitchen)
  return kitchen
}

/** What preparation takes: as the city has it, or, where kitchens are pressed, as long as they say, within what that may cost. */
const takesMs = (
  { conditions, rules }: City,
  order: CityOrder,
  entry: LogEntry,
  findings: Findings
): number => {
  const factor = conditions?.preparationFactor(order.restaurant, entry.atMs) ?? 1
  const usualMs = Math.round(order.preparationMs * factor)
  if (rules.people === undefined) return usualMs
  const { pressedFactor, trayMs } = rules.people.kitchens
  const saidMs = numberField(entry, "takesMs") ?? usualMs
  if (saidMs < usualMs || saidMs > usualMs * pressedFactor + trayMs) {
    findings.add(`takes ${saidMs} instead of ${usualMs}, which no press explains`, entry)
  }
  return saidMs
}

const remove = (queue: Array<string>, id: string): boolean => {
  const place = queue.indexOf(id)
  if (place >= 0) queue.splice(place, 1)
  return place >= 0
}
