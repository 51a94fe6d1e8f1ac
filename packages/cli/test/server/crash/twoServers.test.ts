import { EmbeddedPostgres } from "@hotbag/adapters"
import { Context, Effect, Exit, Layer, Redacted, Scope } from "effect"
import { cp } from "node:fs/promises"
import { join } from "node:path"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { letOrder, type Ordering } from "./customers.ts"
import { extent } from "./extent.ts"
import { readEpoch } from "./FinalRead.ts"
import { letWork } from "./Run.ts"
import { settleAndCheck } from "./settle.ts"
import { freePort, Supervisor } from "./Supervisor.ts"
import { makeTown, openTown, REGION, type Town } from "./Town.ts"
import { until } from "./until.ts"

/** Whoever needs longer hangs, in ms. */
const LONGEST_MS = 3_600_000
const LEASE_MS = 2_000

describe("two servers on one database", () => {
  const scope = Scope.makeUnsafe()
  let town: Town
  let databaseUrl: string
  let ordering: Ordering
  let work: Promise<unknown>
  /** The first of them is asked, and dispatches. */
  let servers: readonly [Supervisor, Supervisor]
  let isWell = false

  beforeAll(async () => {
    const ports = [await freePort(), await freePort()] as const
    const size = { customers: 8, kitchens: 3, couriers: 5, patienceMs: 1_000 }
    town = await makeTown(() => servers[0].url, size)
    const postgres = Layer.buildWithScope(EmbeddedPostgres.layer({ dataFolder: town.folder }), scope)
    databaseUrl = Redacted.value(Context.get(await Effect.runPromise(postgres), EmbeddedPostgres).url)
    const make = async (name: string, port: number) => {
      const folder = join(town.folder, name)
      // Tokens of the one count at the other.
      await cp(join(town.folder, "auth"), join(folder, "auth"), { recursive: true })
      return new Supervisor(folder, port, {
        DATABASE_URL: databaseUrl,
        DISPATCH_WINDOW_MS: "200",
        DISPATCH_LEASE_MS: String(LEASE_MS)
      })
    }
    servers = [await make("one", ports[0]), await make("two", ports[1])]
    await servers[0].start()
    await openTown(town)
    await until("a dispatcher", () => readEpoch(databaseUrl, REGION))
    await servers[1].start()
    work = letWork(town)
    ordering = letOrder(town, extent.perSecond)
  }, LONGEST_MS)
  afterAll(async () => {
    town.isOver = true
    for (const server of servers) {
      server.life.kill("SIGCONT")
      await server.stop()
    }
    await Effect.runPromise(Scope.close(scope, Exit.void))
    await town.leave(isWell)
  }, LONGEST_MS)

  it(
    `F15, P3: ${extent.takeovers} times a paused dispatcher is replaced, and finds out when it wakes`,
    async () => {
      for (let i = 0; i < extent.takeovers; i++) {
        const [paused, other] = servers
        const saidBefore = paused.life.said().length
        const epoch = await until("a dispatcher", () => readEpoch(databaseUrl, REGION))
        // Somewhere in its work: while there are orders that it has just accepted.
        const { lines } = town.history
        const seen = lines.length
        const wanted = 20 + Math.floor(60 * town.luck.uniform(i, 102))
        await until("some work", async () => (lines.length > seen + wanted ? true : null), 60_000, 5)
        town.history.note("SIGSTOP", `dispatcher, ${i}`)
        paused.life.kill("SIGSTOP")
        servers = [other, paused]
        await until("another dispatcher", async () => {
          const now = await readEpoch(databaseUrl, REGION)
          return now !== null && now > epoch ? now : null
        })
        town.history.note("SIGCONT", `dispatcher, ${i}`)
        paused.life.kill("SIGCONT")
        await until("the first to find out", async () =>
          paused.life.said().slice(saidBefore).includes("another dispatcher took the region over")
            ? true
            : null
        )
      }
    },
    LONGEST_MS
  )

  it(
    "P1–P7: then everything settles, and no order had two couriers",
    async () => {
      const violations = await settleAndCheck({ town, ordering, work, databaseUrl: () => databaseUrl })
      expect(violations).toEqual([])
      isWell = true
    },
    LONGEST_MS
  )
})
