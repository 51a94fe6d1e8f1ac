import { FAILPOINTS } from "@hotbag/services"
import { Schema } from "effect"
import { setTimeout as pause } from "node:timers/promises"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { extent } from "./extent.ts"
import { settleAndCheck } from "./settle.ts"
import { beginRun, endRun, type Run } from "./Run.ts"
import { placeOf } from "./Town.ts"
import { until } from "./until.ts"

/** Whoever needs longer hangs, in ms. */
const LONGEST_MS = 3_600_000

/** All of them, or every third from where the seed begins. */
const failpoints = FAILPOINTS.filter((_, i) => extent.everyFailpoint || (i + extent.seed) % 3 === 1)

const Orders = Schema.Struct({ orders: Schema.Array(Schema.Struct({ orderId: Schema.String })) })

describe("a server that dies at any moment", () => {
  let run: Run
  let isWell = false

  beforeAll(async () => {
    run = await beginRun({ customers: 8, kitchens: 3, couriers: 8 })
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

  it(
    "P1–P7: then everything settles, nothing is lost and nothing is there twice",
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
