import { signWebhook } from "@hotbag/adapters"
import { Redacted } from "effect"
import { describe, expect, it } from "vitest"
import { at, listAt, numberAt, textAt } from "./Answer.ts"
import { openTown, OPS, orderBody, place, untilStatus } from "./Town.ts"
import type { Site } from "./Site.ts"

/** What the server was told to expect of its gateway's messages. */
export const WEBHOOK_SECRET = "whsec_of_the_tests"

/** Payments: asked for, reported by the gateway, and never made twice. */
export const paying = (site: () => Site): void => {
  const report = (body: string, signature: string) =>
    site().ask("POST", "/payments/webhook", { body, headers: { "stripe-signature": signature } })
  const signed = (body: string, atS = Math.floor(Date.now() / 1_000), secret = WEBHOOK_SECRET) =>
    report(body, signWebhook(Redacted.make(secret), Buffer.from(body), atS))

  describe("paying", () => {
    it("S6 S39 S60: paying again with the same token is the same payment; with another it is refused", async () => {
      const town = await openTown(site(), "pay")
      const { orderId } = await place(site(), town)
      const pay = (paymentToken: string, as = town.customer) =>
        site().command("POST", "/payments", { as, body: { orderId, paymentMethod: "card", paymentToken } })
      const [one, two] = [await pay("tok_ok"), await pay("tok_ok")]
      expect(one.body).toEqual(two.body)
      expect(one.body).toMatchObject({
        orderId,
        status: "AUTHORISED",
        currency: "EUR",
        paymentMethod: "credit_card"
      })
      const order = await site().ask("GET", `/orders/${orderId}`, { as: town.customer })
      expect(numberAt(one, "amount")).toBe(numberAt(order, "totalPrice"))
      expect(textAt(one, "paymentId")).toBe(textAt(order, "paymentId"))
      expect((await pay("tok_taken")).status).toBe(409)
      expect((await pay("tok_ok", "customer somebody-else")).status).toBe(404)
      const ledger = await site().ask("GET", `/orders/${orderId}/ledger`, { as: OPS })
      expect(
        listAt(ledger, "entries").filter((entry) => at({ body: entry }, "kind") === "hold")
      ).toHaveLength(2)
    })

    it.each(["tok_timeout_after_charge", "tok_two_timeouts", "tok_taken_timeout"])(
      "S6 S26: when the gateway's answer is lost (%s) the order is charged once all the same",
      async (paymentToken) => {
        const town = await openTown(site(), paymentToken.replaceAll("_", "-"))
        const { orderId } = await place(site(), town, { paymentToken }, { prefer: "wait=0" })
        await untilStatus(site(), town, orderId, "PAYMENT_AUTHORISED")
        const ledger = await site().ask("GET", `/orders/${orderId}/ledger`, { as: OPS })
        expect(numberAt(ledger, "balanceMinor")).toBe(0)
        expect(listAt(ledger, "entries")).toHaveLength(2)
      }
    )

    it("S39: the gateway's report is taken when it is signed, once, and changes nothing when it tells what is known", async () => {
      const town = await openTown(site(), "report")
      const { orderId } = await place(site(), town)
      const order = await site().ask("GET", `/orders/${orderId}`, { as: town.customer })
      const amountMinor = Math.round(numberAt(order, "totalPrice") * 100)
      const body = JSON.stringify({
        id: `evt_${orderId}`,
        what: "held",
        orderId,
        paymentId: textAt(order, "paymentId"),
        amount: { amountMinor, currency: "EUR" },
        reason: null
      })
      for (let times = 0; times < 3; times++) expect((await signed(body)).body).toEqual({ received: true })
      const later = await site().ask("GET", `/orders/${orderId}`, { as: town.customer })
      expect(at(later, "version")).toBe(at(order, "version"))
      const nowS = Math.floor(Date.now() / 1_000)
      for (const forged of [
        await report(body, ""),
        await report(body, "t=1,v1=00"),
        await signed(body, nowS - 3_600),
        await signed(body, nowS + 3_600),
        await signed(body, nowS, "whsec_of_somebody"),
        await report(`${body} `, signWebhook(Redacted.make(WEBHOOK_SECRET), Buffer.from(body), nowS))
      ]) {
        expect(forged.status).toBe(401)
      }
      expect((await signed("{}")).status).toBe(400)
      expect((await signed(body.replace("held", "stolen"))).status).toBe(400)
    })

    it("S132 S60: no answer, log or ledger shows the payment's token", async () => {
      const town = await openTown(site(), "secret")
      const answer = await site().command("POST", "/orders", {
        as: town.customer,
        body: orderBody(town, { paymentToken: "tok_taken" }),
        headers: { prefer: "wait=10" }
      })
      const orderId = textAt(answer, "orderId")
      const shown = await Promise.all(
        ["", "/log", "/ledger", "/dispatch"].map((what) =>
          site().ask("GET", `/orders/${orderId}${what}`, { as: OPS })
        )
      )
      for (const { text } of [answer, ...shown]) expect(text).not.toContain("tok_taken")
      expect(site().said.join("\n")).not.toContain("tok_")
    })
  })
}
