import { bareWs } from "./bareWs.ts"
import { generate, type Load } from "./generate.ts"
import { hub } from "./hub.ts"
import { asDegrees } from "./latencies.ts"

/** One server in a process of its own. Told by messages to look at itself, or to send; answers what came of it. */
interface Question {
  readonly load?: Load
}

const [name, count] = process.argv.slice(2)
const deliveries = Number(count)
const server = await (name === "hotbag" ? hub(deliveries) : bareWs(deliveries))

const usage = () => {
  const { user, system } = process.cpuUsage()
  return { cpuUs: user + system, connected: server.connected(), ...server.notes() }
}

process.on("message", ({ load }: Question) => {
  if (load === undefined) {
    global.gc?.()
    const { external, heapUsed, rss } = process.memoryUsage()
    process.send?.({ ...usage(), rssBytes: rss, usedBytes: heapUsed + external })
    return
  }
  const before = usage()
  void generate(load, (index, dueMs) => server.send(index, asDegrees(dueMs), dueMs), deliveries).then(
    (sent) => {
      const after = usage()
      const coalesced = after.coalesced - before.coalesced
      process.send?.({ sent, cpuUs: after.cpuUs - before.cpuUs, coalesced, intervalMs: after.intervalMs })
    }
  )
})
process.on("disconnect", () => process.exit(0))
process.send?.({ port: server.port })
