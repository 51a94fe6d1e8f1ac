import { f64 } from "../At.ts"
import { EARTH_RADIUS_M } from "./haversine.ts"
import type { LatLng } from "./LatLng.ts"
import { latReachDeg, lngReachDeg } from "./LatLngBox.ts"
import { chordSquared, distanceOfChordM, writeUnitVector } from "./unitVector.ts"

/** A parallel that the circle does not reach, or not by anything that could be relied on. */
export const NOWHERE = -1

/**
 * The circle of a search: how far it reaches in every direction, for a search that must leave out nobody. Every reach
 * errs on the safe side, by at most a ten-thousandth. Small circles, the usual ones, cost no trigonometry: their series
 * are exact to a millionth, well within that margin. One object serves all searches.
 */
export class SearchCircle {
  /** The centre as a unit vector. */
  x = 0
  y = 0
  z = 0
  lat = 0
  lng = 0
  /** How far north and south, and how far east and west at most, in degrees. */
  latReach = 0
  lngReach = 0
  /** How far east and west at most, in metres along the parallel nearest the equator. */
  widthM = 0
  /** Whoever has at most this squared chord is inside for certain. */
  innerLimit = 0
  private cosLat = 1
  private angle = 0
  private isSmall = true
  private readonly vector = new Float64Array(3)
  private radiusM = NaN
  private limit = 0

  /** Takes a new centre. */
  moveTo({ lat, lng }: LatLng): void {
    writeUnitVector(lat, lng, this.vector, 0)
    this.x = f64(this.vector, 0)
    this.y = f64(this.vector, 1)
    this.z = f64(this.vector, 2)
    this.lat = lat
    this.lng = lng
    this.cosLat = Math.sqrt(this.x * this.x + this.y * this.y)
  }

  /** Takes a new radius around the centre. */
  widenTo(radiusM: number): void {
    const angle = radiusM / EARTH_RADIUS_M
    const reach = angle / this.cosLat
    this.angle = angle
    this.isSmall = angle < SMALL_ANGLE && reach < SMALL_REACH
    if (this.isSmall) {
      this.latReach = angle / RADIANS + SLACK_DEG
      this.lngReach = (arcSine(reach) / RADIANS) * WIDER + SLACK_DEG
      // 4 sin²(angle/2) is greater than the first two terms of its series.
      this.innerLimit = angle * angle * (1 - (angle * angle) / 12)
    } else {
      this.latReach = latReachDeg(radiusM)
      this.lngReach = lngReachDeg(this.lat, radiusM)
      this.innerLimit = chordSquared(radiusM)
    }
    // The cosine of the parallel nearest the equator is greater by the angle at most.
    this.widthM = this.lngReach * RADIANS * EARTH_RADIUS_M * Math.min(1, this.cosLat + angle)
  }

  /** Squared chord of a radius, exactly; the last one is remembered, because searches of one kind have one radius. */
  limitOf(radiusM: number): number {
    if (radiusM !== this.radiusM) {
      this.radiusM = radiusM
      this.limit = chordSquared(radiusM)
    }
    return this.limit
  }

  /** A radius that reaches everybody with at most this squared chord, in metres. */
  reachOfM(chord: number): number {
    // 2 asin(c/2) = c + c³/24 + …, less than c + c³/20 up to half a radian.
    const arc = chord < 0.25 ? Math.sqrt(chord) * (1 + chord / 20) * EARTH_RADIUS_M : distanceOfChordM(chord)
    return arc * WIDER + 0.001
  }

  /**
   * How far east and west the circle reaches at a parallel, in degrees: `NOWHERE` when it does not, and for circles that
   * are not small. Haversine, solved for the longitude:
   * sin²(reach/2) = (sin²(angle/2) - sin²((φ - lat)/2)) ÷ (cos lat cos φ).
   */
  reachAt(parallel: number): number {
    if (!this.isSmall) return NOWHERE
    const north = (parallel - this.lat) * RADIANS
    const rest = this.angle * this.angle - north * north
    if (rest < 0) return NOWHERE
    const cosParallel = this.cosLat * (1 - (north * north) / 2) - this.z * north
    return (2 * arcSine(Math.sqrt(rest / (4 * this.cosLat * cosParallel)))) / RADIANS
  }

  /**
   * How far the circle reaches within a row of the grid, given its reach at the row's edges, in degrees. The circle narrows
   * north and south of where it is widest, so the wider edge decides, unless the widest parallel lies in the row.
   */
  outerReach(south: number, southReach: number, north: number, northReach: number): number {
    if (!this.isSmall) return this.lngReach
    // sin widest = sin lat ÷ cos angle: a little poleward of the centre, by tan lat · angle²/2 and no tenth more.
    const poleward = (0.55 * this.angle * this.angle * this.z) / this.cosLat / RADIANS
    const isWidest = south <= this.lat + Math.max(poleward, 0) && north >= this.lat + Math.min(poleward, 0)
    if (isWidest) return this.lngReach
    return Math.min(this.lngReach, Math.max(southReach, northReach, 0) * WIDER + SLACK_DEG)
  }

  /** How far the circle covers a row of the grid from edge to edge, in degrees; `NOWHERE` when it does not. */
  innerReach(southReach: number, northReach: number): number {
    return Math.max(Math.min(southReach, northReach) * NARROWER - SLACK_DEG, NOWHERE)
  }
}

/** asin x = x + x³/6 + …, to a millionth up to 0.05. */
const arcSine = (x: number): number => x * (1 + (x * x) / 6)

const RADIANS = Math.PI / 180
/** 64 km: (φ - lat)³ and what follows is below a millionth. */
const SMALL_ANGLE = 0.01
/** Three degrees of longitude. */
const SMALL_REACH = 0.05
const WIDER = 1.0001
const NARROWER = 0.9999
/** A decimetre at the equator: what rounding can move an edge by is far less. */
const SLACK_DEG = 1e-6
