/**
 * A hand-written instance: two restaurants and three customers on a line, 1,000 m apart, 500 m a minute, 4 and 4
 * minutes of service.
 *
 *     r1 (0,0) — o1 (1000,0) — o2 (2000,0) — r2 (3000,0) — o3 (4000,0)
 *
 * c1 begins at r1 and stays all day, c2 begins at r2 and goes home before o3 is ready. Not sorted by placement.
 */
export const tinyInstance: Readonly<Record<string, string>> = {
  "orders.txt": [
    "order\tx\ty\tplacement_time\trestaurant\tready_time",
    "o2\t2000\t0\t602\tr1\t610",
    "o1\t1000\t0\t600\tr1\t612",
    "o3\t4000\t0\t620\tr2\t640"
  ].join("\n"),
  "restaurants.txt": ["restaurant\tx\ty", "r1\t0\t0", "r2\t3000\t0"].join("\n"),
  "couriers.txt": ["courier\tx\ty\ton_time\toff_time", "c1\t0\t0\t600\t720", "c2\t3000\t0\t590\t630"].join(
    "\n"
  ),
  "instance_parameters.txt": [
    "meters_per_minute\tpickup service minutes\tdropoff service minutes\ttarget click-to-door\tmaximum click-to-door\tpay per order\tguaranteed pay per hour",
    "500\t4\t4\t20\t90\t10\t15"
  ].join("\n")
}
