import { execFile, spawnSync } from "node:child_process"
import { mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { promisify } from "node:util"
import { placedOrder } from "./placedOrder.ts"
import { plainStatement, type PlainName, plainTexts } from "./plainStatement.ts"

/** PostgreSQL's own load generator, in C. */
export interface Pgbench {
  readonly version: string
  /** Places `orders` orders with so many sessions at once; how long that took without connecting, in ms. */
  readonly place: (orders: number, sessions: number) => Promise<number>
  readonly stop: () => void
}

/** pgbench where there is one; undefined elsewhere. */
export const findPgbench = (url: string): Pgbench | undefined => {
  const version = spawnSync("pgbench", ["--version"], { encoding: "utf8" })
  if (version.status !== 0) return undefined
  const folder = mkdtempSync(join(tmpdir(), "hotbag-pgbench-"))
  const script = join(folder, "place.sql")
  writeFileSync(script, `${scriptOf().replaceAll(/\s*\n\s*/g, " ")};\n`)
  return {
    version: version.stdout.trim(),
    place: async (orders, sessions) => {
      const each = Math.max(1, Math.round(orders / sessions))
      const counts = [
        "--client",
        String(sessions),
        "--jobs",
        String(Math.min(2, sessions)),
        "--transactions",
        String(each)
      ]
      const { stdout } = await promisify(execFile)(
        "pgbench",
        ["--no-vacuum", "--protocol", "prepared", "--file", script, ...counts, url],
        { encoding: "utf8" }
      )
      const perSecond = Number(/tps = ([\d.]+)/.exec(stdout)?.[1])
      const done = Number(/actually processed: (\d+)/.exec(stdout)?.[1])
      if (!(perSecond > 0) || done !== each * sessions) throw new Error(`pgbench says ${stdout}`)
      return (done * 1_000 * (orders / done)) / perSecond
    },
    stop: () => rmSync(folder, { recursive: true, force: true })
  }
}

/** The statement with ids that the server makes, each put into the long texts as a program would have done. */
const scriptOf = (): string => {
  const order = placedOrder()
  const texts = plainTexts(order)
  const orderId = "(select order_id from ids)"
  const deliveryId = order.changes[0]?.step.after.order.deliveryId ?? ""
  const text = (name: PlainName): string => {
    // pgbench takes a colon before a letter for a variable.
    const quoted = `'${texts[name].replaceAll(/:(?=\w)/g, ": ")}'`
    if (name === "orderId") return orderId
    if (name === "key") return "(select key from ids)"
    if (name === "timer" || name === "scope") return quoted
    return `replace(replace(${quoted}, '${texts.orderId}', ${orderId}), '${deliveryId}', ${orderId})`
  }
  return plainStatement(text).replace(
    "with receipt",
    "with ids as materialized (select uuidv7()::text as order_id, uuidv7()::text as key), receipt"
  )
}
