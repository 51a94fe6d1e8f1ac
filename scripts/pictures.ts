/**
 * Takes the pictures of the report in docs/pictures with the machine's own Chromium: `npm run docs:pictures`. Plays a
 * dinner with too few couriers, so that there is something to see.
 */
import { spawnSync } from "node:child_process"
import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import { chromiumPath, openBrowser, openPage } from "../tests/browser/chromium.ts"

const RUN = ["metro-launch", "--policy", "assignment", "--couriers-x", "0.5", "--seed", "1"]

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
} finally {
  rmSync(home, { recursive: true, force: true })
}
