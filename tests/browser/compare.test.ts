import { spawn } from "node:child_process"
import { mkdtemp, writeFile } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import type { Browser } from "playwright-core"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { chromiumPath, openBrowser, openPage, whyNoBrowser, type WatchedPage } from "./chromium.ts"

const command = fileURLToPath(new URL("../../packages/cli/src/main.ts", import.meta.url))
const PATIENCE_MS = 600_000

/** The name of an overlay is written by people: its file's name goes into the page. */
const HOSTILE = `<img src=x onerror=alert(1)>.json`

const overlay = {
  name: "rain-and-less",
  disturbances: [{ kind: "rain", fromMs: 18.5 * 3_600_000, toMs: 20 * 3_600_000 }]
}

/** Plays an hour of an evening with and without rain, a tenth of the couriers, and demand of strange names. */
const compared = async (): Promise<string> => {
  const folder = await mkdtemp(join(tmpdir(), "hotbag-compare-page-"))
  await writeFile(join(folder, HOSTILE), JSON.stringify(overlay))
  const out = join(folder, "out")
  const entrants = ["nearest", `nearest:with=./${HOSTILE},couriers-x=0.1`]
  const place = ["--scenario", "pereira-lunch", "--from", "18:30", "--to", "19:30", "--seeds", "5"]
  const child = spawn(
    process.execPath,
    [command, "compare", ...entrants, ...place, "--quiet", "--out", out],
    {
      cwd: folder,
      stdio: ["ignore", "ignore", "pipe"]
    }
  )
  let complaint = ""
  child.stderr.setEncoding("utf8").on("data", (text) => (complaint += String(text)))
  const code = await new Promise((resolve) => child.on("close", resolve))
  if (code !== 0) throw new Error(complaint)
  return out
}

describe.skipIf(chromiumPath === undefined)(
  `compare.html in a browser${whyNoBrowser}`,
  { timeout: PATIENCE_MS },
  () => {
    let browser: Browser | undefined
    let address = ""
    beforeAll(async () => {
      const [opened, folder] = await Promise.all([openBrowser(), compared()])
      browser = opened
      address = `file://${folder}/compare.html`
    }, PATIENCE_MS)
    afterAll(async () => browser?.close())

    const open = (options: Parameters<typeof openPage>[2] = {}): Promise<WatchedPage> => {
      if (browser === undefined) throw new Error("no browser was opened")
      return openPage(browser, address, options)
    }

    it("opens from disk without a complaint and without asking anybody for anything, whatever it is fed (S16)", async () => {
      const { complaints, page, requests } = await open()
      expect(await page.locator("h1").textContent()).toBe("pereira-lunch 18:30-19:30")
      expect(await page.locator("th").allTextContents()).toContainEqual(expect.stringContaining(HOSTILE))
      expect(await page.locator("img, script").count()).toBe(0)
      expect(requests).toEqual([address])
      expect(complaints).toEqual([])
    })

    it("says the verdict first, in a sentence, with its error bar, what breaks, and what to keep in mind", async () => {
      const { page } = await open()
      const headings = await page.locator("h1, h2, h3").allTextContents()
      expect(headings[1]?.trim().replaceAll(/\s+/g, " ")).toMatch(
        /^click-to-door: .* \+ couriers x0\.1 costs \d+\.\d+ min \(\d+\.\d %\): \d+\.\d+ in place of \d+\.\d+, 95 % interval \+\d+\.\d+ to \+\d+\.\d+ min$/
      )
      expect(await page.locator("#verdict p").textContent()).toMatch(
        /^Breaks .*, promised \d+\.\d %\)\. .*, from 5 pairs of runs\.$/
      )
      expect(await page.locator(".verdict.bad").count()).toBe(1)
      expect(await page.locator(".caution").allTextContents()).toEqual([
        expect.stringContaining("the city is empty at 18:30")
      ])
    })

    it("draws a forest plot: every metric with its interval around its difference, in the colour of its verdict", async () => {
      const { page } = await open()
      const rows = await page.locator(".forest tbody tr").all()
      expect(rows.length).toBeGreaterThan(15)
      const worse = page.locator(".forest tr.worse").first()
      const dot = Number(await worse.locator(".difference").getAttribute("cx"))
      const bar = (await worse.locator(".interval").getAttribute("d")) ?? ""
      const [low = 0, high = 0] = [/^M([\d.]+)/, /H([\d.]+)/].map((end) => Number(end.exec(bar)?.[1]))
      expect([low < dot, dot < high, low > 150]).toEqual([true, true, true])
      const colour = (selector: string) =>
        page.evaluate<string>(`getComputedStyle(document.querySelector("${selector}")).fill`)
      expect(await colour(".forest .worse .difference")).toBe("rgb(180, 35, 24)")
      expect(await colour(".forest .different .difference")).toBe("rgb(125, 136, 148)")
      expect(await page.locator(".forest tr.different .verdicts").first().textContent()).toBe("differs")
    })

    it("draws what both did over the evening, with bands, and a table that says the same", async () => {
      const { page } = await open()
      for (const id of ["open", "click-to-door", "idle"]) {
        const chart = page.locator(`#chart-${id}`)
        expect(await chart.locator("path.curve").count(), id).toBe(2)
        expect(await chart.locator("path.band").count(), id).toBe(2)
        const longest = await page.evaluate<number>(
          `Math.min(...[...document.querySelectorAll("#chart-${id} .curve")].map((path) => path.getTotalLength()))`
        )
        expect(longest, id).toBeGreaterThan(60)
        expect(await chart.locator("details tbody tr").count(), id).toBeGreaterThan(4)
      }
    })

    it("holds objectives before and after beside each other, and what repeats it", async () => {
      const { page } = await open()
      expect(await page.locator(".slos tbody tr").count()).toBe(5)
      expect(await page.locator(".slos b.met").count()).toBeGreaterThan(0)
      expect(await page.locator(".slos b.broken").count()).toBeGreaterThan(0)
      expect(await page.locator(".about").textContent()).toMatch(
        /hotbag compare nearest 'nearest:with=[^]*--seeds 5[^]*1 to 5[^]*hash of all histories\s*[0-9a-f]{64}/
      )
      expect(await page.locator(".hashes tbody tr").count()).toBe(10)
      expect(await page.locator(".files a").allTextContents()).toEqual(
        expect.arrayContaining(["compare.csv", "curves.csv", "compare.json"])
      )
    })

    it("is dark for who likes it dark, and fits a telephone", async () => {
      const paper = `getComputedStyle(document.body).backgroundColor`
      const dark = await open({ colorScheme: "dark" })
      expect(await dark.page.evaluate<string>(paper)).toBe("rgb(13, 17, 23)")
      const narrow = await open({ viewport: { width: 360, height: 740 } })
      expect(await narrow.page.evaluate<number>("document.documentElement.scrollWidth")).toBeLessThanOrEqual(
        360
      )
      expect([...dark.complaints, ...narrow.complaints]).toEqual([])
    })
  }
)
