import { at } from "@hotbag/core"
import type { City, CityRiver, CityZone } from "@hotbag/sim"
import { effectText } from "../barrierText.ts"
import { collection, coordinates, polygon } from "./geojson.ts"

/**
 * What lies in the way, as a GeoJSON document (RFC 7946), in pieces: each river as a line with its bridges as points, then
 * the zones with what holds in them and when.
 */
export const barriersGeoJson = ({
  regions,
  rivers = [],
  zones = []
}: Pick<City, "regions" | "rivers" | "zones">): Iterable<string> => {
  const nameOf = (region: number) => at(regions, region).id
  const features: ReadonlyArray<unknown> = [
    ...rivers.flatMap((river, number) => riverFeatures(river, number, nameOf(river.region))),
    ...zones.map((zone) => zoneFeature(zone, nameOf(zone.region)))
  ]
  return collection({}, features, (feature) => feature)
}

const riverFeatures = ({ bridges, line }: CityRiver, river: number, region: string) => [
  {
    type: "Feature",
    properties: { kind: "river", region, river },
    geometry: { type: "LineString", coordinates: line.map(coordinates) }
  },
  ...bridges.map((bridge) => ({
    type: "Feature",
    properties: { kind: "bridge", region, river },
    geometry: { type: "Point", coordinates: coordinates(bridge) }
  }))
]

const zoneFeature = ({ cause, effect, fromMs, outlines, toMs }: CityZone, region: string) => {
  const parts = outlines.map(polygon)
  const [only] = parts
  return {
    type: "Feature",
    properties: { ...effect, region, cause, about: effectText(effect), fromMs, toMs },
    geometry:
      parts.length === 1 && only !== undefined
        ? only
        : {
            type: "MultiPolygon",
            coordinates: parts.flatMap((part) =>
              part.type === "Polygon" ? [part.coordinates] : part.coordinates
            )
          }
  }
}
