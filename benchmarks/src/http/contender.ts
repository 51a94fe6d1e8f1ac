import { fastify } from "./fastify.ts"
import { nodeHttp } from "./nodeHttp.ts"
import { ours } from "./ours.ts"
import { COURIER, Shop } from "./Shop.ts"
import { tokenFor } from "./tokens.ts"

/** One contender in a process of its own: says its port and a token, and when asked, what its process has used of the processor. */
const contenders = { hotbag: ours, "node:http": nodeHttp, fastify }

const start = Object.entries(contenders).find(([name]) => name === process.argv[2])?.[1]
if (start === undefined) throw new Error(`there is no contender ${process.argv[2]}`)
const port = await start(new Shop())
process.on("message", () => {
  const { user, system } = process.cpuUsage()
  process.send?.({ cpuUs: user + system, rssBytes: process.memoryUsage.rss() })
})
process.on("disconnect", () => process.exit(0))
process.send?.({ port, token: tokenFor("customer", "ada"), courierToken: tokenFor("courier", COURIER) })
