import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { type Answer, at, listAt, numberAt, textAt } from "./api/Answer.ts"
import { Site } from "./api/Site.ts"
import {
  bringCourier,
  courierSays,
  kitchenSays,
  openTown,
  OPS,
  place,
  placeAndAccept,
  places,
  untilOffered
} from "./api/Town.ts"

/**
 * Where couriers are, over HTTP, on a server in a process of its own with a database of its own. Nothing here depends on how quick the machine is:
 * phones say when they measured.
 */
let site: Site
beforeAll(async () => {
  site = await Site.start({ DISPATCH_WINDOW_MS: "200" })
})
afterAll(() => site.end())

const instant = (ms: number): string => new Date(ms).toISOString()
/** Metres east of a place, at about its latitude. */
const eastM = ({ lat, lng }: { readonly lat: number; readonly lng: number }, metres: number) => ({
  lat,
  lng: lng + metres / (111_195 * Math.cos((lat * Math.PI) / 180))
})
const put = (as: string, driverId: string, body: unknown) =>
  site.ask("PUT", `/couriers/${driverId}/location`, { as, body })
const where = (as: string, driverId: string) => site.ask("GET", `/couriers/${driverId}/location`, { as })

/** The first message of a socket. */
const firstOf = (url: string): Promise<unknown> =>
  new Promise((resolve, reject) => {
    const socket = new WebSocket(url.replace(/^http/, "ws"))
    socket.addEventListener("error", () => reject(new Error(`no socket at ${url}`)))
    socket.addEventListener("message", ({ data }) => {
      socket.close()
      resolve(JSON.parse(String(data)))
    })
  })

/** Rides east from a place at twelve metres a second, saying so all the way, until it is so. */
const rideUntil = async (as: string, driverId: string, isSo: () => Promise<boolean>) => {
  const startMs = Date.now()
  for (;;) {
    const nowMs = Date.now()
    const place = eastM(places.kitchen, Math.min(400, (12 * (nowMs - startMs)) / 1_000))
    const said = await put(as, driverId, { ...place, at: instant(nowMs) })
    expect(said.status, said.text).toBe(200)
    if (await isSo()) return
    if (nowMs > startMs + 180_000) throw new Error(`it never became so: ${said.text}`)
    await new Promise((resolve) => setTimeout(resolve, 250))
  }
}

describe("a courier on the map", () => {
  it("S15 S22 S72 S97 S100 C20: says where they are, and whose order they carry sees it, nobody else", async () => {
    const town = await openTown(site, "map")
    const { as, driverId } = await bringCourier(site, town, "map")
    expect((await where(town.customer, driverId)).status).toBe(404)
    const { deliveryId } = await placeAndAccept(site, town, as)
    const there = eastM(places.near, 20)
    const measuredMs = Date.now()
    const said = await put(as, driverId, { ...there, at: instant(measuredMs), speed: 4.5, heading: 90 })
    expect(said.body).toEqual({ verdict: "taken" })
    const again = await put(as, driverId, { ...there, at: instant(measuredMs), speed: 4.5, heading: 90 })
    expect(again.body).toEqual({ verdict: "duplicate" })
    const late = await put(as, driverId, { ...places.far, at: instant(measuredMs - 1) })
    expect(late.body).toEqual({ verdict: "out-of-order" })
    for (const who of [as, OPS, town.customer, town.restaurant]) {
      const seen = await where(who, driverId)
      expect(seen.headers.get("cache-control")).toBe("no-store")
      expect(seen.body).toMatchObject({ driverId, location: there, speed: 4.5, heading: 90, accuracy: null })
      expect(numberAt(seen, "ageSeconds")).toBeGreaterThanOrEqual(0)
    }
    for (const who of ["customer somebody", "restaurant another", "courier other"]) {
      expect((await where(who, driverId)).status, who).toBe(404)
    }
    expect((await put("courier other", driverId, there)).status).toBe(404)
    expect((await put("courier other", "other", there)).status).toBe(404)
    expect((await put(OPS, driverId, { lat: there.lat, lon: there.lng })).status).toBe(200)
    await courierSays(site, as, deliveryId, "arrived", "picked-up", "arrived-at-customer", "complete")
    await site.until(
      "/deliveries/" + deliveryId,
      { as },
      (answer) => textAt(answer, "status") === "DELIVERED"
    )
    expect((await where(town.customer, driverId)).status).toBe(404)
    expect((await where(as, driverId)).status).toBe(200)
  })

  it("S15 S16: comes at one time, whoever is asked: order, delivery, link and socket", async () => {
    const town = await openTown(site, "one-eta")
    const { as, driverId } = await bringCourier(site, town, "one-eta")
    // From now on the phone says where they are, and not the door of the restaurant where they pick up.
    expect((await put(as, driverId, places.near)).body).toEqual({ verdict: "taken" })
    const { deliveryId, orderId } = await place(site, town)
    const before = await site.ask("GET", `/orders/${orderId}`, { as: town.customer })
    expect(before.body).toMatchObject({ etaFrom: "promise", etaEarly: null, etaLate: null })
    await kitchenSays(site, town, orderId, "confirm", "preparing", "ready")
    await untilOffered(site, as, orderId)
    await courierSays(site, as, deliveryId, "accept", "arrived", "picked-up")
    expect((await put(as, driverId, places.near)).body).toEqual({ verdict: "taken" })
    const link = await site.ask("GET", `/deliveries/${deliveryId}/tracking`, { as: town.customer })
    const token = textAt(link, "token")
    const times = (answer: Pick<Answer, "body">) => ({
      early: at(answer, "etaEarly"),
      late: at(answer, "etaLate")
    })
    // Estimates are made anew now and then: until all of them fall between two.
    for (let tries = 0; ; tries++) {
      const told = { body: await firstOf(`${site.url}/ws/track?deliveryId=${deliveryId}&token=${token}`) }
      const asked = [
        await site.ask("GET", `/tracking/${token}`),
        await site.ask("GET", `/orders/${orderId}`, { as: town.customer }),
        await site.ask("GET", `/deliveries/${deliveryId}`, { as: town.restaurant })
      ]
      for (const answer of asked) {
        expect(answer.body).toMatchObject({ etaFrom: "live" })
        expect(Date.parse(textAt(answer, "etaLate"))).toBeGreaterThan(Date.parse(textAt(answer, "etaEarly")))
      }
      expect(asked[0]?.body).toMatchObject({ driverId, driver: places.near, deliveryStatus: "PICKED_UP" })
      expect(asked[0]?.headers.get("cache-control")).toBe("no-store")
      const all = asked.map(times)
      if (all.every((each) => each.early === times(told).early && each.late === times(told).late)) break
      expect(tries).toBeLessThan(20)
    }
    await courierSays(site, as, deliveryId, "arrived-at-customer", "complete")
    const ended = await site.until(
      `/tracking/${token}`,
      {},
      (answer) => textAt(answer, "orderStatus") === "DELIVERED"
    )
    expect(ended.body).toMatchObject({ driverId: null, driver: null, positionAt: null, etaFrom: "promise" })
  })

  it("S18: is announced to who waits before they say so, once", async () => {
    const town = await openTown(site, "arrive")
    const { as, driverId } = await bringCourier(site, town, "arrive", places.kitchen)
    const address = { ...eastM(places.kitchen, 440), text: "Third door" }
    const { deliveryId, orderId } = await place(site, town, { address })
    await kitchenSays(site, town, orderId, "confirm", "preparing", "ready")
    await untilOffered(site, as, orderId)
    await courierSays(site, as, deliveryId, "accept")
    const told = async (who: string): Promise<number> =>
      listAt(await site.ask("GET", "/notices", { as: who }), "notices").filter(
        (one) =>
          at({ body: one }, "orderId") === orderId && at({ body: one }, "notice") === "courier-arriving"
      ).length
    await rideUntil(as, driverId, async () => (await told(town.restaurant)) === 1)
    expect(await told(town.customer)).toBe(0)
    await courierSays(site, as, deliveryId, "arrived", "picked-up")
    await rideUntil(as, driverId, async () => (await told(town.customer)) === 1)
    await courierSays(site, as, deliveryId, "arrived-at-customer", "complete")
    await site.until("/notices", { as: town.customer }, ({ text }) => text.includes('"delivered"'))
    expect(await told(town.customer)).toBe(1)
    expect(await told(town.restaurant)).toBe(1)
  })
})

/** A courier who goes on duty there, in a car. */
const hire = async (name: string, location = places.near) => {
  const driverId = `d-${name}`
  const body = { driverId, regionId: "g-hired", name, vehicle: "bicycle" }
  await site.must("POST", "/couriers", { as: OPS, body })
  const as = `courier ${driverId}`
  const shift = { regionId: "g-hired", location, vehicle: "car" }
  await site.must("PUT", "/couriers/me/shift", { as, body: shift })
  return { as, driverId }
}

describe("what phones send", () => {
  it("S88: what was kept comes at once with true times, whatever the phone's clock shows; a verdict for each", async () => {
    const { as, driverId } = await hire("kept")
    // What was measured before the turn of duty is nobody's business (S135), so that the courier is out of reach for a while after it began.
    const startMs = Date.now()
    while (Date.now() < startMs + 7_000) await new Promise((resolve) => setTimeout(resolve, 100))
    // The phone is nine minutes slow (F11).
    const phoneMs = startMs - 540_000
    const fix = (s: number, metres: number) => ({
      ...eastM(places.near, metres),
      at: instant(phoneMs + s * 1_000)
    })
    const locations = [fix(1, 0), fix(2, 5), fix(6, 85), fix(4, 45), fix(4, 45), fix(6.5, 5_000)]
    const body = { locations, sentAt: instant(Date.now() - 540_000) }
    const answer = await site.ask("POST", `/couriers/${driverId}/locations`, { as, body })
    expect(listAt(answer, "verdicts")).toEqual(["taken", "taken", "taken", "taken", "duplicate", "teleport"])
    const seen = await where(as, driverId)
    expect(seen.body).toMatchObject({ location: eastM(places.near, 85) })
    const ageS = numberAt(seen, "ageSeconds")
    expect(ageS).toBeGreaterThanOrEqual(1)
    const since = instant(startMs)
    // A point every seventy-five metres from where the turn began, written behind the phone's back.
    const way = await site.until(
      `/couriers/${driverId}/track?since=${since}`,
      { as: OPS },
      (found) => listAt(found, "points").length >= 1
    )
    expect(listAt(way, "points")[0]).toMatchObject({ location: eastM(places.near, 85) })
    expect((await site.ask("GET", `/couriers/${driverId}/track?since=${since}`, { as })).status).toBe(403)
  })

  it("C20: who sends too often waits as long as they are told", async () => {
    const { as, driverId } = await hire("often")
    const fixes = Array.from({ length: 600 }, (_, i) => ({ ...places.near, at: instant(Date.now() - i) }))
    const first = await site.ask("POST", `/couriers/${driverId}/locations`, {
      as,
      body: { locations: fixes }
    })
    expect(first.status).toBe(200)
    // It was on credit: the next one comes too early.
    const refused = await put(as, driverId, places.near)
    expect(refused.status).toBe(429)
    expect(Number(refused.headers.get("retry-after"))).toBeGreaterThan(0)
    const metrics = await (await fetch(`${site.url}/metrics`)).text()
    expect(metrics).toMatch(/hotbag_courier_fixes_total\{verdict="too-often"\} [1-9]/)
  })

  it("what no phone should send is refused in words, and harms nobody", async () => {
    const { as, driverId } = await hire("bad")
    const good = await hire("good")
    expect((await put(as, driverId, places.near)).body).toEqual({ verdict: "taken" })
    const { lat, lng } = places.near
    const bad: ReadonlyArray<unknown> = [
      '{"lat":NaN,"lng":1}',
      '{"lat":1e308,"lng":1}',
      '{"lat":1e999,"lng":1}',
      "[]",
      "null",
      '"here"',
      "{",
      {},
      { lat },
      { lat: "52.5", lng: "13.4" },
      { lat: 91, lng },
      { lat, lng: -181 },
      { lat, lng, lon: lng + 1 },
      { lat, lng, at: "yesterday" },
      { lat, lng, at: 1_700_000_000 },
      { lat, lng, speed: -1 },
      { lat, lng, heading: 361 },
      { lat, lng, accuracy: 1e9 },
      { lat: lng, lng: lat }
    ]
    for (const body of bad) {
      const refused = await put(as, driverId, body)
      expect(refused.status, JSON.stringify(body)).toBe(400)
      expect(refused.headers.get("content-type")).toBe("application/problem+json")
      // A phone sends ten a second, not more.
      await new Promise((resolve) => setTimeout(resolve, 20))
    }
    const many = { locations: Array.from({ length: 601 }, () => ({ lat, lng })) }
    for (const body of [{ locations: [] }, many, { locations: { lat, lng } }, [{ lat, lng }]]) {
      expect((await site.ask("POST", `/couriers/${driverId}/locations`, { as, body })).status).toBe(400)
    }
    const answer = await site.ask("POST", `/couriers/${driverId}/locations`, {
      as,
      body: { locations: [{ lat: 91, lng }, null, { lat, lng, speed: -1 }] }
    })
    expect(answer.status).toBe(200)
    expect(answer.body).toMatchObject({
      verdicts: ["malformed", "malformed", "malformed"],
      malformed: [
        { index: 0, path: ["lat"] },
        { index: 1, path: [] },
        { index: 2, path: ["speed"] }
      ]
    })
    expect((await put(as, driverId, `{"lat":${lat},"lng":${lng},"x":"${"y".repeat(70_000)}"}`)).status).toBe(
      413
    )
    const future = { lat, lng, at: instant(Date.now() + 3_600_000) }
    expect((await put(as, driverId, future)).body).toEqual({ verdict: "future" })
    const stale = { lat, lng, at: "2020-01-01T00:00:00Z" }
    expect((await put(as, driverId, stale)).body).toEqual({ verdict: "stale" })
    expect((await put(good.as, good.driverId, places.near)).body).toEqual({ verdict: "taken" })
    expect((await where(as, driverId)).body).toMatchObject({ location: places.near })
  })

  it("S86: operators see who is near a place", async () => {
    const from = places.far
    const [one, two] = [await hire("near-one", eastM(from, 200)), await hire("near-two", eastM(from, 100))]
    const query = `/couriers/near?regionId=g-hired&lat=${from.lat}&lng=${from.lng}&radiusM=300`
    // Until both are fresh in one look, however slow the machine.
    const found = async () => {
      await put(one.as, one.driverId, { ...eastM(from, 200), at: instant(Date.now()) })
      await put(two.as, two.driverId, { ...eastM(from, 100), at: instant(Date.now()) })
      return listAt(await site.ask("GET", query, { as: OPS }), "drivers").map((each) =>
        at({ body: each }, "driverId")
      )
    }
    let ids = await found()
    for (let tries = 0; ids.length < 2 && tries < 20; tries++) ids = await found()
    expect(ids).toEqual([two.driverId, one.driverId])
    expect((await site.ask("GET", query, { as: one.as })).status).toBe(403)
  })
})

describe("a courier who is not at work", () => {
  it("S135: is not tracked, and nobody sees where they are", async () => {
    const { as, driverId } = await hire("home")
    expect((await put(as, driverId, places.near)).body).toEqual({ verdict: "taken" })
    expect((await where(OPS, driverId)).status).toBe(200)
    await site.must("DELETE", "/couriers/me/shift", { as })
    await site.until(`/couriers/${driverId}/location`, { as: OPS }, ({ status }) => status === 404)
    expect((await put(as, driverId, places.near)).body).toEqual({ verdict: "off-duty" })
    expect((await where(OPS, driverId)).status).toBe(404)
    const all = await site.ask("GET", "/couriers?regionId=g-hired", { as: OPS })
    const listed = listAt(all, "drivers").find((each) => at({ body: each }, "driverId") === driverId)
    expect(listed).toMatchObject({ driverId, location: null })
    const shift = { regionId: "g-hired", location: places.near, vehicle: "car" }
    await site.must("PUT", "/couriers/me/shift", { as, body: shift })
    expect((await put(as, driverId, places.near)).body).toEqual({ verdict: "taken" })
    expect((await where(OPS, driverId)).status).toBe(200)
  })
})

describe("a server that is stopped", () => {
  it("knows afterwards where everybody was", async () => {
    const { as, driverId } = await hire("restart")
    const measuredMs = Date.now()
    await put(as, driverId, { ...places.near, at: instant(measuredMs) })
    // Too short a way to be kept in passing.
    const last = eastM(places.near, 15)
    expect((await put(as, driverId, { ...last, at: instant(measuredMs + 1) })).body).toEqual({
      verdict: "taken"
    })
    expect(await site.stop()).toBe(0)
    site = await Site.start({}, [], site.data)
    expect((await where(as, driverId)).body).toMatchObject({ location: last, at: instant(measuredMs + 1) })
    expect((await put(as, driverId, { ...places.far, at: instant(measuredMs) })).body).toEqual({
      verdict: "out-of-order"
    })
  })

  it("met no error of its own in all of this", () => {
    expect(site.said.filter((line) => line.includes('"level":"error"'))).toEqual([])
  })
})
