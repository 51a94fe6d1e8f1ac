import { generateKeyPairSync, sign } from "node:crypto"
import { describe, expect, it } from "vitest"
import { textAt } from "../api/Answer.ts"
import type { Site } from "../api/Site.ts"
import { bringCourier, openTown, placeAndAccept, places } from "../api/Town.ts"

/** What came over a socket, and how it ended. */
const open = (url: string) => {
  const socket = new WebSocket(url.replace("http", "ws"))
  const texts: Array<string> = []
  let wake = (): void => {}
  let code: number | null = null
  socket.addEventListener("message", ({ data }) => {
    texts.push(String(data))
    wake()
  })
  socket.addEventListener("close", (event) => {
    code = event.code
    wake()
  })
  const until = async (isSo: () => boolean): Promise<void> => {
    while (!isSo()) await new Promise<void>((resolve) => (wake = resolve))
  }
  return {
    socket,
    texts,
    until,
    ended: async (): Promise<number> => {
      await until(() => code !== null)
      return code ?? 0
    }
  }
}

const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString("base64url")

/** Tokens that say what a good one says, and are none: of another issuer's key, of none, changed, cut. */
const foreign = (good: string): ReadonlyArray<readonly [string, string]> => {
  const [head = "", claims = "", signature = ""] = good.split(".")
  const { privateKey } = generateKeyPairSync("ed25519")
  const other = sign(null, Buffer.from(`${head}.${claims}`), privateKey).toString("base64url")
  const decoded: unknown = JSON.parse(Buffer.from(claims, "base64url").toString("utf8"))
  const promoted = part({ ...(typeof decoded === "object" ? decoded : {}), sub: "olga", role: "operator" })
  return [
    ["another key", `${head}.${claims}.${other}`],
    ["no algorithm", `${part({ alg: "none", typ: "at+jwt" })}.${claims}.`],
    ["no signature", `${head}.${claims}.`],
    ["other claims", `${head}.${promoted}.${signature}`],
    ["no token at all", "ZDE.abc.def"]
  ]
}

/** A dinner under way, somebody who watches it and does nothing wrong, and what the watcher sees next. */
const dinner = async (site: Site, name: string) => {
  const town = await openTown(site, name)
  const courier = await bringCourier(site, town, name)
  const { deliveryId, orderId } = await placeAndAccept(site, town, courier.as)
  const token = await site.token("customer", `c-${name}`)
  const watcher = open(`${site.url}/ws?topics=order:${orderId}&token=${token}`)
  await watcher.until(() => watcher.texts.length > 0)
  const seesWell = async (): Promise<void> => {
    const lat = places.near.lat + Math.round(Math.random() * 100) / 1e6
    // Until it was taken and has arrived, however slow the machine: each is newer than the one before.
    const seen = watcher.texts.length
    while (!watcher.texts.slice(seen).some((text) => text.includes(`"lat":${lat},`))) {
      const body = { lat, lng: places.near.lng, at: new Date().toISOString() }
      await site.ask("PUT", `/couriers/${courier.driverId}/location`, { as: courier.as, body })
      await new Promise((resolve) => setTimeout(resolve, 150))
    }
  }
  return { town, ...courier, deliveryId, orderId, token, watcher, seesWell }
}

/** Bad input over real sockets, to a whole server (S3, S5, S11). */
export const badInput = (site: () => Site): void => {
  describe("who means ill", () => {
    it("S5 P9: gets nowhere with tokens that are none of ours, over any front", async () => {
      const { deliveryId, orderId, seesWell, token, town, watcher } = await dinner(site(), "forged")
      const courier = await site().token("courier", "d-forged")
      for (const [what, bad] of foreign(token)) {
        const fronts = [
          `/ws?topics=order:${orderId}&token=${bad}`,
          `/ws/track?deliveryId=${deliveryId}&token=${bad}`
        ]
        for (const path of fronts) {
          const one = open(site().url + path)
          expect([await one.ended(), one.texts], `${what} on ${path}`).toEqual([4401, []])
        }
        const headers = { authorization: `Bearer ${bad}` }
        const stream = await fetch(`${site().url}/events?topics=order:${orderId}`, { headers })
        expect(stream.status, what).toBe(401)
        await stream.text()
      }
      for (const [what, bad] of foreign(courier)) {
        const phone = open(`${site().url}/ws/courier?token=${bad}`)
        expect(await phone.ended(), what).toBe(4401)
      }
      const link = textAt(
        await site().ask("GET", `/deliveries/${deliveryId}/tracking`, { as: town.customer }),
        "token"
      )
      const changed = link.slice(0, -2) + (link.endsWith("AA") ? "BB" : "AA")
      expect(await open(`${site().url}/ws/track?deliveryId=${deliveryId}&token=${changed}`).ended()).toBe(
        4401
      )
      // A link opens one delivery, and nothing else.
      expect(await open(`${site().url}/ws?topics=order:${orderId}&token=${link}`).ended()).toBe(4401)
      await seesWell()
      watcher.socket.close()
    })

    it("S3 S11: harms nobody with a thousand positions at once, frames of 4 kB, and places that are none", async () => {
      const { seesWell, watcher } = await dinner(site(), "flooded")
      const town = await openTown(site(), "flood")
      const { driverId } = await bringCourier(site(), town, "flood")
      const token = await site().token("courier", driverId)
      const connect = async () => {
        const phone = open(`${site().url}/ws/courier?token=${token}`)
        await phone.until(() => phone.texts.length > 0)
        return phone
      }
      const answers: ReadonlyArray<readonly [string, string]> = [
        ['{"lat":1e308,"lng":13.4}', '"malformed"'],
        [JSON.stringify({ lat: places.near.lng, lng: places.near.lat }), '"swapped"'],
        [JSON.stringify({ lat: -places.near.lat, lng: -places.near.lng }), '"outside"']
      ]
      const phone = await connect()
      for (const [frame, answer] of answers) {
        const before = phone.texts.length
        phone.socket.send(frame)
        await phone.until(() => phone.texts.length > before)
        expect(phone.texts.at(-1), frame).toContain(answer)
      }
      const where = await site().ask("GET", `/couriers/${driverId}/location`, { as: "operator olga" })
      expect(where.text).not.toContain("1e308")
      const flood = await connect()
      for (let i = 0; i < 1_000; i++) flood.socket.send(JSON.stringify(places.near))
      const large = await connect()
      large.socket.send(JSON.stringify({ ...places.near, note: "x".repeat(4_096) }))
      expect([await flood.ended(), await large.ended()]).toEqual([4429, 1009])
      await seesWell()
      watcher.socket.close()
      phone.socket.close()
    })
  })
}
