import { accessRule, isPublic } from "@hotbag/api"
import { type Scope, scopesOfRole, TokenRole } from "@hotbag/core"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import type { CaseSite } from "./CaseSite.ts"
import { castOf, openCity, orderBody } from "./city.ts"
import { complaint, type DocumentedEndpoint, endpoints } from "./conformance.ts"
import { pathOf, samples, type Things } from "./samples.ts"
import { type Answer, fieldOf } from "./TestServer.ts"

/**
 * Who may do what, in every cell: endpoint × object × caller, expected from the table of access alone (RELIABILITY S6, S8; P9).
 */

let server: CaseSite
let tokens: ReturnType<typeof castOf>
let shared: Things

/** Walks every cell of the table of access on a server. */
export const accessCases = (open: () => Promise<CaseSite>): void => {
  beforeAll(async () => {
    server = await open()
    tokens = castOf(server.tokenOf)
    last = null
    await openCity(server, tokens)
    await server.command("PUT", "/couriers/me/shift", {
      token: tokens.carl,
      body: { regionId: "berlin", location: { lat: 52.521, lng: 13.404 }, vehicle: "bicycle" }
    })
    shared = await carried()
  })
  afterAll(() => server.stop())

  describe("access", () => {
    it.each(cells.filter(({ rule }) => isPublic(rule)))(
      "$name: anybody, without a token",
      async ({ endpoint }) => {
        const answer = await ask(endpoint, shared, undefined)
        // The gateway signs its reports; nothing else public asks who it is.
        expect(answer.status === 401, answer.text).toBe(endpoint.name === "webhooks.payment")
        expect(answer.status).not.toBe(403)
        expect(complaint(endpoint, answer)).toBeNull()
      }
    )

    it.each(guarded)("$name: nobody without a token", async ({ endpoint }) => {
      const answer = await ask(endpoint, shared, undefined)
      expect(answer.status).toBe(401)
      expect(complaint(endpoint, answer)).toBeNull()
    })

    it.each(guarded)("$name: no role that the table does not name", async ({ endpoint, rule }) => {
      for (const role of TokenRole.literals.filter((each) => rule.scopes[each] === undefined)) {
        const answer = await ask(endpoint, shared, owners()[role])
        expect(answer.status, role).toBe(403)
        expect(complaint(endpoint, answer)).toBeNull()
      }
    })

    it.each(guarded)("$name: no token without the scope", async ({ endpoint, rule }) => {
      for (const role of TokenRole.literals) {
        const needed = rule.scopes[role]
        if (needed === undefined) continue
        const others: ReadonlyArray<Scope> = scopesOfRole[role].filter((scope) => scope !== needed)
        const subject = SUBJECTS[role]
        const answer = await ask(endpoint, shared, server.tokenOf(role, subject, ...others))
        expect(answer.status, role).toBe(403)
      }
    })

    it.each(
      guarded.filter(({ rule }) => ["order", "delivery", "restaurant", "courier"].includes(rule.object))
    )("$name: for a stranger there is no such thing", async ({ endpoint, rule }) => {
      for (const role of ["customer", "restaurant", "courier"] as const) {
        if (rule.scopes[role] === undefined) continue
        const theirs = await ask(endpoint, shared, strangers()[role])
        expect(theirs.status, `${role} ${theirs.text}`).toBe(404)
        const missing = await ask(endpoint, { ...NOTHING }, strangers()[role])
        expect(missing.text, "nobody learns what there is").toBe(theirs.text)
      }
    })

    it.each(guarded)("$name: whoever may, may", async ({ endpoint, rule }) => {
      for (const role of TokenRole.literals.filter((each) => rule.scopes[each] !== undefined)) {
        const isAboutOrder = rule.object === "order" || rule.object === "delivery"
        // A courier is seen by others only while they carry something.
        const isToCarry = rule.object === "courier" || (isAboutOrder && endpoint.method !== "GET")
        const things = isToCarry ? await fresh() : shared
        const answer = await ask(endpoint, things, owners()[role])
        expect([401, 403, 404], `${role} ${answer.text}`).not.toContain(answer.status)
        expect(complaint(endpoint, answer)).toBeNull()
      }
    })
  })
}

/** An order of ada's at luigi's that carl carries. */
const carried = async (): Promise<Things> => {
  const placed = await server.command("POST", "/orders", {
    token: tokens.ada,
    body: orderBody(),
    headers: { prefer: "wait=5" }
  })
  const orderId = fieldOf(placed, "orderId")
  const deliveryId = fieldOf(placed, "deliveryId")
  for (const step of ["confirm", "ready"]) {
    await server.command("POST", `/orders/${orderId}/${step}`, { token: tokens.luigi })
  }
  await server.until("GET", "/couriers/me/offers", { token: tokens.carl }, ({ text }) =>
    text.includes(orderId)
  )
  const accepted = await server.command("POST", `/deliveries/${deliveryId}/accept`, { token: tokens.carl })
  expect(accepted.status, accepted.text).toBe(200)
  return { orderId, deliveryId, restaurantId: "luigi", itemId: "margherita", courierId: "carl" }
}

/** Brings it to an end: called off when that is possible, else delivered. */
const finish = async ({ deliveryId, orderId }: Things): Promise<void> => {
  const called = await server.command("POST", `/orders/${orderId}/cancel`, { token: tokens.ops })
  if (called.status === 200) return
  for (const step of ["arrived", "picked-up", "arrived-at-customer", "complete"]) {
    await server.command("POST", `/deliveries/${deliveryId}/${step}`, { token: tokens.carl })
  }
}

const ask = (endpoint: DocumentedEndpoint, things: Things, token: string | undefined): Promise<Answer> => {
  const sample = samples[nameOf(endpoint)]
  const path = `${pathOf(endpoint.path, things)}${sample.query === undefined ? "" : `?${sample.query}`}`
  const body = sample.body?.(things)
  return server.command(endpoint.method, path, {
    ...(token === undefined ? {} : { token }),
    ...(body === undefined ? {} : { body })
  })
}

const nameOf = ({ name }: DocumentedEndpoint): keyof typeof samples => {
  for (const known of Object.keys(samples)) if (isSampled(known) && known === name) return known
  throw new Error(`${name} has no sample`)
}

const isSampled = (name: string): name is keyof typeof samples => name in samples

const SUBJECTS = { customer: "ada", restaurant: "luigi", courier: "carl", operator: "ops" } as const
const owners = () => ({
  customer: tokens.ada,
  restaurant: tokens.luigi,
  courier: tokens.carl,
  operator: tokens.ops
})
const strangers = () => ({
  customer: tokens.bob,
  restaurant: tokens.mario,
  courier: tokens.dora,
  operator: tokens.ops
})

const cells = endpoints.map((endpoint) => {
  const rule = accessRule(endpoint.name)
  if (rule === undefined) throw new Error(`${endpoint.name} has no row in the table of access`)
  return { name: endpoint.name, endpoint, rule }
})
const guarded = cells.filter(({ rule }) => !isPublic(rule))

const NOTHING: Things = {
  orderId: "nothing",
  deliveryId: "nothing",
  restaurantId: "nothing",
  itemId: "nothing",
  courierId: "nothing"
}

let last: Things | null = null

/** A carried order of its own; the one before is brought to its end, so that carl is free. */
const fresh = async (): Promise<Things> => {
  await finish(last ?? shared)
  await server.command("PUT", "/couriers/me/shift", {
    token: tokens.carl,
    body: { regionId: "berlin", location: { lat: 52.521, lng: 13.404 }, vehicle: "bicycle" }
  })
  last = await carried()
  return last
}
