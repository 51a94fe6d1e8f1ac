import { extent } from "./extent.ts"
import { checkHistory } from "./checkHistory.ts"
import { type FinalRead, readAll, readUnfinished } from "./FinalRead.ts"
import { groupBy } from "./groupBy.ts"
import { orderNumbered } from "./customers.ts"
import type { Run } from "./Run.ts"
import type { Town } from "./Town.ts"
import { until } from "./until.ts"

/** Once all is well again, more has to come to its end within this, or nothing ever will, in ms. */
const STUCK_MS = 120_000

/** What it takes to bring a run to its end. */
type Settling = Pick<Run, "databaseUrl" | "ordering" | "town" | "work">

/**
 * Waits until every order has ended and its money is where it stays, asks for every order once more, stops everybody, reads all, and
 * judges. What cannot be read is unknown, and unknown is not well.
 */
export const settleAndCheck = async ({
  databaseUrl,
  ordering,
  town,
  work
}: Settling): Promise<ReadonlyArray<string>> => {
  await ordering.end()
  const unfinished = await untilSettled(databaseUrl)
  await askAgain(town)
  town.isOver = true
  await work
  const violations = unfinished.map((what) => `P6: still open: ${what}`)
  const final = await readAll(databaseUrl()).catch(() => null)
  if (final === null) return [...violations, "unknown: the last read is incomplete"]
  tell(town, final)
  return [...violations, ...checkHistory(town.history.lines, final, extent)]
}

/** What never comes to its end; nothing when everything did. */
const untilSettled = async (databaseUrl: () => string): Promise<ReadonlyArray<string>> => {
  let unfinished: ReadonlyArray<string> = []
  for (let least = Infinity; ;) {
    const isLess = await until(
      "something to settle",
      async () => {
        unfinished = await readUnfinished(databaseUrl()).catch((error: unknown) => [
          `unknown: ${String(error)}`
        ])
        const isKnown = !unfinished.some((what) => what.startsWith("unknown"))
        return isKnown && unfinished.length < least ? true : null
      },
      STUCK_MS,
      500
    ).catch(() => false)
    if (!isLess || unfinished.length === 0) return unfinished
    least = unfinished.length
  }
}

/** P2: who asks again with the same key gets the same answer, byte for byte. */
const askAgain = async (town: Town): Promise<void> => {
  const acknowledged = groupBy(
    town.history.lines.filter(({ op, outcome }) => op === "place" && outcome === "ok"),
    ({ key }) => key
  )
  for (const key of acknowledged.keys()) {
    const number = Number(key.slice("order-".length))
    if (!Number.isSafeInteger(number)) continue
    const { asked, caller } = orderNumbered(town, number)
    await town.insist(caller, asked)
  }
}

/** The figures of a run, for people who ask for them. */
const tell = ({ history: { lines } }: Town, { ledger, log, orders }: FinalRead): void => {
  if (process.env["HOTBAG_CRASH_FIGURES"] !== "1") return
  const count = <A>(items: ReadonlyArray<A>, nameOf: (item: A) => string) =>
    Object.fromEntries([...groupBy(items, nameOf)].map(([name, all]) => [name, all.length]))
  const answered = lines.filter(({ status }) => status !== null)
  const waits = answered.map(({ at, invoke }) => at - invoke).sort((left, right) => left - right)
  const figures = {
    seed: extent.seed,
    requests: count(lines, ({ outcome }) => outcome),
    statuses: count(lines, ({ status }) => String(status)),
    answerMs: {
      p50: waits[Math.floor(waits.length / 2)],
      p99: waits[Math.floor(waits.length * 0.99)],
      max: waits.at(-1)
    },
    orders: count(orders, ({ status }) => status),
    logEntries: log.length,
    ledgerEntries: ledger.length,
    faults: lines
      .filter(({ process }) => process === "nemesis")
      .map(({ at, key, op }) => `${at} ${op} ${key}`)
  }
  console.info(JSON.stringify(figures, null, 1))
}
