import { type CaseOptions, defaultCaseOptions, defaultPlatformRates, type PlatformRates } from "@hotbag/core"
import { Context } from "effect"

/** How an operator wants cases led and money shared; the same for every process on one database. */
export const CaseSettings = Context.Reference<{
  readonly options: CaseOptions
  readonly rates: PlatformRates
}>("@hotbag/services/cases/CaseSettings", {
  defaultValue: () => ({ options: defaultCaseOptions, rates: defaultPlatformRates })
})
