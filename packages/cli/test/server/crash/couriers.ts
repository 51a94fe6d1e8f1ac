import { Schema } from "effect"
import { createHash } from "node:crypto"
import { setTimeout as pause } from "node:timers/promises"
import type { Caller } from "./Caller.ts"
import { extent } from "./extent.ts"
import { shareOf } from "./shareOf.ts"
import type { Town } from "./Town.ts"

const Me = Schema.Struct({ deliveries: Schema.Array(Schema.String) })
const Offers = Schema.Struct({
  offers: Schema.Array(
    Schema.Struct({
      offerId: Schema.String,
      deliveries: Schema.Array(Schema.Struct({ deliveryId: Schema.String }))
    })
  )
})
const Delivery = Schema.Struct({ status: Schema.String, acceptedAt: Schema.NullOr(Schema.String) })

/** Lets every courier answer offers and carry what they accepted, whatever happens to the server, until the town is over. */
export const letCarry = (town: Town): Promise<unknown> =>
  Promise.all([...town.couriers.values()].map((courier) => carry(town, courier)))

const carry = async (town: Town, courier: Caller): Promise<void> => {
  while (!town.isOver) {
    const me = await courier.read("me", "/couriers/me", Me)
    if (me !== null) await answerOffers(courier)
    for (const deliveryId of me?.deliveries ?? []) {
      if (!town.isOver) await goOn(courier, deliveryId)
    }
    // Who gets no answer looks less often.
    await pause(me === null ? 500 : 250)
  }
}

const answerOffers = async (courier: Caller): Promise<void> => {
  const page = await courier.read("offers", "/couriers/me/offers", Offers)
  for (const { deliveries, offerId } of page?.offers ?? []) {
    const [first] = deliveries
    if (first === undefined) continue
    const share = shareOf(offerId)
    // Some do not answer at all.
    if (share < extent.silentPercent / 100) continue
    const decision = share > 0.9 ? "reject" : "accept"
    await courier.ask({
      op: decision,
      key: keyOf(offerId, decision),
      method: "POST",
      path: `/deliveries/${first.deliveryId}/accept`,
      body: { decision, offerId }
    })
  }
}

/** The next step of a delivery. */
const goOn = async (courier: Caller, deliveryId: string): Promise<void> => {
  const delivery = await courier.read("delivery", `/deliveries/${deliveryId}`, Delivery)
  if (delivery === null) return
  const word = nextWord(delivery.status, shareOf(deliveryId + courier.name))
  if (word === null) return
  const path = `/deliveries/${deliveryId}/${word}`
  // Who gets the same delivery a second time does each step a second time.
  const key = keyOf(deliveryId, word, delivery.acceptedAt ?? "")
  const body = word === "fail" ? { reason: "flat tyre" } : undefined
  await courier.ask({ op: word, key, method: "POST", path, ...(body === undefined ? {} : { body }) })
}

const nextWord = (status: string, share: number): string | null => {
  switch (status) {
    case "ACCEPTED":
      return share < 0.03 ? "fail" : "arrived"
    case "AT_RESTAURANT":
      return "picked-up"
    case "PICKED_UP":
      return "arrived-at-customer"
    case "AT_CUSTOMER":
      return share > 0.97 ? "fail" : "complete"
    default:
      return null
  }
}

const keyOf = (...parts: ReadonlyArray<string>): string =>
  createHash("sha256").update(parts.join(" ")).digest("hex").slice(0, 40)
