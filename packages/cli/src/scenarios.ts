import {
  countText,
  disturbancesReach,
  hourText,
  type Overlay,
  overlayNamed,
  type Scenario,
  Scenario as ScenarioSchema,
  scenarioNamed,
  scenarios
} from "@hotbag/sim"
import { Result, Schema } from "effect"
import { DEFAULT_SCENARIO } from "./input/city.ts"
import { Flag } from "./input/Flag.ts"
import { knownName } from "./input/known.ts"
import { disturbanceText } from "./output/disturbanceText.ts"
import type { Host } from "./program.ts"

/** Adds `hotbag scenarios`. */
export const addScenarios = ({ program, terminal }: Host): void => {
  program
    .command("scenarios")
    .description("List the scenarios that can be simulated, or show one of them.")
    .argument("[scenario]", "name of the one to show")
    .option(
      "--json",
      "print one JSON document instead of text; of one scenario all its fields, as a file to start from"
    )
    .addHelpText("after", EXAMPLES)
    .action((name: string | undefined, given: unknown) => {
      const { json } = decodeOptions(given)
      if (name === undefined) return terminal.out(json ? document(scenarios.map(rowOf)) : listText())
      const scenario = Result.getOrThrow(knownName("scenario", name, scenarios))
      terminal.out(json ? document(encode(scenario)) : detailText(scenario))
    })
}

const EXAMPLES = `
Examples:
  $ hotbag scenarios
  $ hotbag scenarios rain-at-seven
  $ hotbag scenarios rain-at-seven --json > mine.json
  $ hotbag simulate ${DEFAULT_SCENARIO} --with rain-at-seven`

const decodeOptions = Schema.decodeUnknownSync(Schema.Struct({ json: Flag }))
const encode = Schema.encodeSync(ScenarioSchema)
const document = (value: unknown): string => `${JSON.stringify(value, null, 2)}\n`

const rowOf = (scenario: Scenario) => {
  const sum = (count: (region: Scenario["regions"][number]) => number) =>
    scenario.regions.reduce((total, region) => total + count(region), 0)
  return {
    name: scenario.name,
    description: scenario.description,
    default: scenario.name === DEFAULT_SCENARIO,
    /** It can be laid over another one. */
    overlay: overlayNamed(scenario.name) !== undefined,
    fromMs: scenario.fromMs,
    toMs: scenario.toMs,
    regions: scenario.regions.length,
    restaurants: sum(({ restaurants }) => restaurants),
    couriers: sum(({ couriers }) => couriers),
    ordersPerDay: sum(({ ordersPerDay }) => ordersPerDay),
    disturbances: scenario.disturbances.map(({ kind }) => kind)
  }
}

const listText = (): string =>
  scenarios
    .map(rowOf)
    .flatMap((row) => [
      `${row.name}${row.default ? " (default)" : ""}${row.overlay ? " (also --with)" : ""}`,
      `  ${row.description}`,
      `  ${sizeText(row)}`,
      ""
    ])
    .slice(0, -1)
    .join("\n")
    .concat("\n")

const sizeText = (row: ReturnType<typeof rowOf>): string =>
  `${hourText(row.fromMs)} to ${hourText(row.toMs)}, ${countText(row.regions)} ` +
  `${row.regions === 1 ? "region" : "regions"}, ${countText(row.restaurants)} restaurants, ` +
  `${countText(row.couriers)} couriers, ${countText(row.ordersPerDay)} orders a day`

const detailText = (scenario: Scenario): string => {
  const row = rowOf(scenario)
  const overlay: Overlay | undefined = overlayNamed(scenario.name)
  return [
    row.name,
    `  ${row.description}`,
    `  ${sizeText(row)}`,
    "",
    ...scenario.regions.map(
      ({ couriers, id, name, ordersPerDay, restaurants }) =>
        `  region ${id} (${name}): ${countText(restaurants)} restaurants, ${countText(couriers)} couriers, ` +
        `${countText(ordersPerDay)} orders a day`
    ),
    ...scenario.disturbances.map((disturbance) => `  ${disturbanceText(disturbance)}`),
    "",
    `  hotbag simulate ${row.name}`,
    ...(overlay === undefined ? [] : [`  hotbag simulate ${placeFor(scenario, overlay)} --with ${row.name}`]),
    `  hotbag scenarios ${row.name} --json > mine.json`,
    ""
  ].join("\n")
}

/** The smallest city in which an overlay acts while people order, or else the one it was made for. */
const placeFor = ({ disturbances }: Scenario, { changes }: Overlay): string =>
  ["pereira-lunch", DEFAULT_SCENARIO].find((name) => {
    const city = scenarioNamed(name)
    if (city === undefined) return false
    if (Object.keys(changes).length > 0) return true
    return disturbancesReach(disturbances, city.demand.hourShares, city).reach === "acts"
  }) ?? DEFAULT_SCENARIO
