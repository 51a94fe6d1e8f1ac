import type { Browser } from "playwright-core"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { chromiumPath, openBrowser, openPage, whyNoBrowser, type WatchedPage } from "./chromium.ts"
import { TrackedDinner } from "./TrackedDinner.ts"

/** A browser on a busy machine may take its time. */
const PATIENCE_MS = 600_000
const patiently = { timeout: PATIENCE_MS / 2 }
const PHONE = { viewport: { width: 420, height: 760 } }

describe.skipIf(chromiumPath === undefined)(
  `the tracking page in a browser${whyNoBrowser}`,
  { timeout: PATIENCE_MS },
  () => {
    let browser: Browser | undefined
    let dinner: TrackedDinner | undefined
    let seen: WatchedPage | undefined
    beforeAll(async () => {
      ;[browser, dinner] = await Promise.all([openBrowser(), TrackedDinner.start()])
      seen = await openPage(browser, await dinner.page(), PHONE)
    }, PATIENCE_MS)
    afterAll(async () => {
      await browser?.close()
      await dinner?.end()
    }, PATIENCE_MS)

    const here = () => {
      if (dinner === undefined || seen === undefined || browser === undefined)
        throw new Error("nothing began")
      return { browser, dinner, ...seen }
    }
    const textOf = (id: string) => here().page.locator(`#${id}`).textContent()
    const minutesLeft = async () => Number(/\d+/.exec((await textOf("arrival")) ?? "")?.[0] ?? 0)
    const latitude = () => here().page.locator("#courier").getAttribute("data-lat")

    it("shows at once where the order stands, and is live (S14, S15)", async () => {
      const { page } = here()
      await expect.poll(() => textOf("connection"), patiently).toBe("Live")
      expect(await textOf("restaurant")).toBe("Your order from Da Luigi")
      expect(await textOf("headline")).toBe("Waiting for the restaurant")
      expect(await page.getByRole("heading", { level: 1 }).textContent()).toBe("Waiting for the restaurant")
      expect(await minutesLeft()).toBeGreaterThan(10)
      expect(await page.locator("#pickup").isVisible()).toBe(true)
      expect(await page.locator("#courier").isVisible()).toBe(false)
    })

    it("follows the kitchen, the courier and the time of arrival (S16, S41)", async () => {
      const { dinner, page } = here()
      const before = await minutesLeft()
      await dinner.kitchen("confirm")
      await expect.poll(() => textOf("headline"), patiently).toMatch(/restaurant has your order|courier/)
      await dinner.kitchen("ready")
      await dinner.accept()
      await expect
        .poll(() => textOf("headline"), patiently)
        .toMatch(/courier is on the way to the restaurant/)
      await dinner.courier("arrived")
      await dinner.courier("picked-up")
      await expect.poll(() => textOf("headline"), patiently).toBe("Your courier is on the way to you")
      await dinner.ride(0.1)
      await expect.poll(() => page.locator("#courier").isVisible(), patiently).toBe(true)
      await expect.poll(minutesLeft, patiently).toBeLessThan(before)
      expect(await textOf("range")).toMatch(/^between .+ and .+|at about/)
    })

    it("moves the marker with the courier, and says how far it is", async () => {
      const { dinner } = here()
      const places = new Set<string | null>()
      for (let share = 0.15; share <= 0.5; share += 0.05) {
        const before = await latitude()
        await dinner.ride(share)
        await expect.poll(latitude, patiently).not.toBe(before)
        places.add(await latitude())
      }
      expect(places.size).toBeGreaterThan(3)
      await expect.poll(() => textOf("where"), patiently).toMatch(/^The courier is \d+ m from your door/)
    })

    it("survives a crash of the server, and says so meanwhile (S52, S96)", async () => {
      const { complaints, dinner, page } = here()
      expect(complaints).toEqual([])
      await dinner.kill()
      await expect.poll(() => textOf("connection"), patiently).toMatch(/^The connection is away/)
      const before = await latitude()
      await dinner.again()
      await expect.poll(() => textOf("connection"), patiently).toBe("Live")
      expect(await textOf("headline")).toBe("Your courier is on the way to you")
      await expect
        .poll(async () => {
          await dinner.ride(0.8)
          return latitude()
        }, patiently)
        .not.toBe(before)
      expect(await page.locator("#trail").getAttribute("points")).toMatch(/ /)
    })

    it("ends with the delivery: no places any more (S7)", async () => {
      const { browser, complaints, dinner, page, requests } = here()
      await dinner.courier("arrived-at-customer")
      await expect.poll(() => textOf("headline"), patiently).toBe("Your courier is at the door")
      await dinner.courier("complete")
      await expect.poll(() => textOf("headline"), patiently).toBe("Delivered. Enjoy your meal!")
      await expect.poll(() => page.locator("#courier").isVisible(), patiently).toBe(false)
      await expect.poll(() => textOf("label"), patiently).toBe("Delivered at")
      // What a browser says of a server that is away, and nothing else.
      expect(complaints.filter((text) => !/ERR_CONNECTION|WebSocket connection to/.test(text))).toEqual([])
      const hosts = new Set(requests.map((address) => new URL(address).host))
      expect(hosts).toEqual(new Set([new URL(page.url()).host]))
      const broken = await openPage(
        browser,
        page.url().replace(/.$/, (last) => (last === "A" ? "B" : "A"))
      )
      await expect
        .poll(() => broken.page.locator("#headline").textContent(), patiently)
        .toMatch(/does not work/)
      for (const id of ["steps", "arrival", "map"]) {
        expect(await broken.page.locator(`#${id}`).isVisible(), id).toBe(false)
      }
    })
  }
)
