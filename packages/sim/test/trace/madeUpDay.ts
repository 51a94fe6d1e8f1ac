/** A made-up instance: six restaurants, sixty orders in two hours, and too few couriers to carry them one by one. */
const RESTAURANTS = 6
const COURIERS = 8
const ORDERS = 60

/** A fixed scatter in 0 .. `below` - 1. */
const scatter = (i: number, below: number): number => (Math.imul(i + 1, 0x9e3779b1) >>> 8) % below

const rows = (header: string, count: number, row: (i: number) => ReadonlyArray<string | number>): string =>
  [header, ...Array.from({ length: count }, (_, i) => row(i).join("\t"))].join("\n")

export const grubhubDay = {
  "restaurants.txt": rows("restaurant\tx\ty", RESTAURANTS, (i) => [
    `r${i + 1}`,
    scatter(i, 6_000),
    scatter(i + 50, 6_000)
  ]),
  "couriers.txt": rows("courier\tx\ty\ton_time\toff_time", COURIERS, (i) => [
    `c${i + 1}`,
    scatter(i + 100, 6_000),
    scatter(i + 150, 6_000),
    50,
    400
  ]),
  "orders.txt": rows("order\tx\ty\tplacement_time\trestaurant\tready_time", ORDERS, (i) => [
    `o${i + 1}`,
    scatter(i + 200, 8_000),
    scatter(i + 300, 8_000),
    60 + 2 * i,
    `r${1 + scatter(i + 400, RESTAURANTS)}`,
    65 + 2 * i + scatter(i + 500, 20)
  ]),
  "instance_parameters.txt": rows(
    "meters_per_minute\tpickup service minutes\tdropoff service minutes\ttarget click-to-door\tmaximum click-to-door\tpay per order\tguaranteed pay per hour",
    1,
    () => [320, 4, 4, 40, 90, 10, 15]
  )
}
