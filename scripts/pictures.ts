/**
 * Takes the pictures in docs/pictures with the machine's own Chromium: `npm run docs:pictures`. For the report it plays a dinner with too few
 * couriers, so that there is something to see; for the comparison a dry dinner and one in the rain with a fifth of the couriers away; for the
 * tracking page it serves one order and rides half of the way.
 */
import { spawnSync } from "node:child_process"
import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import { chromiumPath, openBrowser, openPage } from "../tests/browser/chromium.ts"
import { pause, TrackedDinner } from "../tests/browser/TrackedDinner.ts"

const RUN = ["metro-launch", "--policy", "assignment", "--couriers-x", "0.5", "--seed", "1"]

const WHAT_IF = ["planner", "planner:with=rain-at-seven,couriers-x=0.8"]

const pictures = fileURLToPath(new URL("../docs/pictures/", import.meta.url))
const command = fileURLToPath(new URL("../packages/cli/src/main.ts", import.meta.url))

const takePictures = async (address: string): Promise<void> => {
  const browser = await openBrowser()
  try {
    const light = await openPage(browser, address, { viewport: { width: 1200, height: 1180 } })
    await light.page.screenshot({ path: join(pictures, "report-light.png") })
    const dark = await openPage(browser, address, {
      viewport: { width: 1200, height: 1010 },
      colorScheme: "dark"
    })
    await dark.page.getByRole("radio", { name: "Lateness" }).check({ force: true })
    await dark.page.evaluate('document.querySelector(".city").scrollIntoView()')
    await dark.page.screenshot({ path: join(pictures, "report-map.png") })
  } finally {
    await browser.close()
  }
}

const takeComparePictures = async (address: string): Promise<void> => {
  const browser = await openBrowser()
  try {
    const { page } = await openPage(browser, address, { viewport: { width: 1200, height: 760 } })
    await page.screenshot({ path: join(pictures, "compare-verdict.png") })
    await page.locator(".charts").screenshot({ path: join(pictures, "compare-curves.png") })
  } finally {
    await browser.close()
  }
}

const takeTrackPictures = async (): Promise<void> => {
  const browser = await openBrowser()
  const dinner = await TrackedDinner.start()
  try {
    const address = await dinner.page()
    const phone = { viewport: { width: 420, height: 700 }, deviceScaleFactor: 2 }
    const light = await openPage(browser, address, phone)
    const dark = await openPage(browser, address, { ...phone, colorScheme: "dark" })
    await dinner.kitchen("confirm")
    await dinner.kitchen("ready")
    await dinner.accept()
    await dinner.courier("picked-up")
    for (let share = 0.05; share <= 0.6; share += 0.05) {
      await dinner.ride(share)
      await pause(900)
    }
    await light.page.screenshot({ path: join(pictures, "track-light.png") })
    await dark.page.screenshot({ path: join(pictures, "track-dark.png") })
  } finally {
    await browser.close()
    await dinner.end()
  }
}

if (chromiumPath === undefined) {
  console.error("hotbag: no Chromium in /usr/bin; install it, or name one with CHROMIUM")
  process.exit(1)
}
const home = mkdtempSync(join(tmpdir(), "hotbag-pictures-"))
try {
  const out = join(home, "run")
  const { status } = spawnSync(process.execPath, [command, "simulate", ...RUN, "--quiet", "--out", out], {
    stdio: ["ignore", "ignore", "inherit"]
  })
  // 1: an objective was breached, which is what the picture is about.
  if (status !== 0 && status !== 1) process.exit(status ?? 1)
  await takePictures(`file://${out}/report.html`)
  const beside = join(home, "beside")
  const compared = spawnSync(process.execPath, [command, "compare", ...WHAT_IF, "--quiet", "--out", beside], {
    stdio: ["ignore", "ignore", "inherit"]
  })
  if (compared.status !== 0) process.exit(compared.status ?? 1)
  await takeComparePictures(`file://${beside}/compare.html`)
  await takeTrackPictures()
} finally {
  rmSync(home, { recursive: true, force: true })
}
