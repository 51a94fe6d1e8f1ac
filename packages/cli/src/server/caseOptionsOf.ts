import { type CaseOptions, defaultCaseOptions } from "@hotbag/core"
import type { ServerSettings } from "./settings.ts"

/** How the settings want cases led: when dispatch begins, and how long people wait (S12, S25). */
export const caseOptionsOf = (
  settings: Pick<
    ServerSettings,
    "cancelGraceMs" | "cancelWithoutCourierMs" | "courierAlertMs" | "dispatchTrigger"
  >
): CaseOptions => {
  const { cancelGraceMs, cancelWithoutCourierMs, courierAlertMs, dispatchTrigger } = settings
  const { orderRules, saga } = defaultCaseOptions
  return {
    saga: { ...saga, trigger: dispatchTrigger, courierEscalateMs: courierAlertMs },
    orderRules: { ...orderRules, cancelGraceMs, withoutCourierCancelMs: cancelWithoutCourierMs }
  }
}
