import type { Browser } from "playwright-core"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { chromiumPath, openBrowser, openPage, whyNoBrowser, type WatchedPage } from "./chromium.ts"
import { HOSTILE, hostileRun } from "./hostileRun.ts"

/** A browser on a busy machine may take its time. */
const PATIENCE_MS = 600_000

/** Every pixel of a canvas as text: equal for equal pictures. */
const PICTURE = `document.getElementById("couriers").toDataURL()`

/** The length of the longest path that a selector finds. */
const longestOf = (selector: string) =>
  `Math.max(...[...document.querySelectorAll("${selector}")].map((path) => path.getTotalLength()))`

const CHARTS = [
  "orders",
  "waiting",
  "couriers",
  "click-to-door",
  "budgets",
  "kitchens",
  "server-latency",
  "server-load",
  "server-nodes"
]

describe.skipIf(chromiumPath === undefined)(
  `report.html in a browser${whyNoBrowser}`,
  { timeout: PATIENCE_MS },
  () => {
    let browser: Browser | undefined
    let address = ""
    beforeAll(async () => {
      const [opened, run] = await Promise.all([openBrowser(), hostileRun()])
      browser = opened
      address = `file://${run}/report.html`
    }, PATIENCE_MS)
    afterAll(async () => browser?.close())

    const open = (options: Parameters<typeof openPage>[2] = {}): Promise<WatchedPage> => {
      if (browser === undefined) throw new Error("no browser was opened")
      return openPage(browser, address, options)
    }

    it("opens from disk without a complaint and without asking anybody for anything, whatever it is fed (S16)", async () => {
      const { complaints, page, requests } = await open()
      expect(await page.locator("option").allTextContents()).toContainEqual(expect.stringContaining(HOSTILE))
      expect(await page.locator("h1").textContent()).toBe("hostile")
      expect(await page.locator("img").count()).toBe(0)
      expect(requests).toEqual([address])
      expect(complaints).toEqual([])
    })

    it("says the verdict first, in a sentence, and holds every objective beside it", async () => {
      const { page } = await open()
      const headings = await page.locator("h1, h2, h3").allTextContents()
      expect(headings[1]).toMatch(
        /^[✓✗] (Every objective was met|One objective broke|\d+ of \d+ objectives broke)/
      )
      expect(await page.locator("#verdict p").textContent()).toMatch(
        /orders were placed from 18:00 to 19:00; .* delivered, .* cancelled, and .* lost/
      )
      expect(await page.locator(".slos tbody tr").count()).toBeGreaterThan(5)
      // Nobody in this city has moods: how many complained is unknown, and not 0.
      expect(await page.locator(".about").textContent()).toContain("not modelled: complaints, going home")
    })

    it("draws every chart, with curves that go up and down and a table that says the same", async () => {
      const { page } = await open()
      for (const id of CHARTS) {
        const chart = page.locator(`#chart-${id}`)
        const curves = chart.locator("path.curve, path.area")
        expect(await curves.count(), id).toBeGreaterThan(0)
        const longest = await page.evaluate<number>(longestOf(`#chart-${id} .curve, #chart-${id} .area`))
        expect(longest, id).toBeGreaterThan(100)
        expect(await chart.locator("text").count(), id).toBeGreaterThan(4)
        expect(await chart.locator("details tbody tr").count(), id).toBeGreaterThan(4)
        expect(await chart.locator(".readout").textContent(), id).toMatch(/^\d\d:\d\d {2}/)
        // What was not as usual stands behind the curves, and in words below.
        expect(await chart.locator(".span").count(), id).toBeGreaterThan(0)
      }
      expect(await page.locator(".about").textContent()).toContain("zone-ban, 18:15 to 18:30")
    })

    it("moves couriers, clock, cursors and counts with the scrubber, by keyboard alone", async () => {
      const { complaints, page } = await open()
      const scrubber = page.getByRole("slider", { name: "Time of day" })
      await scrubber.focus()
      await page.keyboard.press("Home")
      await expect
        .poll(() => page.locator("#clock").textContent(), { timeout: PATIENCE_MS / 2 })
        .toBe("18:00")
      const before = await page.evaluate<string>(PICTURE)
      const cursor = () => page.locator("#chart-orders .cursor").getAttribute("transform")
      const cursorBefore = await cursor()
      for (let step = 0; step < 25; step++) await page.keyboard.press("ArrowRight")
      await expect
        .poll(() => page.locator("#clock").textContent(), { timeout: PATIENCE_MS / 2 })
        .toBe("18:25")
      expect(await page.evaluate<string>(PICTURE)).not.toBe(before)
      expect(await cursor()).not.toBe(cursorBefore)
      expect(await scrubber.getAttribute("aria-valuetext")).toBe("18:25")
      const people = await page.locator("[data-census]").allTextContents()
      expect(
        people
          .slice(0, 4)
          .map(Number)
          .reduce((sum, count) => sum + count, 0)
      ).toBeGreaterThan(10)
      expect(complaints).toEqual([])
    })

    it("draws rivers with their bridges, and zones while they hold, with a legend and a table (light and dark)", async () => {
      for (const colorScheme of ["light", "dark"] as const) {
        const { complaints, page } = await open({ colorScheme })
        const harbour = page.locator("#map svg").first()
        expect(await harbour.locator(".river .water").count()).toBe(1)
        expect(await page.evaluate<number>(longestOf(".river .water"))).toBeGreaterThan(200)
        const [bars] = await harbour.locator("path.bridge:not(.bank)").all()
        expect((await bars?.getAttribute("d"))?.match(/M/g)?.length).toBe(2)
        const scrubber = page.getByRole("slider", { name: "Time of day" })
        const heldAt = async (minute: number) => {
          await scrubber.fill(String(minute))
          await expect
            .poll(() => page.locator("#clock").textContent(), { timeout: PATIENCE_MS / 2 })
            .toBe(`18:${String(minute).padStart(2, "0")}`)
          const shown = await harbour.locator(".zone:visible title").allTextContents()
          const told = await page.locator("[data-zones]").allTextContents()
          return [shown.map((text) => text.replace(/:.*, /, " ")), told]
        }
        expect(await heldAt(10)).toEqual([[], ["0", "0"]])
        expect(await heldAt(15)).toEqual([["closed to couriers 18:15 to 18:30"], ["1", "0"]])
        expect(await heldAt(27)).toEqual([
          ["closed to couriers 18:15 to 18:30", "slow 18:24 to 19:00"],
          ["1", "1"]
        ])
        expect(await heldAt(30)).toEqual([["slow 18:24 to 19:00"], ["0", "1"]])
        expect(await page.locator(".zones tbody tr").count()).toBe(3)
        expect(await page.locator(".barriers li").allTextContents()).toEqual([
          "river",
          "bridge",
          "closed to couriers 0",
          "slow roads 1"
        ])
        expect(complaints).toEqual([])
      }
    })

    it("plays and stops, and tells a moment that is chosen in a chart", async () => {
      const { page } = await open()
      const box = await page.locator("#chart-waiting svg").boundingBox()
      if (box === null) throw new Error("the chart is not there")
      await page.locator("#chart-waiting svg").click({ position: { x: box.width * 0.3, y: box.height / 2 } })
      const clock = () => page.locator("#clock").textContent()
      const chosen = await clock()
      await page.getByRole("button", { name: "Play" }).press("Space")
      await expect.poll(clock, { timeout: PATIENCE_MS / 2 }).not.toBe(chosen)
      await page.getByRole("button", { name: "Pause" }).press("Space")
      expect(await page.getByRole("button", { name: "Play" }).count()).toBe(1)
    })

    it("colours the map by every layer, and shows the other region", async () => {
      const { complaints, page } = await open()
      const coloured = () =>
        page.locator("#map svg:not(.hidden) polygon:not(.none)").first().getAttribute("class")
      expect(await coloured()).toMatch(/^demand d\d$/)
      for (const layer of ["Supply", "Pressure", "Lateness"]) {
        await page.getByRole("radio", { name: layer }).press("Space")
        expect(await coloured()).toMatch(new RegExp(`^${layer.toLowerCase()} d\\d$`))
      }
      await page.locator("#region").selectOption("1")
      expect(await page.locator("#map svg:not(.hidden)").getAttribute("aria-label")).toContain("Island")
      expect(complaints).toEqual([])
    })

    it("explains the worst orders, step by step and with the couriers that were considered", async () => {
      const { page } = await open()
      const story = page.locator(".story").first()
      await story.locator("summary").press("Enter")
      expect(await story.locator("li").first().textContent()).toContain("placed at restaurant")
      expect(await page.locator(".story pre").first().textContent()).toMatch(
        /considered \d+ couriers? within/
      )
    })

    it("is dark for who likes it dark, fits a telephone, and still for who wants less motion", async () => {
      const paper = `getComputedStyle(document.body).backgroundColor`
      const light = await open({ colorScheme: "light" })
      const dark = await open({ colorScheme: "dark" })
      expect(await light.page.evaluate<string>(paper)).toBe("rgb(255, 255, 255)")
      expect(await dark.page.evaluate<string>(paper)).toBe("rgb(13, 17, 23)")
      const narrow = await open({ viewport: { width: 360, height: 740 }, reducedMotion: "reduce" })
      expect(await narrow.page.evaluate<number>("document.documentElement.scrollWidth")).toBeLessThanOrEqual(
        360
      )
      expect([...light.complaints, ...dark.complaints, ...narrow.complaints]).toEqual([])
    })

    it("can be read without its script", async () => {
      const { page } = await open({ javaScriptEnabled: false })
      expect(await page.locator("#chart-orders path.curve").count()).toBe(4)
      expect(await page.locator("#map polygon.demand").count()).toBeGreaterThan(3)
    })
  }
)
