import { mkdtemp, writeFile } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { hotbag } from "../hotbag.ts"

/** A name that tries to break out of a page, of a script in it, and of a spreadsheet's cell. */
export const HOSTILE = `=1+"'</script><img src=//a onerror=alert(1)>`

const scenario = {
  name: "hostile",
  fromMs: 18 * 3_600_000,
  toMs: 19 * 3_600_000,
  regions: [
    {
      id: "harbour",
      name: HOSTILE,
      centre: { lat: 41.4, lng: 2.2 },
      ordersPerDay: 4_000,
      restaurants: 60,
      couriers: 60
    },
    {
      id: "island",
      name: "Island",
      centre: { lat: -16.8, lng: 146 },
      ordersPerDay: 400,
      restaurants: 20,
      couriers: 20
    }
  ]
}

/** Plays an hour with too few couriers, in two regions; the folder of its files. */
export const hostileRun = async (): Promise<string> => {
  const folder = await mkdtemp(join(tmpdir(), "hotbag-report-"))
  await writeFile(join(folder, "scenario.json"), JSON.stringify(scenario))
  const out = join(folder, "run")
  const { code, stderr } = await hotbag([
    ...["simulate", join(folder, "scenario.json"), "--policy", "nearest", "--quiet"],
    ...["--out", out]
  ])
  if (code !== 0 && code !== 1) throw new Error(stderr)
  return out
}
