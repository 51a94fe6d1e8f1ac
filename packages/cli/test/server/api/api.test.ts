import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { cancelling, GRACE_MS, WITHOUT_COURIER_MS } from "./cancelling.ts"
import { ordering } from "./ordering.ts"
import { browsing } from "./browsing.ts"
import { paying, WEBHOOK_SECRET } from "./paying.ts"
import { surface } from "./surface.ts"
import { stored } from "./stored.ts"
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
    PAYMENT_WEBHOOK_SECRET: WEBHOOK_SECRET,
    CANCEL_GRACE_MS: String(GRACE_MS),
    CANCEL_WITHOUT_COURIER_MS: String(WITHOUT_COURIER_MS),
    COURIER_ALERT_MS: "2000"
  })
})
afterAll(() => site.end())

const here = (): Site => site

surface(here)
browsing(here)
ordering(here)
paying(here)
cancelling(here)
carrying(here)
texts(here)

describe("the server", () => {
  it("met no error of its own in all of this", () => {
    expect(
      site.said.filter((line) => line.includes('"level":"error"') || line.includes("met a defect"))
    ).toEqual([])
  })
})

stored(here)
