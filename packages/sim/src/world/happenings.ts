/** Kinds of scheduled happenings; the subject is an order, a courier or a region. */
export const Happening = {
  /** Subject: order. */
  orderPlaced: 1,
  restaurantAnswers: 2,
  foodReady: 3,
  patienceEnds: 4,
  sagaTimer: 5,
  /** Subject: courier. */
  shiftBegins: 10,
  shiftEnds: 11,
  offerAnswered: 12,
  offerExpires: 13,
  atRestaurant: 14,
  pickup: 15,
  leavesRestaurant: 16,
  atCustomer: 17,
  dropoff: 18,
  leavesCustomer: 19,
  boredom: 20,
  /** Subject: a ticket of `Held`. Only on days with faults. */
  held: 25,
  /** Subject: region. Comes after everything else of the same moment. */
  round: 30
} as const

/** Lane of rounds in the event queue: a round sees everything that happened up to and at its moment. */
export const ROUND_LANE = 1
