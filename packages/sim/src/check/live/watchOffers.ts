import { f64, i32 } from "@hotbag/core"
import type { City } from "../../world/City.ts"
import { STEP } from "./Step.ts"
import type { Complain } from "./watchMoney.ts"

/** Watches the offers of every order. */
export interface OfferWatch {
  readonly made: (atMs: number, order: number, courier: number) => void
  /** `what`: one of `STEP`. */
  readonly answered: (what: number, atMs: number, order: number, courier: number) => void
  /** The delivery has ended, and an open offer with it. */
  readonly ended: (order: number) => void
  readonly finish: () => void
}

/** As `offersExpireOnce` judges them, without their ids: one at a time, answered once, by whom it was made to, in time. */
export const watchOffers = (city: City, complain: Complain): OfferWatch => {
  const { offers } = city.rules
  const asked = new Int32Array(city.orders.length).fill(-1)
  const lapsesAtMs = new Float64Array(city.orders.length)
  const standsMs = offers === "obeyed" ? Infinity : offers.timeOutMs
  const name = "offersExpireOnce"
  return {
    made: (atMs, order, courier) => {
      if (i32(asked, order) >= 0) complain(name, "a second open offer", atMs, order, courier)
      asked[order] = courier
      lapsesAtMs[order] = atMs + standsMs
    },
    answered: (what, atMs, order, courier) => {
      if (i32(asked, order) !== courier) complain(name, "answered by who was not asked", atMs, order, courier)
      asked[order] = -1
      const leftMs = f64(lapsesAtMs, order) - atMs
      // A store that fails may keep back everything but an acceptance.
      const isLate = what === STEP.OfferAccepted ? leftMs <= 0 : leftMs < 0 && city.faults === undefined
      if (isLate) complain(name, `answered ${-leftMs} ms after its time`, atMs, order, courier)
      if (what === STEP.OfferTimedOut && leftMs > 0) {
        complain(name, `lapsed ${leftMs} ms before its time`, atMs, order, courier)
      }
    },
    ended: (order) => {
      asked[order] = -1
    },
    finish: () => {
      for (let order = 0; order < asked.length; order++) {
        if (i32(asked, order) >= 0) complain(name, "an offer that never ended", f64(lapsesAtMs, order), order)
      }
    }
  }
}
