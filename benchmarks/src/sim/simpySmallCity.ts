import { spawnSync } from "node:child_process"
import type { SmallCity } from "./smallCity.ts"

/** What a day of the small city took in SimPy. */
export interface SimpyDay {
  /** Processor time of the thread, without start and reading, ms. */
  readonly cpuMs: number
  /** What `playSmallCity` returns as well. */
  readonly sum: number
}

/** Plays the small city in SimPy; undefined where there is no python3 with SimPy. */
export const playInSimpy = (city: SmallCity): SimpyDay | undefined => {
  const { carrying, cooking, couriers, placedAt, restaurant, restaurants, slots } = city
  const { status, stdout } = spawnSync(
    "python3",
    ["-c", PROGRAM, String(restaurants), String(slots), String(couriers)],
    {
      encoding: "utf8",
      input: JSON.stringify([placedAt, restaurant, cooking, carrying].map((list) => Array.from(list)))
    }
  )
  const [cpuMs, sum] = stdout.split(" ").map(Number)
  return status === 0 && cpuMs !== undefined && sum !== undefined ? { cpuMs, sum } : undefined
}

/** As its tutorial would have it: a process for each order, resources for slots and couriers. */
const PROGRAM = `
import json, sys, time
try:
    import simpy
except ImportError:
    sys.exit(1)
restaurants, slots, couriers = map(int, sys.argv[1:])
placed_at, restaurant, cooking, carrying = json.load(sys.stdin)
environment = simpy.Environment()
kitchens = [simpy.Resource(environment, slots) for _ in range(restaurants)]
pool = simpy.Resource(environment, couriers)
total = 0
def order(number):
    global total
    with kitchens[restaurant[number]].request() as slot:
        yield slot
        yield environment.timeout(cooking[number])
    with pool.request() as courier:
        yield courier
        yield environment.timeout(carrying[number])
    total += environment.now - placed_at[number]
def customers():
    for number in range(len(placed_at)):
        yield environment.timeout(placed_at[number] - environment.now)
        environment.process(order(number))
environment.process(customers())
start = time.thread_time()
environment.run()
print((time.thread_time() - start) * 1000, total)
`
