import type { Catalogue } from "@hotbag/services"
import { Effect } from "effect"

/** Restaurants known, and how reads of menus went, in the text format of Prometheus: the hit rate of S2 and S127. */
export const catalogueMetrics =
  ({ figures }: Pick<Catalogue["Service"], "figures">) =>
  (): string => {
    const { menuHits, menuMisses, restaurants } = Effect.runSync(figures)
    return [
      "# HELP hotbag_menu_reads_total Menus that were read, from this process's memory or from the store.",
      "# TYPE hotbag_menu_reads_total counter",
      `hotbag_menu_reads_total{from="memory"} ${menuHits}`,
      `hotbag_menu_reads_total{from="store"} ${menuMisses}`,
      "# HELP hotbag_restaurants Restaurants that are kept in memory.",
      "# TYPE hotbag_restaurants gauge",
      `hotbag_restaurants ${restaurants}`,
      ""
    ].join("\n")
  }
