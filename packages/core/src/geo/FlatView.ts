import { f64, i32 } from "../At.ts"
import { SPOT_EAST_BITS, SPOTS_EAST, SPOTS_NORTH, type CellStrips } from "./CellStrips.ts"
import type { LatLng } from "./LatLng.ts"
import { SearchCircle } from "./SearchCircle.ts"
import type { SphereGrid } from "./SphereGrid.ts"
import { FRAME, RUN, StripRuns } from "./StripRuns.ts"
import { chordSquared, writeUnitVector } from "./unitVector.ts"

/** Radians, high and of longitude: larger cells are too coarse for a flat view. */
const FLAT_CELL = 0.01
const FLAT_CELL_LNG = 0.05
/** Cells: how far a place may be from the middle of its spot; a cell may be a hundredth wider than it is high. */
const SPOT_SLACK = 1 / 28_000
const RADIANS = Math.PI / 180

/**
 * The surroundings of a search, seen flat. For two places at most some hundred kilometres apart the squared chord is nearly
 * dlat² + cos lat · cos lat' · dlng². From the spot in a slot, with the cosine of the middle of its row, that takes four
 * multiplications and no memory but the slot's eight bytes. How far such a chord may be off is known (`slack`), so that
 * only who is that near to a limit has to be measured exactly (`measure`).
 *
 * A search begins somewhere, widens its circle, collects the runs that the circle touches, and sifts them. One object serves
 * all searches.
 */
export class FlatView {
  readonly circle = new SearchCircle()
  readonly runs: StripRuns
  /** The cell of the centre. */
  row = 0
  column = 0
  /** Squared chord of the radius beyond which nobody is wanted. */
  limit = 0
  /** Whether the surroundings can be seen flat. If not, sifting leaves everybody, and chords mean nothing. */
  isFlat = true
  /** Whose flat squared chord is at most this is within the circle for certain. */
  innerLimit = 0
  /** How far a flat chord within the circle may be from the true one. */
  slack = 0
  /** Couriers that the last sifting left, and their flat squared chords. */
  near = 0
  couriers = new Int32Array(256)
  chords = new Float64Array(256)
  /** What `measure` found. */
  chord = 0
  private readonly grid: SphereGrid
  private readonly strips: CellStrips
  private outerLimit = 0
  /** The radius whose squared chord was asked for last: searches of one kind have one. */
  private radiusM = NaN
  /** The centre as a unit vector, when it was asked for, and somebody's. */
  private readonly vectors = new Float64Array(6)
  private hasVector = false

  constructor(grid: SphereGrid, strips: CellStrips) {
    this.grid = grid
    this.strips = strips
    this.runs = new StripRuns(grid, strips, this.circle)
  }

  /** Takes a new centre, and the radius beyond which nobody is wanted. */
  begin(centre: LatLng, radiusM: number): void {
    const { grid, circle } = this
    this.hasVector = false
    circle.lat = centre.lat
    circle.lng = centre.lng
    grid.locate(centre)
    const { row } = grid
    this.row = row
    this.column = grid.column
    if (grid.rowAngle < FLAT_CELL) {
      // The middle of the row, turned by half its height at most: the series are exact to a billionth.
      const rest = (grid.y - row - 0.5) * grid.rowAngle
      const sin = rest * (1 - rest * rest * (1 / 6))
      const cos = 1 - rest * rest * 0.5
      circle.cosLat = Math.max(grid.cosOf(row) * cos - grid.sinOf(row) * sin, 0)
      circle.sinLat = grid.sinOf(row) * cos + grid.cosOf(row) * sin
    } else {
      circle.cosLat = Math.max(Math.cos(centre.lat * RADIANS), 0)
      circle.sinLat = Math.sin(centre.lat * RADIANS)
    }
    if (radiusM !== this.radiusM) {
      this.radiusM = radiusM
      this.limit = chordSquared(radiusM)
    }
  }

  /** Takes the radius of the circle to look in. */
  widen(): void {
    const { circle } = this
    const { rowAngle } = this.grid
    circle.widen()
    const { angle } = circle
    const perCos = 1 / circle.cosLat
    this.isFlat = circle.isSmall && rowAngle < FLAT_CELL && rowAngle * perCos < FLAT_CELL_LNG
    if (!this.isFlat) {
      this.slack = Infinity
      this.outerLimit = Infinity
      this.innerLimit = -1
      return
    }
    // A flat chord is off because of where in its spot a place is, because the cosine at the edge of a row is not that of
    // its middle, and because the Earth is round. Each is at most half of what is reckoned here for the latter two.
    const steepness = (Math.abs(circle.sinLat) + 1.2 * (angle + rowAngle) * perCos) * perCos
    const round = angle * perCos
    const slack = rowAngle * SPOT_SLACK + angle * (0.55 * rowAngle * steepness + 0.1 * round * round)
    this.slack = slack
    this.outerLimit = (angle + slack) * (angle + slack)
    // The chord is shorter than the arc by a cube.
    const inner = angle * (1 - angle * angle * (1 / 24)) - slack
    this.innerLimit = inner > 0 ? inner * inner : -1
  }

  /**
   * Lists the couriers of the runs whose flat chord may be one within the circle: without a branch on whether it is, which
   * the processor would guess wrong every other time.
   */
  sift(): void {
    if (this.runs.slots >= this.couriers.length) this.makeRoom()
    const { outerLimit, chords, couriers } = this
    const { runs, bounds, frames } = this.runs
    const { slots } = this.strips
    const spotNorth = this.grid.rowAngle * (1 / SPOTS_NORTH)
    const northWeight = spotNorth * spotNorth
    let near = 0
    for (let run = 0; run < runs; run++) {
      const centreEast = f64(frames, FRAME * run)
      const centreNorth = f64(frames, FRAME * run + 1)
      const eastWeight = f64(frames, FRAME * run + 2)
      const end = 2 * i32(bounds, RUN * run + 1)
      for (let at = 2 * i32(bounds, RUN * run); at < end; at += 2) {
        const spot = i32(slots, at + 1)
        const east = (spot & (SPOTS_EAST - 1)) - centreEast
        const north = (spot >>> SPOT_EAST_BITS) - centreNorth
        const chord = east * east * eastWeight + north * north * northWeight
        chords[near] = chord
        couriers[near] = i32(slots, at)
        near += +(chord <= outerLimit)
      }
    }
    this.near = near
  }

  /** Finds the squared chord from the centre to a courier, exactly. */
  measure(courier: number): void {
    const { vectors, circle, strips } = this
    if (!this.hasVector) {
      this.hasVector = true
      writeUnitVector(circle.lat, circle.lng, vectors, 0)
    }
    writeUnitVector(strips.latOf(courier), strips.lngOf(courier), vectors, 3)
    const dx = f64(vectors, 3) - f64(vectors, 0)
    const dy = f64(vectors, 4) - f64(vectors, 1)
    const dz = f64(vectors, 5) - f64(vectors, 2)
    this.chord = dx * dx + dy * dy + dz * dz
  }

  private makeRoom(): void {
    // One more than there are slots: who is not near is written behind the last, too.
    const room = 2 * this.runs.slots
    this.couriers = new Int32Array(room)
    this.chords = new Float64Array(room)
  }
}
