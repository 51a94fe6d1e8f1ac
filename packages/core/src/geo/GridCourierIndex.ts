import { f64, i32 } from "../At.ts"
import { invariant } from "../Invariant.ts"
import { Limits } from "../Limits.ts"
import type { CourierIndex } from "./CourierIndex.ts"
import { requirePlaceOnEarth } from "./CourierIndex.ts"
import { EARTH_RADIUS_M } from "./haversine.ts"
import { lngReachRad, makeLatBands, type LatBands } from "./LatBands.ts"
import type { LatLng } from "./LatLng.ts"
import { Nearest } from "./Nearest.ts"

/** How the grid is laid. */
export interface GridOptions {
  /**
   * Edge of a cell in metres. Best is what holds two or three couriers where they are dense: smaller, and a search
   * visits many empty cells; larger, and it looks at many couriers who are too far. 600 suits a city.
   */
  readonly cellM?: number
}

/**
 * The fast courier index: couriers in the cells of a grid, typed arrays only. Rows are bands of constant latitude
 * height and every band has as many columns as its circumference asks for, so that cells are equally large from the
 * equator to the poles and columns wrap around at the antimeridian. Cells are hashed to linked lists; every courier
 * carries its own row and column, so two cells that share a list are never confused. Positions are unit vectors too:
 * squared chord length ranks like great-circle distance and costs no trigonometry per courier.
 *
 * `upsert` and `remove` are O(1); `nearest` and `within` are O(cells and couriers in reach). Memory: 80 bytes a courier.
 */
export const gridCourierIndex = (options: GridOptions = {}): CourierIndex => {
  const cellM = options.cellM ?? 600
  invariant(cellM >= 1 && cellM <= 1_000_000, "cellM must be between 1 m and 1,000 km", { cellM })
  return new GridCourierIndex(cellM)
}

const NONE = -1
const RADIANS = Math.PI / 180

class GridCourierIndex implements CourierIndex {
  size = 0
  readonly #cellM: number
  readonly #bands: LatBands
  readonly #nearest = new Nearest()
  #heads = new Int32Array(256).fill(NONE)
  /** Leaves as many bits of a hash as the heads have places. */
  #shift = 24
  #next = new Int32Array(128)
  #previous = new Int32Array(128)
  /** Row of each courier; -1: not in the index. */
  #rows = new Int32Array(128).fill(NONE)
  #columns = new Int32Array(128)
  #lats = new Float64Array(128)
  #lngs = new Float64Array(128)
  #xs = new Float64Array(128)
  #ys = new Float64Array(128)
  #zs = new Float64Array(128)

  constructor(cellM: number) {
    this.#cellM = cellM
    this.#bands = makeLatBands(cellM)
  }

  upsert(courier: number, position: LatLng): void {
    requirePlaceOnEarth(courier, position)
    if (courier >= this.#rows.length) this.#grow(courier + 1)
    const row = this.#bands.rowOf(position.lat)
    const column = this.#bands.columnOf(row, position.lng)
    const isNew = i32(this.#rows, courier) === NONE
    if (isNew || i32(this.#rows, courier) !== row || i32(this.#columns, courier) !== column) {
      if (!isNew) this.#unlink(courier)
      this.#rows[courier] = row
      this.#columns[courier] = column
      this.#link(courier)
    }
    if (isNew) this.size++
    const cosLat = Math.cos(position.lat * RADIANS)
    this.#lats[courier] = position.lat
    this.#lngs[courier] = position.lng
    this.#xs[courier] = cosLat * Math.cos(position.lng * RADIANS)
    this.#ys[courier] = cosLat * Math.sin(position.lng * RADIANS)
    this.#zs[courier] = Math.sin(position.lat * RADIANS)
  }

  remove(courier: number): boolean {
    if (courier < 0 || courier >= this.#rows.length || i32(this.#rows, courier) === NONE) return false
    this.#unlink(courier)
    this.#rows[courier] = NONE
    this.size--
    return true
  }

  position(courier: number): LatLng | undefined {
    if (courier < 0 || courier >= this.#rows.length || i32(this.#rows, courier) === NONE) return undefined
    return { lat: f64(this.#lats, courier), lng: f64(this.#lngs, courier) }
  }

  nearest(
    from: LatLng,
    k: number,
    withinM: number,
    accept: (courier: number) => boolean,
    out: Int32Array,
    outDistanceM?: Float64Array
  ): number {
    requirePlaceOnEarth(NONE, from)
    const wanted = Math.min(k, out.length)
    if (wanted <= 0 || !(withinM >= 0)) return 0
    // Ever wider circles: the first that holds enough has the nearest, whatever lies outside.
    let radiusM = Math.min(withinM, this.#cellM)
    for (;;) {
      this.#nearest.begin(wanted, out)
      this.#visit(from, radiusM, accept)
      if (this.#nearest.count >= wanted || radiusM >= withinM || this.#nearest.seen >= this.size) break
      radiusM = radiusM * 2 > HALF_AROUND_M ? withinM : Math.min(withinM, radiusM * 2)
    }
    if (outDistanceM !== undefined) this.#nearest.distances(outDistanceM)
    return this.#nearest.count
  }

  within(from: LatLng, radiusM: number, accept: (courier: number) => boolean, out: Int32Array): number {
    requirePlaceOnEarth(NONE, from)
    if (!(radiusM >= 0) || out.length === 0) return 0
    this.#nearest.beginAll(out)
    this.#visit(from, radiusM, accept)
    return this.#nearest.count
  }

  /** Shows `#nearest` every accepted courier of the cells that the circle touches and that is inside it. */
  #visit(from: LatLng, radiusM: number, accept: (courier: number) => boolean): void {
    const latRad = from.lat * RADIANS
    const cosLat = Math.cos(latRad)
    const x = cosLat * Math.cos(from.lng * RADIANS)
    const y = cosLat * Math.sin(from.lng * RADIANS)
    const z = Math.sin(latRad)
    const angle = radiusM / EARTH_RADIUS_M
    const limit = angle >= Math.PI ? Infinity : 4 * Math.sin(angle / 2) ** 2
    const bands = this.#bands
    const firstRow = bands.rowOf(Math.max(-90, from.lat - angle / RADIANS - SLACK_DEG))
    const lastRow = bands.rowOf(Math.min(90, from.lat + angle / RADIANS + SLACK_DEG))
    for (let row = firstRow; row <= lastRow; row++) {
      const reachDeg =
        lngReachRad(latRad, angle, bands.southOf(row) * RADIANS, bands.northOf(row) * RADIANS) / RADIANS
      const columns = bands.columnsOf(row)
      const first = Math.floor(((from.lng + 180 - reachDeg - SLACK_DEG) / 360) * columns)
      const last = Math.floor(((from.lng + 180 + reachDeg + SLACK_DEG) / 360) * columns)
      const count = Math.min(columns, last - first + 1)
      let column = ((first % columns) + columns) % columns
      for (let i = 0; i < count; i++) {
        this.#visitCell(row, column, x, y, z, limit, accept)
        column = column + 1 === columns ? 0 : column + 1
      }
    }
  }

  #visitCell(
    row: number,
    column: number,
    x: number,
    y: number,
    z: number,
    limit: number,
    accept: (courier: number) => boolean
  ): void {
    const nearest = this.#nearest
    let courier = i32(this.#heads, this.#bucketOf(row, column))
    while (courier !== NONE) {
      if (i32(this.#rows, courier) === row && i32(this.#columns, courier) === column) {
        const dx = f64(this.#xs, courier) - x
        const dy = f64(this.#ys, courier) - y
        const dz = f64(this.#zs, courier) - z
        const chord = dx * dx + dy * dy + dz * dz
        if (chord > limit) {
          courier = i32(this.#next, courier)
          continue
        }
        // Only who is inside the circle: the search ends when it holds everybody, not when it came across everybody.
        nearest.seen++
        if (nearest.wants(chord, courier) && accept(courier)) nearest.take(chord, courier)
      }
      courier = i32(this.#next, courier)
    }
  }

  #bucketOf(row: number, column: number): number {
    return (Math.imul(row, 0x9e3779b1) ^ Math.imul(column, 0x85ebca6b)) >>> this.#shift
  }

  #link(courier: number): void {
    const bucket = this.#bucketOf(i32(this.#rows, courier), i32(this.#columns, courier))
    const head = i32(this.#heads, bucket)
    this.#next[courier] = head
    this.#previous[courier] = NONE
    if (head !== NONE) this.#previous[head] = courier
    this.#heads[bucket] = courier
  }

  #unlink(courier: number): void {
    const next = i32(this.#next, courier)
    const previous = i32(this.#previous, courier)
    if (next !== NONE) this.#previous[next] = previous
    if (previous !== NONE) this.#next[previous] = next
    else this.#heads[this.#bucketOf(i32(this.#rows, courier), i32(this.#columns, courier))] = next
  }

  #grow(needed: number): void {
    invariant(needed <= Limits.indexedCouriers, "courier handles are dense and bounded", { needed })
    const room = 2 ** Math.ceil(Math.log2(needed))
    const ints = (old: Int32Array, fill: number) => {
      const grown = new Int32Array(room).fill(fill)
      grown.set(old)
      return grown
    }
    const floats = (old: Float64Array) => {
      const grown = new Float64Array(room)
      grown.set(old)
      return grown
    }
    this.#rows = ints(this.#rows, NONE)
    this.#columns = ints(this.#columns, 0)
    this.#next = ints(this.#next, NONE)
    this.#previous = ints(this.#previous, NONE)
    this.#lats = floats(this.#lats)
    this.#lngs = floats(this.#lngs)
    this.#xs = floats(this.#xs)
    this.#ys = floats(this.#ys)
    this.#zs = floats(this.#zs)
    this.#heads = new Int32Array(room * 2).fill(NONE)
    this.#shift = 32 - Math.log2(room * 2)
    for (let courier = 0; courier < room; courier++)
      if (i32(this.#rows, courier) !== NONE) this.#link(courier)
  }
}

/** Half the way around the Earth: a circle of this radius holds everybody. */
const HALF_AROUND_M = Math.PI * EARTH_RADIUS_M
/** About a millimetre: rounding must not leave out a cell that the circle only just touches. */
const SLACK_DEG = 1e-8
