import { spawnSync } from "node:child_process"

/**
 * Events in a second of processor time that SimPy's kernel serves when `processes` wait again and again and do nothing else;
 * undefined where there is no python3 with SimPy.
 */
export const simpyEventsPerSecond = (processes: number, events: number, seed: number): number | undefined => {
  const { status, stdout } = spawnSync(
    "python3",
    ["-c", PROGRAM, String(processes), String(events), String(seed)],
    { encoding: "utf8" }
  )
  const perSecond = Number(stdout)
  return status === 0 && perSecond > 0 ? perSecond : undefined
}

const PROGRAM = `
import random, sys, time
try:
    import simpy
except ImportError:
    sys.exit(1)
processes, events, seed = map(int, sys.argv[1:])
draws = random.Random(seed)
waits = [draws.expovariate(1) for _ in range(4096)]
environment = simpy.Environment()
def wait_again(turn):
    while True:
        yield environment.timeout(waits[turn & 4095])
        turn += 1
for number in range(processes):
    environment.process(wait_again(number))
for _ in range(2 * processes):
    environment.step()
start = time.thread_time()
for _ in range(events):
    environment.step()
print(events / (time.thread_time() - start))
`
