import { countText, hourText, scenarios } from "@hotbag/sim"
import { Schema } from "effect"
import { DEFAULT_SCENARIO } from "./input/city.ts"
import { Flag } from "./input/Flag.ts"
import type { Host } from "./program.ts"

/** Adds `hotbag scenarios`. */
export const addScenarios = ({ program, terminal }: Host): void => {
  program
    .command("scenarios")
    .description("List the scenarios that can be simulated.")
    .option("--json", "print one JSON document instead of text")
    .addHelpText("after", EXAMPLES)
    .action((given: unknown) => {
      const rows = scenarios.map((scenario) => {
        const sum = (count: (region: (typeof scenario.regions)[number]) => number) =>
          scenario.regions.reduce((total, region) => total + count(region), 0)
        return {
          name: scenario.name,
          description: scenario.description,
          default: scenario.name === DEFAULT_SCENARIO,
          fromMs: scenario.fromMs,
          toMs: scenario.toMs,
          regions: scenario.regions.length,
          restaurants: sum(({ restaurants }) => restaurants),
          couriers: sum(({ couriers }) => couriers),
          ordersPerDay: sum(({ ordersPerDay }) => ordersPerDay)
        }
      })
      const lines = rows.flatMap((row) => [
        `${row.name}${row.default ? " (default)" : ""}`,
        `  ${row.description}`,
        `  ${hourText(row.fromMs)} to ${hourText(row.toMs)}, ${countText(row.regions)} ` +
          `${row.regions === 1 ? "region" : "regions"}, ${countText(row.restaurants)} restaurants, ` +
          `${countText(row.couriers)} couriers, ${countText(row.ordersPerDay)} orders a day`
      ])
      terminal.out(`${decodeOptions(given).json ? JSON.stringify(rows, null, 2) : lines.join("\n")}\n`)
    })
}

const EXAMPLES = `
Examples:
  $ hotbag scenarios
  $ hotbag simulate ${DEFAULT_SCENARIO}`

const decodeOptions = Schema.decodeUnknownSync(Schema.Struct({ json: Flag }))
