import { Schema } from "effect"
import { metroLaunch } from "./metroLaunch.ts"
import { pereiraLunch } from "./pereiraLunch.ts"
import { Scenario } from "./Scenario.ts"

const decode = Schema.decodeSync(Scenario, { onExcessProperty: "error" })

/** The scenarios that come with hotbag, in the order in which to show them; each describes itself in one line. */
export const scenarios: ReadonlyArray<Scenario> = [metroLaunch, pereiraLunch].map((input) => decode(input))

/** The shipped scenario of that name, if there is one. */
export const scenarioNamed = (name: string): Scenario | undefined =>
  scenarios.find((scenario) => scenario.name === name)
