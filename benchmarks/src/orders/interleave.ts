import { spread, type Comparison, type Effort } from "../measure.ts"

/** One side: places so many orders and says how long that took, by the clock and by the processors of all who took part, in ms. */
export interface Placer {
  readonly name: string
  /** Fewer are not worth while: what every run does before the first order would count. */
  readonly least?: number
  readonly place: (orders: number) => Promise<Taken>
}

/** What a run took. */
export interface Taken {
  readonly wallMs: number
  readonly cpuMs: number
}

/** A sample is so many times as long as one of a kernel: it waits for disks, and the kernel counts processes in ticks of 10 ms. */
const LONGER = 8
/** Rounds at most: a sample of some peers takes seconds. */
const MOST_ROUNDS = 7

/** Like `compare`, for sides that wait for a database: A B B A in each round. */
export const interleave = async (
  name: string,
  subject: Placer,
  peer: Placer,
  effort: Effort
): Promise<Comparison> => {
  const { sampleMs, warmUpMs } = effort
  const rounds = Math.min(effort.rounds, MOST_ROUNDS)
  const sampledMs = sampleMs * LONGER
  const ours = await ordersOf(subject, warmUpMs, sampledMs)
  const theirs = await ordersOf(peer, warmUpMs, sampledMs)
  const found: Array<{ readonly subject: Taken; readonly peer: Taken }> = []
  for (let round = 0; round < rounds; round += 1) {
    const a1 = await subject.place(ours)
    const b1 = await peer.place(theirs)
    const b2 = await peer.place(theirs)
    const a2 = await subject.place(ours)
    found.push({ subject: mean(a1, a2, ours), peer: mean(b1, b2, theirs) })
  }
  return {
    name,
    subject: subject.name,
    peer: peer.name,
    ratio: spread(found.map((round) => round.peer.wallMs / round.subject.wallMs)),
    cpuRatio: spread(found.map((round) => round.peer.cpuMs / round.subject.cpuMs)),
    subjectPerSecond: 1_000 / spread(found.map((round) => round.subject.wallMs)).median,
    peerPerSecond: 1_000 / spread(found.map((round) => round.peer.wallMs)).median,
    rounds
  }
}

/** Of one order. */
const mean = (a: Taken, b: Taken, orders: number): Taken => ({
  wallMs: (a.wallMs + b.wallMs) / (2 * orders),
  cpuMs: (a.cpuMs + b.cpuMs) / (2 * orders)
})

const FIRST = 64

/** Places orders until warm; how many make a sample. */
const ordersOf = async (
  { least = FIRST, place }: Placer,
  warmUpMs: number,
  sampledMs: number
): Promise<number> => {
  const endMs = performance.now() + warmUpMs
  let orders = least
  let perMs = 0
  do {
    const { wallMs } = await place(orders)
    perMs = orders / wallMs
    orders = Math.max(least, Math.round(perMs * sampledMs))
  } while (performance.now() < endMs)
  return orders
}
