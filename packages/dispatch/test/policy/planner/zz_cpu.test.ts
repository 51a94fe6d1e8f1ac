import { createHash } from "node:crypto"
import { it } from "vitest"
import { mdrpFigures } from "./mdrpFigures.ts"
import { playMdrpDay, readMdrpDay } from "./mdrpHarness.ts"
it("cpu", () => {
  for (const name of (process.env["DAYS"] ?? "").split(","))
    for (let r = 0; r < 2; r++) {
      const play = playMdrpDay(readMdrpDay(`/work/shared/data/grubhub/${name}`))
      const f = mdrpFigures(play)
      console.log(
        name,
        createHash("sha1").update(play.log.join("\n")).digest("hex").slice(0, 10),
        f.cpuMs.toFixed(0),
        f.clickToDoor.toFixed(3)
      )
    }
}, 1e6)
