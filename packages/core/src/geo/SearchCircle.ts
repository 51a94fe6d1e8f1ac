import { f64 } from "../At.ts"
import { EARTH_RADIUS_M } from "./haversine.ts"
import { latReachDeg, lngReachDeg } from "./LatLngBox.ts"
import type { SphereGrid } from "./SphereGrid.ts"
import { chordSquared } from "./unitVector.ts"

/** Instead of how far the circle covers a row that it does not cover anywhere, or not by anything to be relied on. */
const NOWHERE = -1

/**
 * The circle of a search: how far it reaches in every direction, for a search that must leave out nobody. Every reach
 * errs on the safe side, by at most a ten-thousandth. Small circles, the usual ones, cost no trigonometry: their series
 * are exact to a millionth, well within that margin. One object serves all searches.
 *
 * Numbers are handed over in fields: as an argument or a result, what is no integer may cost the engine an allocation.
 */
export class SearchCircle {
  /** Set these, then `widen`: the centre, with cosine (not negative) and sine of its latitude to a ten-millionth, and the radius. */
  lat = 0
  lng = 0
  cosLat = 1
  sinLat = 0
  radiusM = 0
  /** From here on what `widen` found. How far north and south, and how far east and west at most, in degrees. */
  latReach = 0
  lngReach = 0
  /** How far east and west at most, in metres along the parallel nearest the equator. */
  widthM = 0
  /** Whoever has at most this squared chord is inside for certain. */
  innerLimit = 0
  /** The radius in radians. */
  angle = 0
  /** Whether the circle is small enough, and far enough from the poles, to be seen flat. */
  isSmall = true
  /** What `measureRows` found for each row that it was told. */
  outer = new Float64Array(64)
  inner = new Float64Array(64)
  /** How far east and west the circle reaches at the edges of those rows. */
  private edges = new Float64Array(65)

  /** Finds out how far the circle reaches. */
  widen(): void {
    const angle = this.radiusM * PER_EARTH_RADIUS
    const reach = angle / this.cosLat
    this.angle = angle
    this.isSmall = angle < SMALL_ANGLE && reach < SMALL_REACH && this.cosLat > POLAR_COS
    if (this.isSmall) {
      this.latReach = angle * DEGREES + SLACK_DEG
      this.lngReach = arcSine(reach) * (DEGREES * WIDER) + SLACK_DEG
      // 4 sin²(angle/2) is greater than the first two terms of its series.
      this.innerLimit = angle * angle * (1 - angle * angle * (1 / 12))
    } else {
      this.latReach = latReachDeg(this.radiusM)
      this.lngReach = lngReachDeg(this.lat, this.radiusM)
      this.innerLimit = chordSquared(this.radiusM)
    }
    // The cosine of the parallel nearest the equator is greater by the angle at most.
    this.widthM = this.lngReach * (RADIANS * EARTH_RADIUS_M) * Math.min(1, this.cosLat + angle)
  }

  /**
   * For each of `rows` rows northwards from the row `first`: how far east and west the circle reaches within it (`outer`),
   * and how far it covers it from edge to edge (`inner`), in degrees; 0 and `NOWHERE` where it does not. For small circles
   * only.
   *
   * The circle narrows north and south of where it is widest, so of the two edges of a row the wider one says how far it
   * reaches within, unless the widest parallel lies in the row; and the narrower one how far it covers.
   */
  measureRows(first: number, rows: number, grid: SphereGrid): void {
    if (rows > this.outer.length) this.makeRoom(rows)
    const { outer, inner, edges, lat, lngReach } = this
    const { rowsPerDeg } = grid
    this.measureEdges(first, rows, grid)
    // sin widest = sin lat ÷ cos angle: a little poleward of the centre, by tan lat · angle²/2 and no tenth more.
    const poleward = ((0.55 * this.angle * this.angle * this.sinLat) / this.cosLat) * DEGREES
    const firstWidest = lat + Math.min(poleward, 0)
    const lastWidest = lat + Math.max(poleward, 0)
    for (let row = 0; row < rows; row++) {
      const southReach = f64(edges, row)
      const northReach = f64(edges, row + 1)
      const south = (first + row) / rowsPerDeg - 90
      const north = (first + row + 1) / rowsPerDeg - 90
      const isWidest = south <= lastWidest && north >= firstWidest
      const reach = Math.max(southReach, northReach, 0) * WIDER + SLACK_DEG
      outer[row] = isWidest ? lngReach : Math.min(lngReach, reach)
      inner[row] = Math.max(Math.min(southReach, northReach) * NARROWER - SLACK_DEG, NOWHERE)
    }
  }

  /**
   * How far east and west the circle reaches at each of the parallels, `NOWHERE` where it does not. Haversine, solved for the
   * longitude: sin²(reach/2) = (sin²(angle/2) - sin²((φ - lat)/2)) ÷ (cos lat cos φ).
   */
  private measureEdges(first: number, rows: number, grid: SphereGrid): void {
    const { edges, lat, angle, cosLat, sinLat } = this
    const { rowsPerDeg } = grid
    for (let edge = 0; edge <= rows; edge++) {
      const north = ((first + edge) / rowsPerDeg - 90 - lat) * RADIANS
      const rest = angle * angle - north * north
      const cosParallel = cosLat * (1 - north * north * 0.5) - sinLat * north
      const sine = Math.sqrt(Math.max(rest, 0) / (4 * cosLat * cosParallel))
      edges[edge] = rest < 0 ? NOWHERE : arcSine(sine) * (2 * DEGREES)
    }
  }

  private makeRoom(rows: number): void {
    this.outer = new Float64Array(2 * rows)
    this.inner = new Float64Array(2 * rows)
    this.edges = new Float64Array(2 * rows + 1)
  }
}

/** asin x = x + x³/6 + …, to a millionth up to 0.05. */
const arcSine = (x: number): number => x * (1 + x * x * (1 / 6))

const RADIANS = Math.PI / 180
const DEGREES = 180 / Math.PI
const PER_EARTH_RADIUS = 1 / EARTH_RADIUS_M
/** 64 km: (φ - lat)³ and what follows is below a millionth. */
const SMALL_ANGLE = 0.01
/** Three degrees of longitude. */
const SMALL_REACH = 0.05
/** Six kilometres from a pole: nearer, a ten-millionth is too much of the cosine. */
const POLAR_COS = 0.001
const WIDER = 1.0001
const NARROWER = 0.9999
/** A decimetre at the equator: what rounding can move an edge by is far less. */
const SLACK_DEG = 1e-6
