import { getHexagonEdgeLengthAvg, gridDisk, gridRing, latLngToCell } from "h3-js"
import { at, f64, i32 } from "../At.ts"
import { invariant } from "../Invariant.ts"
import { Limits } from "../Limits.ts"
import { requirePlaceOnEarth, type CourierIndex } from "./CourierIndex.ts"
import type { LatLng } from "./LatLng.ts"
import { NearestCouriers } from "./NearestCouriers.ts"
import { chordSquared, distanceOfChordM, HALF_AROUND_M, writeUnitVector } from "./unitVector.ts"

/**
 * Couriers in buckets by H3 cell: for whoever shards or publishes by cell anyway. Finding the cell of a position costs
 * some hundred times what the grid's arithmetic does and allocates, so dispatch uses `gridCourierIndex`.
 *
 * @param resolution of the cells; 8 (edges of 530 m) suits a city
 */
export const h3CourierIndex = (resolution = 8): CourierIndex => {
  invariant(Number.isInteger(resolution) && resolution >= 0 && resolution <= 12, "a resolution is 0 to 12", {
    resolution
  })
  return new H3CourierIndex(resolution)
}

class H3CourierIndex implements CourierIndex {
  size = 0
  private readonly resolution: number
  private readonly edgeM: number
  private readonly best = new NearestCouriers()
  private readonly origin = new Float64Array(3)
  private readonly buckets = new Map<string, Array<number>>()
  /** Cell of each courier; "": not in the index. */
  private readonly cells: Array<string> = []
  /** Place of each courier in its bucket. */
  private places = new Int32Array(64)
  private vectors = new Float64Array(3 * 64)
  private latLngs = new Float64Array(2 * 64)

  constructor(resolution: number) {
    this.resolution = resolution
    this.edgeM = getHexagonEdgeLengthAvg(resolution, "m")
  }

  upsert(courier: number, position: LatLng): void {
    requirePlaceOnEarth(courier, position)
    this.makeRoom(courier)
    const cell = latLngToCell(position.lat, position.lng, this.resolution)
    const before = at(this.cells, courier)
    if (cell !== before) {
      if (before !== "") this.takeOut(courier, before)
      this.putIn(courier, cell)
    }
    writeUnitVector(position.lat, position.lng, this.vectors, 3 * courier)
    this.latLngs[2 * courier] = position.lat
    this.latLngs[2 * courier + 1] = position.lng
  }

  remove(courier: number): boolean {
    const cell = this.cells[courier]
    if (cell === undefined || cell === "") return false
    this.takeOut(courier, cell)
    this.cells[courier] = ""
    return true
  }

  position(courier: number): LatLng | undefined {
    const cell = this.cells[courier]
    if (cell === undefined || cell === "") return undefined
    return { lat: f64(this.latLngs, 2 * courier), lng: f64(this.latLngs, 2 * courier + 1) }
  }

  nearest(
    from: LatLng,
    k: number,
    withinM: number,
    accept: (courier: number) => boolean,
    out: Int32Array,
    outDistanceM?: Float64Array
  ): number {
    this.begin(from)
    const wanted = Math.min(k, out.length, this.size)
    if (!(wanted >= 1 && withinM >= 0)) return 0
    const limit = chordSquared(withinM)
    const { best } = this
    best.begin(wanted, limit)
    const offer = (courier: number, chord: number) => {
      if (chord > best.worst || (chord === best.worst && courier >= best.worstCourier)) return
      if (accept(courier)) best.add(chord, courier)
    }
    const origin = latLngToCell(from.lat, from.lng, this.resolution)
    for (let steps = 0; ; steps++) {
      if (cellsInDisk(steps) > this.buckets.size) {
        best.begin(wanted, limit)
        for (const bucket of this.buckets.values()) this.measure(bucket, offer)
        break
      }
      for (const cell of gridRing(origin, steps)) this.measure(this.buckets.get(cell), offer)
      const seenM = this.reachM(steps)
      if (seenM >= withinM || (best.isFull && best.worst <= chordSquared(seenM))) break
    }
    return best.writeTo(out, outDistanceM)
  }

  within(
    from: LatLng,
    radiusM: number,
    accept: (courier: number) => boolean,
    out: Int32Array,
    outDistanceM?: Float64Array
  ): number {
    this.begin(from)
    if (!(radiusM >= 0)) return 0
    const limit = chordSquared(radiusM)
    let found = 0
    const offer = (courier: number, chord: number) => {
      if (chord > limit || found === out.length || !accept(courier)) return
      out[found] = courier
      if (outDistanceM !== undefined) outDistanceM[found] = distanceOfChordM(chord)
      found++
    }
    let steps = 0
    while (this.reachM(steps) < Math.min(radiusM, HALF_AROUND_M) && cellsInDisk(steps) <= this.buckets.size)
      steps++
    if (cellsInDisk(steps) > this.buckets.size)
      for (const bucket of this.buckets.values()) this.measure(bucket, offer)
    else
      for (const cell of gridDisk(latLngToCell(from.lat, from.lng, this.resolution), steps))
        this.measure(this.buckets.get(cell), offer)
    return found
  }

  private begin(from: LatLng): void {
    requirePlaceOnEarth(0, from)
    writeUnitVector(from.lat, from.lng, this.origin, 0)
  }

  /**
   * No place within this many metres of a place in a cell lies outside the disk of `steps` around the cell. H3's cells vary in
   * size and shape: measured over all resolutions, pentagons included, a disk reaches at least 0.70, 1.85, 2.81 and 4.92
   * mean edges for 1, 2, 3 and 5 steps.
   */
  private reachM(steps: number): number {
    return Math.max(0, 0.9 * steps - 0.25) * this.edgeM
  }

  private measure(
    bucket: ReadonlyArray<number> | undefined,
    offer: (courier: number, chord: number) => void
  ): void {
    if (bucket === undefined) return
    for (const courier of bucket) {
      const dx = f64(this.vectors, 3 * courier) - f64(this.origin, 0)
      const dy = f64(this.vectors, 3 * courier + 1) - f64(this.origin, 1)
      const dz = f64(this.vectors, 3 * courier + 2) - f64(this.origin, 2)
      offer(courier, dx * dx + dy * dy + dz * dz)
    }
  }

  private putIn(courier: number, cell: string): void {
    const bucket = this.buckets.get(cell)
    if (bucket === undefined) this.buckets.set(cell, [courier])
    else bucket.push(courier)
    this.places[courier] = (bucket?.length ?? 1) - 1
    this.cells[courier] = cell
    this.size++
  }

  /** The last courier of the bucket takes the place of the one that leaves. */
  private takeOut(courier: number, cell: string): void {
    const bucket = this.buckets.get(cell)
    const last = bucket?.pop()
    if (bucket === undefined || last === undefined)
      return invariant(false, "a courier is in its bucket", { courier })
    if (last !== courier) {
      bucket[i32(this.places, courier)] = last
      this.places[last] = i32(this.places, courier)
    }
    if (bucket.length === 0) this.buckets.delete(cell)
    this.size--
  }

  private makeRoom(courier: number): void {
    invariant(courier < Limits.indexedCouriers, "courier handles are dense and bounded", { courier })
    while (this.cells.length <= courier) this.cells.push("")
    if (courier < this.places.length) return
    const room = 2 ** Math.ceil(Math.log2(courier + 1))
    const places = new Int32Array(room)
    places.set(this.places)
    this.places = places
    const vectors = new Float64Array(3 * room)
    vectors.set(this.vectors)
    this.vectors = vectors
    const latLngs = new Float64Array(2 * room)
    latLngs.set(this.latLngs)
    this.latLngs = latLngs
  }
}

const cellsInDisk = (steps: number): number => 1 + 3 * steps * (steps + 1)
