import type { LatLng } from "@hotbag/core"

/** Water of a region that is crossed at bridges only. Travel knows it already: this is for maps. */
export interface CityRiver {
  /** Index into `City.regions`. */
  readonly region: number
  readonly line: ReadonlyArray<LatLng>
  readonly bridges: ReadonlyArray<LatLng>
}

/** A part of a region that is closed or slow for a while. Travel and demand know it already: this is for maps. */
export interface CityZone {
  /** Index into `City.regions`. */
  readonly region: number
  /**
   * What holds there. `closed`: no orders from or to it, and ways go around it. `slow`: ways that begin or end there take
   * up to `timesAsLong`. `no-orders`: nobody orders from its restaurants.
   */
  readonly effect:
    | { readonly kind: "closed" | "no-orders" }
    | { readonly kind: "slow"; readonly timesAsLong: number }
  /** The kind of disturbance that it comes from, such as `zone-ban`. */
  readonly cause: string
  /** Holds from here until before `toMs`, ms since midnight. */
  readonly fromMs: number
  readonly toMs: number
  /** Convex rings, not closed, counter-clockwise; together they are the zone. */
  readonly outlines: ReadonlyArray<ReadonlyArray<LatLng>>
}
