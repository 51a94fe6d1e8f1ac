import { API_PREFIX } from "@hotbag/api"
import { CourierId } from "@hotbag/core"
import { Tracker } from "@hotbag/services"
import { Effect } from "effect"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { Client } from "./Client.ts"
import { LiveServer, tokenFor } from "./LiveServer.ts"

let server: LiveServer
beforeAll(async () => {
  server = await LiveServer.start()
  await server.onboard("ana")
})
afterAll(() => server.stop())

const send = (method: string, path: string, body: object) =>
  fetch(`${server.base}${API_PREFIX}${path}`, {
    method,
    body: JSON.stringify(body),
    headers: { authorization: `Bearer ${tokenFor("courier", "ana")}`, "content-type": "application/json" }
  })

describe("more positions than can be taken (P8)", () => {
  it("are put off over HTTP while the loop is late, and nothing else is", async () => {
    const fix = { lat: 52.5, lng: 13.4 }
    const requests = [
      () => send("PUT", "/couriers/ana/location", fix),
      () => send("POST", "/couriers/ana/locations", { locations: [fix] })
    ]
    for (const request of requests) {
      // So late that the turns of a while do not make up for it.
      server.hub.engine.tick(Date.now(), 1e12)
      const answer = await request()
      expect(answer.status).toBe(503)
      expect(answer.headers.get("retry-after")).toBe("1")
      expect(await answer.json()).toMatchObject({ code: "TooManyPositions" })
      const other = await send("PUT", "/couriers/me/shift", {})
      expect(other.status).not.toBe(503)
    }
  })

  it("cost nobody the connection; the newest is where the courier is", async () => {
    const phone = new Client(`ws://127.0.0.1:${server.port}/ws/courier?token=${tokenFor("courier", "ana")}`)
    await phone.opened()
    const atMs = Date.now()
    const fixAt = (i: number) => ({
      lat: 52.5 + i * 1e-5,
      lng: 13.4,
      at: new Date(atMs + i * 10).toISOString()
    })
    for (let i = 0; i < 15; i++) phone.socket.send(JSON.stringify(fixAt(i)))
    phone.socket.send(JSON.stringify([fixAt(15), fixAt(16)]))
    await phone.until(() => phone.texts.some((text) => text.includes('"fixes"')))
    expect(phone.closed).toBeNull()
    const last = await server.run(Effect.map(Tracker, (tracker) => tracker.last(CourierId.make("ana"))))
    expect(last?.at.lat).toBeCloseTo(52.5 + 16e-5, 9)
    phone.end()
    await phone.ended()
  })
})
