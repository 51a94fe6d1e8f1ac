import { accessRule, isPublic } from "@hotbag/api"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { forgedTokens } from "../auth/forgedTokens.ts"
import type { TestIssuer } from "../auth/TestIssuer.ts"
import { endpoints } from "./conformance.ts"
import { pathOf } from "./samples.ts"
import type { CaseSite } from "./CaseSite.ts"

const things = { orderId: "o", deliveryId: "d", restaurantId: "r", itemId: "i", courierId: "c" }

/** Every forged token that a header can carry, at every endpoint of a server that trusts `issuer`. */
export const forgedTokenCases = (issuer: TestIssuer, open: () => Promise<CaseSite>): void => {
  const nowS = Math.floor(Date.now() / 1_000)
  const forged = forgedTokens(issuer, nowS).filter(
    ({ token }) => /^[\x21-\x7e]*$/.test(token) && token.length < 10_000
  )
  let server: CaseSite
  beforeAll(async () => {
    server = await open()
  })
  afterAll(() => server.stop())

  describe("forged tokens (RELIABILITY S5)", () => {
    it("are refused at every endpoint, with one and the same answer", async () => {
      expect(forged.length).toBeGreaterThan(60)
      const answers = new Set<string>()
      for (const { name, method, path } of endpoints) {
        const rule = accessRule(name)
        if (rule === undefined || isPublic(rule)) continue
        for (const { token } of forged) {
          const { status, text, headers } = await server.ask(method, pathOf(path, things), { token })
          expect(status, name).toBe(401)
          expect(headers.get("www-authenticate")).toBe("Bearer")
          answers.add(text)
        }
      }
      expect([...answers]).toHaveLength(1)
    })

    it("are refused also right after the token they were made after was taken", async () => {
      const good = issuer.token(nowS)
      // The last letter of a signature is A, Q, g or w: another of them is another signature.
      const other = `${good.slice(0, -1)}${good.endsWith("A") ? "Q" : "A"}`
      for (let i = 0; i < 3; i++) {
        expect((await server.ask("GET", "/orders", { token: good })).status).toBe(200)
        expect((await server.ask("GET", "/orders", { token: other })).status).toBe(401)
      }
    })

    it.each(["Basic YWRhOmFkYQ==", "bearer", "Bearer", "Bearer a b", "Token x", "Bearer \u00e9"])(
      "and so is %j",
      async (authorization) => {
        const answer = await server.ask("GET", "/orders", { headers: { authorization } })
        expect(answer.status).toBe(401)
      }
    )
  })
}
