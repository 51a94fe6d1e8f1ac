/**
 * How long and how hard the server is treated badly. The defaults fit `npm test` on a busy machine; the full counts are in
 * `docs/operations.md`.
 */
const whole = (name: string, usual: number): number => {
  const text = process.env[name] ?? ""
  if (text === "") return usual
  const value = Number(text)
  if (Number.isSafeInteger(value) && value >= 0) return value
  throw new Error(`${name}: ${text} is not a whole number`)
}

export const extent = {
  /** Every draw of the workload and of the faults. */
  seed: whole("HOTBAG_CRASH_SEED", 1),
  /** F1: times that the server is killed. */
  crashes: whole("HOTBAG_CRASHES", 2),
  /** F4: die at every failpoint instead of every third. */
  everyFailpoint: process.env["HOTBAG_FAILPOINTS"] === "all",
  /** F3: times that PostgreSQL is killed. */
  databaseCrashes: whole("HOTBAG_DATABASE_CRASHES", 1),
  /** F5: how long PostgreSQL is frozen, in ms. */
  frozenMs: whole("HOTBAG_FROZEN_MS", 5_000),
  /** P2: identical orders at the same time. */
  twins: whole("HOTBAG_TWINS", 150),
  /** P3: couriers who accept the same offer at the same time. */
  rivals: whole("HOTBAG_RIVALS", 60),
  /** F15: times that the dispatcher is paused for longer than its lease. */
  takeovers: whole("HOTBAG_TAKEOVERS", 1),
  /** Orders a second. */
  perSecond: whole("HOTBAG_CRASH_RATE", 2),
  /** Offers of a hundred that nobody answers; each costs the 45 s until it lapses. */
  silentPercent: whole("HOTBAG_SILENT_PERCENT", 0),
  /** Every caller is answered within this, in ms. The promise is 3,500; a machine that does other things too is granted more. */
  answerMs: whole("HOTBAG_ANSWER_MS", 25_000),
  /** Orders are taken again within this after a fault of the database, in ms. The promise is 5,000. */
  backMs: whole("HOTBAG_BACK_MS", 60_000)
} as const
