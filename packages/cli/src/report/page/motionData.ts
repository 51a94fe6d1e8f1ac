import { at, f64, Limits, u8 } from "@hotbag/core"
import { type CourierMotion, courierMotion, OUTCOMES } from "@hotbag/sim"
import type { RunRecord } from "@hotbag/sim"
import { MAP, type RegionFrame } from "./RegionFrame.ts"

/** What the animation plays, as the page's script reads it: columns of whole numbers, little-endian, in base64. */
export interface MotionData {
  /** Milliseconds of one step of `at`. */
  readonly unitMs: number
  readonly couriers: number
  readonly shown: number
  /** By courier that is shown: its region's map (16 bits), and its first frame (32 bits). */
  readonly regions: string
  readonly starts: string
  /** By frame: time (16 bits), place in 65,535ths of the map (16 bits each), what the courier does (8 bits). */
  readonly at: string
  readonly x: string
  readonly y: string
  readonly doing: string
  /** Of orders whose food is ready: by order its map, place, since when and until when it waits (16 bits each). */
  readonly food: {
    readonly every: number
    readonly regions: string
    readonly x: string
    readonly y: string
    readonly from: string
    readonly to: string
    /** 1: lost in the end (8 bits). */
    readonly lost: string
  }
}

/** Everything that moves, between two moments. O(orders + frames). */
export const motionData = (
  record: RunRecord,
  frames: ReadonlyArray<RegionFrame>,
  fromMs: number,
  toMs: number
): MotionData => {
  const unitMs = Math.max(1000, Math.ceil((toMs - fromMs) / FULL))
  const clock = (atMs: number) => Math.min(FULL, Math.max(0, Math.round((atMs - fromMs) / unitMs)))
  const maps = new Map(frames.map((frame, map) => [frame.region, { frame, map }]))
  const motion = courierMotion(record)
  const { x, y } = placed(record, motion, maps)
  return {
    unitMs,
    couriers: motion.total,
    shown: motion.couriers.length,
    regions: base64(
      Uint16Array.from(motion.couriers, (courier) => mapOf(maps, at(record.city.couriers, courier).region))
    ),
    starts: base64(motion.starts),
    at: base64(Uint16Array.from(motion.atMs, clock)),
    x: base64(x),
    y: base64(y),
    doing: base64(motion.doings),
    food: foodData(record, maps, clock)
  }
}

/** The largest number of 16 bits; also the map of who is in a region without orders. */
const FULL = 65_535

type Maps = ReadonlyMap<number, { readonly frame: RegionFrame; readonly map: number }>

const mapOf = (maps: Maps, region: number): number => maps.get(region)?.map ?? FULL

const share = (value: number, size: number) => Math.min(FULL, Math.max(0, Math.round((value / size) * FULL)))

const placed = ({ city }: RunRecord, motion: CourierMotion, maps: Maps) => {
  const x = new Uint16Array(motion.positions.length)
  const y = new Uint16Array(motion.positions.length)
  motion.couriers.forEach((courier, i) => {
    const frame = maps.get(at(city.couriers, courier).region)?.frame
    if (frame === undefined) return
    const end = motion.starts[i + 1] ?? motion.positions.length
    for (let point = motion.starts[i] ?? 0; point < end; point++) {
      const position = at(motion.positions, point)
      x[point] = share(frame.x(position), MAP.width)
      y[point] = share(frame.y(position), MAP.height)
    }
  })
  return { x, y }
}

const foodData = (
  { city, orders }: RunRecord,
  maps: Maps,
  clock: (atMs: number) => number
): MotionData["food"] => {
  const every = Math.max(1, Math.ceil(city.orders.length / Limits.reportOrders))
  const rows: Array<readonly [number, number, number, number, number, number]> = []
  for (let order = 0; order < city.orders.length; order += every) {
    const lost = at(OUTCOMES, u8(orders.outcomes, order)) === "lost"
    const readyAtMs = f64(orders.readyAtMs, order)
    const fromMs = Number.isNaN(readyAtMs) && lost ? f64(orders.confirmedAtMs, order) : readyAtMs
    const pickedUpAtMs = f64(orders.pickedUpAtMs, order)
    const untilMs = Number.isNaN(pickedUpAtMs) ? f64(orders.endedAtMs, order) : pickedUpAtMs
    const { position, region } = at(city.restaurants, at(city.orders, order).restaurant)
    const known = maps.get(region)
    if (known === undefined || !(untilMs > fromMs)) continue
    const { frame, map } = known
    const place = [share(frame.x(position), MAP.width), share(frame.y(position), MAP.height)] as const
    rows.push([map, ...place, clock(fromMs), clock(untilMs), lost ? 1 : 0])
  }
  const column = (i: 0 | 1 | 2 | 3 | 4) => base64(Uint16Array.from(rows, (row) => row[i]))
  return {
    every,
    regions: column(0),
    x: column(1),
    y: column(2),
    from: column(3),
    to: column(4),
    lost: base64(Uint8Array.from(rows, (row) => row[5]))
  }
}

const base64 = ({ buffer, byteLength, byteOffset }: Uint8Array | Uint16Array | Uint32Array): string =>
  Buffer.from(buffer, byteOffset, byteLength).toString("base64")
