import type { LogEntry } from "../report/LogEntry.ts"
import type { City } from "../world/City.ts"
import { alertedInTime } from "./alertedInTime.ts"
import { bundleRules } from "./bundleRules.ts"
import type { Checker, Violation } from "./Checker.ts"
import { makeDirectory } from "./Directory.ts"
import { dutyHours } from "./dutyHours.ts"
import { kitchenSlots } from "./kitchenSlots.ts"
import { moneySettled } from "./moneySettled.ts"
import { monotoneStates } from "./monotoneStates.ts"
import { neverAskedAgain } from "./neverAskedAgain.ts"
import { noDoubleAssignment } from "./noDoubleAssignment.ts"
import { noLostOrder } from "./noLostOrder.ts"
import { offersExpireOnce } from "./offersExpireOnce.ts"
import { orderOfTime } from "./orderOfTime.ts"
import { physics } from "./physics.ts"
import { prepositions } from "./prepositions.ts"

/**
 * Every checker that a run of this city has to pass, fresh for one history. Give each entry to all of them (as
 * `RunOptions.log` does), then ask each to `finish`.
 *
 * @throws InvariantViolation when two orders, couriers or restaurants of the city share an id.
 */
export const makeCheckers = (city: City): ReadonlyArray<Checker> => {
  const directory = makeDirectory(city)
  return [
    orderOfTime(),
    noLostOrder(directory),
    monotoneStates(directory),
    noDoubleAssignment(),
    neverAskedAgain(),
    offersExpireOnce(directory),
    prepositions(),
    bundleRules(directory),
    alertedInTime(directory),
    physics(directory),
    dutyHours(directory),
    kitchenSlots(directory),
    moneySettled(directory)
  ]
}

/**
 * Judges a whole history in one pass. @returns what is wrong with it, checker by checker; empty: nothing.
 *
 * @throws InvariantViolation when two orders, couriers or restaurants of the city share an id.
 */
export const checkRun = (city: City, entries: Iterable<LogEntry>): ReadonlyArray<Violation> => {
  const checkers = makeCheckers(city)
  for (const entry of entries) {
    for (const checker of checkers) checker.see(entry)
  }
  return checkers.flatMap((checker) => checker.finish())
}
