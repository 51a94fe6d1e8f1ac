import { describe, expect, it } from "vitest"
import { leagueLines } from "../../src/mdrp/leagueText.ts"
import { publishedFor } from "../../src/mdrp/published.ts"
import { summary } from "./playedFigures.ts"

describe("the table of a league", () => {
  it("holds every policy, and says when nothing was published", () => {
    const idle = { ...summary, policy: "idle", clickToDoorP90: null, lost: 1000 }
    expect(leagueLines([summary, idle], [])).toEqual([
      "                          impos-   click-                 ready-to-  cost/",
      "policy    lost    lost %   sible  to-door   p90  overage     pickup  order  floor  excess",
      "nearest      2    0.20 %       1    30.00  44.0     1.00       2.00  10.00  28.00    2.00",
      "idle     1,000  100.00 %       1    30.00     -     1.00       2.00  10.00  28.00    2.00",
      "",
      "nothing was published for this choice of days"
    ])
  })

  it("holds what was published apart, each figure with its source and its days", () => {
    const days = ["0o50t100s1p100", "0r50t100s1p100"]
    const lines = leagueLines([summary], publishedFor(days))
    expect(lines.slice(3, 8)).toEqual([
      "published",
      "Reyes 2018, on-line [1]     -       -       -    31.88     -        -          -      -  29.99    1.89",
      "clairvoyant optimum [2]     -       -       -    30.67     -        -          -      -  29.99    0.68",
      "Reyes 2018, default [3]     -  0.25 %       -    32.74  49.3     2.77       1.93  11.42  30.34    2.40",
      "Reyes 2018, best [4]        -  0.26 %       -    32.58     -     2.72       1.79  11.40  30.34    2.24"
    ])
    const notes = lines.slice(8).join(" ").replaceAll(/ +/g, " ")
    expect(notes).toContain("[2] Reyes, Erera, Savelsbergh")
    expect(notes).toContain(
      "no bound for a policy that does preposition; the sixteen half-size days of seed 0, 2 of them played here"
    )
    expect(notes).toContain("default settings; all 240 days, 2 of them played here")
    for (const line of lines) expect(line.length).toBeLessThanOrEqual(110)
  })

  it("says so when all of the published days were played", () => {
    const ten = Array.from({ length: 10 }, (_, seed) => `${seed}o100t100s1p100`)
    expect(leagueLines([summary], publishedFor(ten)).join("\n")).toContain("the ten base days, played here")
  })
})
