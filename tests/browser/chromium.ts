import { accessSync, constants } from "node:fs"
import { type Browser, type BrowserContextOptions, chromium, type Page } from "playwright-core"

/** Where Chromium is on the machines that we know of; `CHROMIUM` names another place. */
const PLACES = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"]

const isProgram = (path: string): boolean => {
  try {
    accessSync(path, constants.X_OK)
    return true
  } catch {
    return false
  }
}

/** The browser that tests look at pages with; undefined: there is none. */
export const chromiumPath = (process.env["CHROMIUM"] === undefined ? PLACES : [process.env["CHROMIUM"]]).find(
  isProgram
)

/** Why tests are skipped, for the end of their names; empty where there is a browser. */
export const whyNoBrowser =
  chromiumPath === undefined ? " (skipped: no Chromium in /usr/bin, and CHROMIUM names none)" : ""

/** Nothing in a browser takes as long, however busy the machine. */
const PATIENCE_MS = 300_000

/** Starts the browser, without a window. Root, as in containers, has no sandbox. */
export const openBrowser = (): Promise<Browser> =>
  chromium.launch({
    ...(chromiumPath === undefined ? {} : { executablePath: chromiumPath }),
    args: ["--no-sandbox"],
    timeout: PATIENCE_MS
  })

/** A page, and everything about it that should worry somebody. */
export interface WatchedPage {
  readonly page: Page
  /** What was written to the console as a warning or an error, and what was thrown. */
  readonly complaints: ReadonlyArray<string>
  /** Every address that was asked for, the page's own included. */
  readonly requests: ReadonlyArray<string>
}

/** Opens an address in a fresh context, and waits until everything it loads is there. */
export const openPage = async (
  browser: Browser,
  address: string,
  options: BrowserContextOptions = {}
): Promise<WatchedPage> => {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, ...options })
  context.setDefaultTimeout(PATIENCE_MS)
  const page = await context.newPage()
  const complaints: Array<string> = []
  const requests: Array<string> = []
  page.on("console", (message) => {
    if (["warning", "error"].includes(message.type())) complaints.push(message.text())
  })
  page.on("pageerror", (error) => complaints.push(error.message))
  page.on("request", (request) => requests.push(request.url()))
  await page.goto(address, { waitUntil: "load" })
  return { page, complaints, requests }
}
