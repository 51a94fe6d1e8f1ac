import { FAILPOINTS } from "@hotbag/services"
import { Schema } from "effect"
import { setTimeout as pause } from "node:timers/promises"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { extent } from "./extent.ts"
import { settleAndCheck } from "./settle.ts"
import { freezeDatabase, postmasterOf, signalPostmaster } from "./Postmaster.ts"
import { beginRun, endRun, type Run } from "./Run.ts"
import { placeOf } from "./Town.ts"
import { until } from "./until.ts"

/** Whoever needs longer hangs, in ms. */
const LONGEST_MS = 3_600_000

/** All of them, or every third from where the seed begins. */
const failpoints = FAILPOINTS.filter((_, i) => extent.everyFailpoint || (i + extent.seed) % 3 === 1)

const Orders = Schema.Struct({ orders: Schema.Array(Schema.Struct({ orderId: Schema.String })) })

describe("a server and a database that die at any moment", () => {
  let run: Run
  let isWell = false

  beforeAll(async () => {
    run = await beginRun({ customers: 8, kitchens: 3, couriers: 5 })
  }, LONGEST_MS)
  afterAll(() => endRun(run, isWell), LONGEST_MS)

  it(
    `F1: comes back ${extent.crashes} times after kill -9`,
    async () => {
      const { server, town } = run
      for (let i = 0; i < extent.crashes; i++) {
        await pause(200 + 2_000 * town.luck.uniform(i, 100))
        town.history.note("kill -9", `server, ${i}`)
        await server.crash()
        expect(await server.start()).toBe(true)
        town.history.note("back", `server, ${i}`)
      }
    },
    LONGEST_MS
  )

  it(
    "F1, F3: comes back when the power fails: everything is killed at once",
    async () => {
      const { server, town } = run
      town.history.note("kill -9", "server and PostgreSQL")
      server.life.kill("SIGKILL")
      signalPostmaster(town.folder, "SIGKILL")
      await server.life.ended
      expect(await server.start()).toBe(true)
      town.history.note("back", "server and PostgreSQL")
    },
    LONGEST_MS
  )

  it(
    `F4: dies at ${failpoints.join(", ")}, and comes back`,
    async () => {
      const { server, town } = run
      for (const name of failpoints) {
        await server.crash()
        town.history.note("failpoint", name)
        await server.start({ FAILPOINT: name })
        expect({ name, ...(await server.life.ended) }).toEqual({ name, code: null, signal: "SIGKILL" })
      }
      expect(await server.start()).toBe(true)
    },
    LONGEST_MS
  )

  it(
    "F2: lets requests at work end when it is asked to stop, and ends with 0",
    async () => {
      const { server, town } = run
      const patient = await town.as("customer", "patient")
      const waiting = patient.ask({ ...slowlyPaid, headers: { prefer: "wait=10" } })
      await until("the order to be at work", async () => {
        const page = await patient.read("history", "/orders", Orders)
        return page?.orders.length === 1 ? true : null
      })
      town.history.note("SIGTERM", "server")
      const ended = server.stop()
      const heard = await waiting
      expect(heard?.status).toBe(201)
      expect(await ended).toEqual({ code: 0, signal: null })
      expect(await server.start()).toBe(true)
    },
    LONGEST_MS
  )

  /** Ms until an order that was placed after `sinceMs` is acknowledged. */
  const backAfter = async (sinceMs: number): Promise<number> => {
    const { lines } = run.town.history
    const first = await until(
      "orders to be taken again",
      async () =>
        lines.find(({ invoke, op, outcome }) => op === "place" && outcome === "ok" && invoke > sinceMs) ??
        null
    )
    run.town.history.note("orders are taken", `after ${first.at - sinceMs} ms`)
    return first.at - sinceMs
  }

  it(
    `F3: is started again ${extent.databaseCrashes} times after kill -9, while the server lives on`,
    async () => {
      const { server, town } = run
      const { pid } = server.life
      for (let i = 0; i < extent.databaseCrashes; i++) {
        await backAfter(town.history.nowMs())
        await pause(1_000 * town.luck.uniform(i, 101))
        town.history.note("kill -9", `PostgreSQL, ${i}`)
        const sinceMs = town.history.nowMs()
        const gone = signalPostmaster(town.folder, "SIGKILL")
        await until("another PostgreSQL", async () => {
          const now = postmasterOf(town.folder)
          return now === null || now.pid === gone ? null : now
        })
        expect(await backAfter(sinceMs)).toBeLessThan(extent.backMs)
        expect({ pid: server.life.pid, isAlive: server.life.isAlive() }).toEqual({ pid, isAlive: true })
      }
    },
    LONGEST_MS
  )

  it(
    `F5: frozen for ${extent.frozenMs} ms, keeps nobody waiting, and is back at once`,
    async () => {
      const { server, town } = run
      const { history } = town
      const { orderId } = JSON.parse(
        history.lines.find(({ op, status }) => op === "place" && status === 201)?.answer ?? "{}"
      )
      const frozenMs = history.nowMs()
      history.note("SIGSTOP", "PostgreSQL")
      const thaw = freezeDatabase(town.folder)
      const probes: Array<Promise<unknown>> = []
      while (history.nowMs() < frozenMs + extent.frozenMs) {
        for (const [op, path] of [
          ["live", "/health/live"],
          ["ready", "/health/ready"],
          ["look", `/orders/${orderId}`]
        ] as const) {
          probes.push(town.operator.ask({ op, key: path, method: "GET", path }))
        }
        await pause(250)
      }
      history.note("SIGCONT", "PostgreSQL")
      const thawedMs = history.nowMs()
      thaw()
      expect(await backAfter(thawedMs)).toBeLessThan(extent.backMs)
      await Promise.all(probes)
      expect(server.life.isAlive()).toBe(true)
      const during = history.lines.filter(({ at, invoke }) => invoke > frozenMs && at < thawedMs)
      const statuses = (op: string) =>
        new Set(during.filter((line) => line.op === op).map(({ status }) => status))
      expect(statuses("live")).toEqual(new Set([200]))
      expect(statuses("ready")).toEqual(new Set([503]))
      expect(statuses("look")).toEqual(new Set([503]))
      // A second one with the same key, while the first is at work, is told so.
      expect([...statuses("place")].filter((status) => status !== 503 && status !== 409)).toEqual([])
    },
    LONGEST_MS
  )

  it(
    "P1–P8: then everything settles, nothing is lost and nothing is there twice",
    async () => {
      expect(await settleAndCheck(run)).toEqual([])
      isWell = true
    },
    LONGEST_MS
  )
})

const slowlyPaid = {
  op: "place",
  key: "patient",
  method: "POST",
  path: "/orders",
  body: {
    restaurantId: "kitchen-1",
    items: [{ itemId: "kitchen-1-dish", quantity: 1 }],
    paymentMethod: "card",
    paymentToken: "tok_slow",
    address: { ...placeOf(1), text: "Door 3" }
  }
} as const
