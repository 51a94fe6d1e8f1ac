import { spawn } from "node:child_process"
import { mkdtemp, writeFile } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { fileURLToPath } from "node:url"

const command = fileURLToPath(new URL("../../packages/cli/src/main.ts", import.meta.url))

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
      couriers: 60,
      rivers: [
        {
          line: [
            { lat: 41.34, lng: 2.19 },
            { lat: 41.4, lng: 2.212 },
            { lat: 41.46, lng: 2.2 }
          ],
          bridges: [
            { lat: 41.38, lng: 2.205 },
            { lat: 41.41, lng: 2.21 }
          ]
        }
      ]
    },
    {
      id: "island",
      name: "Island",
      centre: { lat: -16.8, lng: 146 },
      ordersPerDay: 400,
      restaurants: 20,
      couriers: 20
    }
  ],
  disturbances: [
    {
      kind: "zone-ban",
      fromMs: 18.25 * 3_600_000,
      toMs: 18.5 * 3_600_000,
      where: { regions: ["harbour"] },
      zone: { radiusM: 1_200, eastM: -3_000 }
    },
    {
      kind: "traffic",
      fromMs: (18 * 60 + 24) * 60_000,
      toMs: 19 * 3_600_000,
      where: { circle: { radiusM: 1_500, northM: 3_000 } }
    }
  ]
}

/** Plays an hour with too few couriers, in two regions; the folder of its files. */
export const hostileRun = async (): Promise<string> => {
  const folder = await mkdtemp(join(tmpdir(), "hotbag-report-"))
  await writeFile(join(folder, "scenario.json"), JSON.stringify(scenario))
  const out = join(folder, "run")
  const args = ["simulate", join(folder, "scenario.json"), "--policy", "nearest", "--quiet", "--out", out]
  const child = spawn(process.execPath, [command, ...args], { stdio: ["ignore", "ignore", "pipe"] })
  let complaint = ""
  child.stderr.setEncoding("utf8").on("data", (text) => (complaint += String(text)))
  const code = await new Promise((resolve) => child.on("close", resolve))
  // 1: an objective was breached, as it should be with so few couriers.
  if (code !== 0 && code !== 1) throw new Error(complaint)
  return out
}
