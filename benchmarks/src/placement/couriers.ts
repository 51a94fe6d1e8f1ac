import { API_PREFIX } from "@hotbag/api"
import { at } from "@hotbag/core"
import { randomUUID } from "node:crypto"
import type { Kitchen } from "./kitchens.ts"
import type { Marketplace } from "./marketplace.ts"

/** Couriers come on duty near the restaurants, so that dispatch has somebody to ask. */
export const beginShifts = async (
  marketplace: Marketplace,
  kitchens: ReadonlyArray<Kitchen>,
  count: number
): Promise<void> => {
  for (let number = 0; number < count; number += 1) {
    // One caller is held to fifty requests a second.
    const operator = await marketplace.tokenOf("operator", `operator-${number % 10}`)
    const { lat, lng, regionId } = at(kitchens, number % kitchens.length)
    const driverId = `courier-${number}`
    const profile = { driverId, regionId, name: "Carlos", vehicle: "motorcycle" }
    await send(marketplace, operator, "POST", "/couriers", profile)
    const courier = await marketplace.tokenOf("courier", driverId)
    const shift = { regionId, location: { lat: lat + 0.002, lng }, vehicle: "motorcycle" }
    await send(marketplace, courier, "PUT", "/couriers/me/shift", shift)
  }
}

const send = async (
  { url }: Marketplace,
  token: string,
  method: string,
  path: string,
  body: object
): Promise<void> => {
  const answer = await fetch(url + API_PREFIX + path, {
    method,
    headers: {
      authorization: `Bearer ${token}`,
      "content-type": "application/json",
      "idempotency-key": randomUUID()
    },
    body: JSON.stringify(body)
  })
  const text = await answer.text()
  if (!answer.ok) throw new Error(`${method} ${path} was answered with ${answer.status}: ${text}`)
}
