import { at } from "@hotbag/core"
import type { RunHash } from "../kernel/hash.ts"
import type { JourneyEntry, LoggedExplanation, LogEntry } from "../report/LogEntry.ts"
import type { Watch } from "../check/live/watchRun.ts"
import type { City } from "./City.ts"

/** What happened, in order: folded into the run's hash, and told to the log when there is one. */
export interface History {
  /**
   * `courier` is -1 when nobody in particular is meant; `fieldsOf` what it is about are for the log only, and not even made when
   * nobody logs.
   */
  readonly add: <About>(
    type: string,
    atMs: number,
    order: number,
    courier: number,
    about: About,
    fieldsOf: (about: About) => Readonly<Record<string, unknown>>
  ) => void
  /** Somebody with nothing to carry sets off for a restaurant, or has come there. */
  readonly journey: (type: JourneyEntry["type"], atMs: number, courier: number, restaurant: number) => void
  /** Reasons that the next entry carries; not even made when nobody logs. */
  readonly reasons: (why: () => LoggedExplanation) => void
}

/** Who is told of a history as it happens. */
export interface Listeners {
  readonly log?: ((entry: LogEntry) => void) | undefined
  /** Hears only what happened to which order: costs next to nothing. */
  readonly see?: ((type: string, atMs: number, order: number) => void) | undefined
  /** Judges it; likewise. */
  readonly watch?: Pick<Watch, "see" | "came"> | undefined
}

/** A history that has not begun. */
export const makeHistory = (city: City, hash: RunHash, { log, see, watch }: Listeners = {}): History => {
  let reasons: ReadonlyArray<LoggedExplanation> | null = null
  const codes = new Map<string, number>()
  const codeOf = (type: string): number => {
    const known = codes.get(type)
    if (known !== undefined) return known
    // Types are numbered as they first appear, which is part of the history; the word itself goes in once.
    hash.addText(type)
    codes.set(type, codes.size)
    return codes.size - 1
  }
  return {
    add: (type, atMs, order, courier, about, fieldsOf) => {
      const code = codeOf(type)
      hash.add(code, atMs, order, courier)
      see?.(type, atMs, order)
      watch?.see(code, type, atMs, order, courier)
      if (log === undefined) return
      log({
        atMs,
        type,
        order: at(city.orders, order).id,
        ...(courier < 0 ? {} : { courier: at(city.couriers, courier).id }),
        ...fieldsOf(about),
        ...(reasons === null ? {} : { reasons })
      })
      reasons = null
    },
    journey: (type, atMs, courier, restaurant) => {
      hash.add(codeOf(type), atMs, restaurant, courier)
      if (type === "CourierArrived") watch?.came(atMs, courier, restaurant)
      log?.({
        atMs,
        type,
        courier: at(city.couriers, courier).id,
        restaurant: at(city.restaurants, restaurant).id
      })
    },
    reasons: (why) => {
      if (log !== undefined) reasons = [why()]
    }
  }
}
