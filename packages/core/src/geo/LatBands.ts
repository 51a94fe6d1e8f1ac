import { i32 } from "../At.ts"
import { EARTH_RADIUS_M } from "./haversine.ts"

/** The globe cut into bands of constant latitude height, each into columns about as wide as it is high. */
export interface LatBands {
  readonly rowOf: (lat: number) => number
  /** Column in 0 .. `columnsOf(row)` - 1, counted eastwards from the antimeridian. */
  readonly columnOf: (row: number, lng: number) => number
  readonly columnsOf: (row: number) => number
  /** Southern edge of the row, in degrees. */
  readonly southOf: (row: number) => number
  /** Northern edge of the row, in degrees. */
  readonly northOf: (row: number) => number
}

/** Bands for cells of about `cellM` metres; 4 bytes a band. */
export const makeLatBands = (cellM: number): LatBands => {
  const degrees = (cellM / EARTH_RADIUS_M / Math.PI) * 180
  const rows = Math.max(1, Math.ceil(180 / degrees))
  const height = 180 / rows
  const columns = new Int32Array(rows)
  for (let row = 0; row < rows; row++) {
    const south = -90 + row * height
    const widest = Math.max(cosDeg(south), cosDeg(south + height), south <= 0 && south + height >= 0 ? 1 : 0)
    columns[row] = Math.max(1, Math.floor((360 * widest) / height))
  }
  return {
    rowOf: (lat) => Math.min(rows - 1, Math.floor((lat + 90) / height)),
    columnOf: (row, lng) => {
      const count = i32(columns, row)
      // 180° E is 180° W.
      return Math.floor(((lng + 180) / 360) * count) % count
    },
    columnsOf: (row) => i32(columns, row),
    southOf: (row) => -90 + row * height,
    northOf: (row) => -90 + (row + 1) * height
  }
}

/**
 * How far east and west of its centre a circle on the sphere reaches within the latitudes `south` to `north`, in
 * radians; π when it reaches around. `lat` is the centre's latitude, `angle` the radius seen from the middle of the
 * Earth, all in radians. From the spherical law of cosines; the reach is greatest where sin φ = sin lat ÷ cos angle.
 */
export const lngReachRad = (lat: number, angle: number, south: number, north: number): number => {
  if (angle >= Math.PI / 2 || Math.abs(lat) + angle >= Math.PI / 2) return Math.PI
  const widestAt = Math.asin(Math.max(-1, Math.min(1, Math.sin(lat) / Math.cos(angle))))
  const phi = Math.max(south, Math.min(north, widestAt))
  const cosReach = (Math.cos(angle) - Math.sin(lat) * Math.sin(phi)) / (Math.cos(lat) * Math.cos(phi))
  return Math.acos(Math.max(-1, Math.min(1, cosReach)))
}

const cosDeg = (degrees: number): number => Math.cos((degrees * Math.PI) / 180)
