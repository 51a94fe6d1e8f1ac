import type { CityZone } from "@hotbag/sim"

/** What holds in a zone, as people say it. */
export const effectText = (effect: CityZone["effect"]): string => {
  switch (effect.kind) {
    case "closed":
      return "closed to couriers: no orders from or to it, ways go around it"
    case "no-orders":
      return "nobody orders from the restaurants there"
    case "slow":
      return `slow: ways that begin or end there take up to ${Number(effect.timesAsLong.toFixed(2))} times as long`
  }
}
