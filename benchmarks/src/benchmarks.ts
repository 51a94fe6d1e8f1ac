import type { Benchmark } from "./Benchmark.ts"
import { chain } from "./chain/chain.ts"
import { geo } from "./geo/geo.ts"
import { growth } from "./growth/growth.ts"
import { http } from "./http/http.ts"
import { lap } from "./lap/lap.ts"
import { mdrp } from "./mdrp/mdrp.ts"
import { orders } from "./orders/orders.ts"
import { placement } from "./placement/placement.ts"
import { queue } from "./queue/queue.ts"
import { sim } from "./sim/sim.ts"
import { storm } from "./storm/storm.ts"
import { ws } from "./ws/ws.ts"

/** Every command of `npm run bench`, by its name. A new one is a file and a line here. */
export const benchmarks: ReadonlyArray<Benchmark> = [
  chain,
  geo,
  growth,
  http,
  lap,
  mdrp,
  orders,
  placement,
  queue,
  sim,
  storm,
  ws
]
