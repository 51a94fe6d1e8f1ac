import { USUAL_SERVICE } from "@hotbag/dispatch"
import { MINUTE_MS, SECOND_MS } from "@hotbag/core"
import type { CityRules } from "../world/City.ts"

/**
 * How the people of a Colombian city behave: published figures of Rappi's days, where they exist.
 *
 * - A courier answers an offer after about 20 s; an offer stands for 45 s.
 * - A stay at the restaurant is U(2, 10) min with the wait for the food in it. The wait is played, not drawn, so the
 *   drawn part is parking, walking in and hand-over, U(1.5, 6.5) min from the arrival, during which the food may
 *   become ready, and walking out, U(0.5, 1.5) min: 2 to 8 min, mean 5, which the usual minute of waiting
 *   (ready-to-pickup and its counterpart) brings to the published range and mean of 6.
 * - A stay at the customer is U(2, 5) min: U(1.5, 3.5) until the drop-off and U(0.5, 1.5) after it.
 * - A customer whose order has no courier after 45 min cancels with probability .75; after 60 min the platform does.
 * - Of the offers that are not accepted one in five is never answered (our assumption).
 */
export const RAPPI_RULES: CityRules = {
  windowMs: 5 * SECOND_MS,
  restaurantsKnown: false,
  offers: {
    answerAfter: { minMs: 10 * SECOND_MS, maxMs: 30 * SECOND_MS },
    timeOutMs: 45 * SECOND_MS,
    ignores: 0.2
  },
  beforePickup: { minMs: 1.5 * MINUTE_MS, maxMs: 6.5 * MINUTE_MS },
  afterPickup: { minMs: 0.5 * MINUTE_MS, maxMs: 1.5 * MINUTE_MS },
  beforeDropoff: { minMs: 1.5 * MINUTE_MS, maxMs: 3.5 * MINUTE_MS },
  afterDropoff: { minMs: 0.5 * MINUTE_MS, maxMs: 1.5 * MINUTE_MS },
  patience: {
    customerAfterMs: 45 * MINUTE_MS,
    customerProbability: 0.75,
    platformAfterMs: 60 * MINUTE_MS
  },
  service: USUAL_SERVICE,
  clickToDoorTargetMs: 40 * MINUTE_MS
}
