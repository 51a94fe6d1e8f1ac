import { mkdirSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { at } from "@hotbag/core"
import type { MdrpDay, MdrpPlay } from "./mdrpHarness.ts"

/** What the referee would say of a play, and the CPU time it took. */
export interface MdrpFigures {
  readonly lost: number
  readonly clickToDoor: number
  readonly overage: number
  readonly readyToPickup: number
  readonly cost: number
  readonly excess: number
  readonly bundle: number
  /** Coefficient of variation of orders for each hour on duty, couriers weighed by their hours; 0: all alike. */
  readonly unevenness: number
  /** Changes of courier from round to round, and minutes that drop-offs were moved back, for each order. */
  readonly courierChanges: number
  readonly laterMinutes: number
  readonly cpuMs: number
  readonly p99Ms: number
  readonly maxMs: number
}

export const mdrpFigures = ({
  day,
  pickups,
  dropAt,
  pickupAt,
  courierOf,
  roundMs,
  courierChanges,
  laterMinutes
}: MdrpPlay): MdrpFigures => {
  let lost = 0
  let click = 0
  let over = 0
  let wait = 0
  let floor = 0
  const served = new Int32Array(day.couriers.length)
  day.orders.forEach((order, o) => {
    const drop = at([...dropAt.subarray(o, o + 1)], 0)
    if (drop < 0) {
      lost++
      return
    }
    const shop = at(day.restaurants, order.restaurant)
    const pickup = pickupAt[o] ?? 0
    const courier = courierOf[o] ?? 0
    served[courier] = (served[courier] ?? 0) + 1
    click += drop - order.placed
    over += Math.max(0, drop - order.placed - day.target)
    wait += pickup - order.ready
    const way = Math.ceil(Math.hypot(shop.x - order.x, shop.y - order.y) / day.metersPerMinute)
    floor += order.ready + day.halfPickup + way + day.halfDropoff - order.placed
  })
  const n = Math.max(1, day.orders.length - lost)
  const pay = day.couriers.reduce(
    (sum, { on, off }, c) =>
      sum + Math.max(day.payPerOrder * (served[c] ?? 0), (day.payPerHour * (off - on)) / 60),
    0
  )
  const sorted = [...roundMs].sort((a, b) => a - b)
  return {
    lost,
    clickToDoor: click / n,
    overage: over / n,
    readyToPickup: wait / n,
    cost: pay / n,
    excess: (click - floor) / n,
    bundle: n / Math.max(1, pickups.length),
    unevenness: unevenness(day, served),
    courierChanges: courierChanges / n,
    laterMinutes: laterMinutes / n,
    cpuMs: roundMs.reduce((sum, ms) => sum + ms, 0),
    p99Ms: sorted[Math.floor(0.99 * (sorted.length - 1))] ?? 0,
    maxMs: sorted.at(-1) ?? 0
  }
}

const unevenness = ({ couriers }: MdrpDay, served: Int32Array): number => {
  let hours = 0
  let orders = 0
  let squares = 0
  couriers.forEach(({ on, off }, c) => {
    if (off <= on) return
    const count = served[c] ?? 0
    hours += (off - on) / 60
    orders += count
    squares += count ** 2 / ((off - on) / 60)
  })
  return orders === 0 ? 0 : Math.sqrt(Math.max(0, (squares * hours) / orders ** 2 - 1))
}

/** Writes the three solution files of a play for the referee. */
export const writeMdrpSolution = (play: MdrpPlay, folder: string): void => {
  const { day } = play
  mkdirSync(folder, { recursive: true })
  const write = (file: string, header: string, rows: ReadonlyArray<ReadonlyArray<string | number>>) =>
    writeFileSync(join(folder, file), [header, ...rows.map((row) => row.join("\t"))].join("\n") + "\n")
  write(
    "solution_info_assignments.txt",
    "assignment_time\tpickup_time\tcourier\torders",
    play.pickups.map((pickup) => [
      pickup.at,
      pickup.at,
      at(day.couriers, pickup.courier).id,
      ...pickup.orders.map((o) => at(day.orders, o).id)
    ])
  )
  write(
    "solution_info_orders.txt",
    "order\tplacement_time\tready_time\tpickup_time\tdropoff_time\tcourier",
    day.orders.flatMap((order, o) =>
      (play.dropAt[o] ?? -1) < 0
        ? []
        : [
            [
              order.id,
              order.placed,
              order.ready,
              play.pickupAt[o] ?? 0,
              play.dropAt[o] ?? 0,
              at(day.couriers, play.courierOf[o] ?? -1).id
            ]
          ]
    )
  )
  write(
    "solution_info_couriers.txt",
    "courier\tdeparture_time\torigin\tdestination",
    play.moves.flatMap((moves, c) =>
      moves.map(([time, from, to]) => [at(day.couriers, c).id, time, from, to] as const)
    )
  )
}
