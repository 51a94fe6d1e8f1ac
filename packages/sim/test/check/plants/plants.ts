import { bundleRules, rodeTooFast } from "./riding.ts"
import { monotoneStates, noLostOrder, orderOfTime } from "./lifecycle.ts"
import { alertedInTime, neverAskedAgain, noDoubleAssignment, offersExpireOnce } from "./offering.ts"
import type { Plant } from "./Plant.ts"
import { prepositions, sentOffDuty, sentTooFast } from "./sending.ts"
import { moneySettled } from "./settling.ts"
import { dutyHours, kitchenSlots, physics } from "./working.ts"

/** What is planted, by the checker that has to find it. */
export const PLANTS: Readonly<Record<string, ReadonlyArray<Plant>>> = {
  orderOfTime,
  noLostOrder,
  monotoneStates,
  noDoubleAssignment,
  neverAskedAgain,
  offersExpireOnce,
  prepositions,
  bundleRules,
  alertedInTime,
  physics: [...physics, ...sentTooFast, ...rodeTooFast],
  dutyHours: [...dutyHours, ...sentOffDuty],
  kitchenSlots,
  moneySettled
}
