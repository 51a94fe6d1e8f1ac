import { describe, expect, it } from "vitest"
import { type Answer, at, listAt, nextOf, numberAt, textAt } from "./Answer.ts"
import { menuBody, openTown, OPS, places, restaurantBody } from "./Town.ts"
import type { Site } from "./Site.ts"

/** Restaurants nearby, menus, and who may write them. */
export const browsing = (site: () => Site): void => {
  const idsOf = (answer: Answer) =>
    listAt(answer, "restaurants").map((restaurant) => at({ body: restaurant }, "restaurantId"))

  describe("browsing", () => {
    it("S1 S31: restaurants nearby are those of a brute force over all: within the radius, by kitchen, nearest first, page by page", async () => {
      // On an island of their own, fifty on a line at every hundred metres, each tenth a bakery.
      const origin = { lat: -20, lng: 57 }
      const metre = 1 / 111_195
      for (let n = 0; n < 50; n++) {
        const body = {
          ...restaurantBody("g-island"),
          location: { lat: origin.lat + n * 100 * metre, lng: origin.lng },
          cuisines: n % 10 === 0 ? ["bakery"] : ["pizza"],
          status: n === 7 ? "paused" : "open"
        }
        await site().must("PUT", `/restaurants/r-island-${n}`, { as: OPS, body })
      }
      const nearby = (query: string) =>
        site().ask("GET", `/restaurants?lat=${origin.lat}&lon=${origin.lng}&${query}`)
      const within = await nearby("radius=1050")
      expect(idsOf(within)).toEqual(Array.from({ length: 11 }, (_, n) => `r-island-${n}`))
      const distances = listAt(within, "restaurants").map((each) => Number(at({ body: each }, "distanceM")))
      for (const [n, distance] of distances.entries()) expect(Math.abs(distance - n * 100)).toBeLessThan(2)
      expect(idsOf(await nearby("radius=2500&cuisine=bakery"))).toEqual([
        "r-island-0",
        "r-island-10",
        "r-island-20"
      ])
      expect(idsOf(await nearby("radius=1050&open=true"))).not.toContain("r-island-7")
      const paged: Array<unknown> = []
      for (let more: string | null = ""; more !== null;) {
        const page = await nearby(`radius=10000&limit=8${more}`)
        paged.push(...idsOf(page))
        more = nextOf(page)
      }
      expect(paged).toEqual(Array.from({ length: 50 }, (_, n) => `r-island-${n}`))
    })

    it.each([
      "",
      "lat=52.5",
      "lat=91&lon=0",
      "lat=0&lon=181",
      "lat=NaN&lon=0",
      "lat=52&lon=0&lng=1",
      "lat=52&lon=13&radius=0",
      "lat=52&lon=13&radius=1e9",
      "lat=52&lon=13&limit=1000",
      "lat=52&lon=13&cursor=%00"
    ])("S31 S47: a search that makes no sense is refused: %s", async (query) => {
      expect((await site().ask("GET", `/restaurants?${query}`)).status).toBe(400)
    })

    it("S2 S32 S33 C1 C2: the menu is the same under all its names, byte for byte, points to one, and is not sent twice", async () => {
      const { restaurantId } = await openTown(site(), "menu")
      const paths = [
        `/api/v1/restaurants/${restaurantId}/menu`,
        `/restaurants/${restaurantId}/menu`,
        `/api/v1/menus/${restaurantId}`,
        `/menus/${restaurantId}`
      ]
      const answers = await Promise.all(paths.map((path) => site().ask("GET", path)))
      const [first] = answers
      const etag = first?.headers.get("etag") ?? ""
      expect(etag).toMatch(/^"[^"]+"$/)
      for (const answer of answers) {
        expect(answer.text).toBe(first?.text)
        expect(answer.headers.get("etag")).toBe(etag)
        expect(answer.headers.get("link")).toBe(`<${paths[0] ?? ""}>; rel="canonical"`)
        expect(answer.headers.get("cache-control")).toContain("max-age=300")
      }
      for (const path of paths) {
        const again = await site().ask("GET", path, { headers: { "if-none-match": etag } })
        expect(again.status).toBe(304)
        expect(again.text).toBe("")
        const other = await site().ask("GET", path, { headers: { "if-none-match": '"other"' } })
        expect(other.status).toBe(200)
      }
    })

    it("S2 S127: /metrics tells how many menus came from memory, and how many from the store", async () => {
      const { restaurantId } = await openTown(site(), "hits")
      const counts = async () => {
        const text = await (await fetch(`${site().url}/metrics`)).text()
        return ["memory", "store"].map((from) =>
          Number(new RegExp(`^hotbag_menu_reads_total{from="${from}"} (\\d+)$`, "m").exec(text)?.[1])
        )
      }
      const [hits = Number.NaN, misses = Number.NaN] = await counts()
      for (let n = 0; n < 3; n++) await site().must("GET", `/menus/${restaurantId}`)
      const [hitsThen = Number.NaN, missesThen = Number.NaN] = await counts()
      expect(hitsThen).toBeGreaterThanOrEqual(hits + 2)
      expect(hitsThen + missesThen).toBeGreaterThanOrEqual(hits + misses + 3)
    })

    it("S3 S4: the same menu keeps its version, another is the next; a read after a write is never older than it", async () => {
      const { restaurant, restaurantId } = await openTown(site(), "versions")
      const write = (price: number) =>
        site().must("PUT", `/restaurants/${restaurantId}/menu`, {
          as: restaurant,
          body: menuBody(1_000, price)
        })
      const { body } = await site().ask("GET", `/menus/${restaurantId}`)
      const before = numberAt({ body, headers: new Headers(), status: 200, text: "" }, "version")
      expect(numberAt(await write(9.5), "version")).toBe(before)
      let last = before
      for (let n = 1; n <= 20; n++) {
        const etag = (await site().ask("GET", `/menus/${restaurantId}`)).headers.get("etag") ?? ""
        const written = numberAt(await write(10 + n), "version")
        expect(written).toBe(last + 1)
        last = written
        const read = await site().ask("GET", `/menus/${restaurantId}`, { headers: { "if-none-match": etag } })
        expect(read.status).toBe(200)
        expect(numberAt(read, "version")).toBe(written)
        expect(numberAt(read, "sections.0.items.0.price")).toBe(10 + n)
      }
    })

    it("S55: an item is there always, while stock lasts, or at hours of its own", async () => {
      const { restaurantId } = await openTown(site(), "availability")
      const menu = menuBody(0)
      const items = menu.sections[0]?.items ?? []
      const closed = { type: "windows", weekly: [] }
      const body = {
        ...menu,
        sections: [{ name: "All", items: [...items, { ...items[0], itemId: "night", availability: closed }] }]
      }
      await site().must("PUT", `/restaurants/${restaurantId}/menu`, { as: OPS, body })
      await site().must("PUT", `/restaurants/${restaurantId}/stock`, {
        as: OPS,
        body: { items: [{ itemId: "truffle", stock: 0 }] }
      })
      const read = await site().ask("GET", `/menus/${restaurantId}`)
      const available = listAt(read, "sections.0.items").map((item) => [
        at({ body: item }, "itemId"),
        at({ body: item }, "available")
      ])
      expect(available).toEqual([
        ["margherita", true],
        ["truffle", false],
        ["night", false]
      ])
      await site().must("PUT", `/restaurants/${restaurantId}/stock`, {
        as: OPS,
        body: { items: [{ itemId: "truffle", stock: 2 }] }
      })
      const later = await site().ask("GET", `/menus/${restaurantId}`)
      expect(at(later, "sections.0.items.1.available")).toBe(true)
    })

    it("S54 C29: a restaurant has an IANA zone for its hours, and takes orders only within them", async () => {
      const { restaurant, restaurantId } = await openTown(site(), "hours")
      const closed = { ...restaurantBody("g-hours"), hours: { weekly: [], specialDays: [] } }
      const path = `/restaurants/${restaurantId}`
      const shut = await site().must("PUT", path, { as: restaurant, body: closed })
      expect(shut.body).toMatchObject({ open: false, zone: "Europe/Berlin" })
      const order = await site().command("POST", "/orders", {
        as: "customer c-hours",
        body: { restaurantId, items: [{ id: "margherita", qty: 1 }], address: places.door }
      })
      expect(order.status).toBe(409)
      for (const zone of ["+01:00", "Mars/Olympus", ""]) {
        const answer = await site().command("PUT", path, { as: restaurant, body: { ...closed, zone } })
        expect(answer.status, zone).toBe(400)
      }
      await site().must("PUT", `${path}/status`, { as: restaurant, body: { status: "paused" } })
      expect(textAt(await site().ask("GET", path), "status")).toBe("paused")
    })

    it("C28: prices are money: whole minor units of the currency, and nothing else", async () => {
      const { restaurant, restaurantId } = await openTown(site(), "prices")
      for (const price of [9.505, -1, 1e300, 0.001]) {
        const answer = await site().command("PUT", `/restaurants/${restaurantId}/menu`, {
          as: restaurant,
          body: menuBody(1, price)
        })
        expect([400, 422], String(price)).toContain(answer.status)
      }
      const read = await site().ask("GET", `/menus/${restaurantId}`)
      expect(at(read, "sections.0.items.0.price")).toBe(9.5)
    })
  })
}
