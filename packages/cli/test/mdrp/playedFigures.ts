import type { PlayedInstance, Summary } from "../../src/mdrp/table.ts"

/** A day that a policy played, made up. */
export const playedDay: PlayedInstance = {
  instance: "day-1",
  policy: "nearest",
  orders: 1000,
  delivered: 998,
  lost: 2,
  impossible: 1,
  clickToDoorMean: 30,
  clickToDoorP50: 29,
  clickToDoorP90: 44,
  clickToDoorMax: 80,
  overageMean: 1,
  readyToPickupMean: 2,
  floorMean: 28,
  excessMean: 2,
  costPerOrder: 10,
  ordersPerBundle: 1.1,
  courierUtilization: 0.5,
  hash: "a"
}

const { instance: _instance, hash: _hash, ...figures } = playedDay

/** Several days of it. */
export const summary: Summary = { ...figures, instances: 3 }
