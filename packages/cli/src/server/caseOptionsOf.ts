import { type CaseOptions, defaultCaseOptions } from "@hotbag/core"
import type { ServerSettings } from "./settings.ts"

/** How the settings want cases led. */
export const caseOptionsOf = ({ dispatchTrigger }: Pick<ServerSettings, "dispatchTrigger">): CaseOptions => ({
  ...defaultCaseOptions,
  saga: { ...defaultCaseOptions.saga, trigger: dispatchTrigger }
})
