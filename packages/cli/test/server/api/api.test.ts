import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { carrying } from "./carrying.ts"
import { Site } from "./Site.ts"
import { texts } from "./texts.ts"

/**
 * The requirements, over HTTP, on one server that an operator started: a process of its own on a PostgreSQL of its own. Every answer is held
 * against the document that the server itself serves.
 */
let site: Site
beforeAll(async () => {
  site = await Site.start({
    DISPATCH_WINDOW_MS: "200",
    PAYMENT_WEBHOOK_SECRET: "whsec_of_the_tests",
    CANCEL_GRACE_MS: "4000",
    CANCEL_WITHOUT_COURIER_MS: "8000",
    COURIER_ALERT_MS: "2000"
  })
}, 120_000)
afterAll(() => site.end())

const here = (): Site => site

carrying(here)
texts(here)

describe("the server", () => {
  it("met no error of its own in all of this", () => {
    expect(
      site.said.filter((line) => line.includes('"level":"error"') || line.includes("met a defect"))
    ).toEqual([])
  })
})
