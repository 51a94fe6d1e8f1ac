import type { Benchmark } from "../Benchmark.ts"
import { type Comparison, spread } from "../measure.ts"
import { Contestant } from "./Contestant.ts"

/**
 * The edge beside Node's own server by hand and Fastify: processor time of the server's process for each request, user and system, from the
 * socket to a map of orders and back. Servers and load are processes of their own; they take turns, A B C C B A.
 */
export const http: Benchmark = {
  name: "http",
  about:
    "CPU per request of our server beside node:http by hand and Fastify: an order placed, an order read, a courier's position taken",
  run: async ({ quick, effort, say }) => {
    const names = ["hotbag", "node:http", "fastify"]
    const contestants = await Promise.all(names.map((name) => Contestant.start(name)))
    try {
      const requests = quick ? 500 : 6_000
      await requireSameAnswers(contestants)
      for (const contestant of contestants) await contestant.place(quick ? 2_000 : 20_000)
      const read = await measure(
        contestants,
        effort.rounds,
        (contestant) => contestant.get(FIRST, requests),
        requests
      )
      const placed = await measure(
        contestants,
        effort.rounds,
        (contestant) => contestant.place(requests),
        requests
      )
      const located = await measure(
        contestants,
        effort.rounds,
        (contestant) => contestant.locate(requests),
        requests
      )
      for (const contestant of contestants) {
        const { rssBytes } = await contestant.usage()
        say(`${contestant.name}: ${Math.round(rssBytes / 1e6)} MB`)
      }
      return [
        ...compareAll("POST /orders", placed),
        ...compareAll("GET /orders/{id}", read),
        ...compareAll("PUT /couriers/{id}/location", located)
      ]
    } finally {
      for (const contestant of contestants) contestant.stop()
    }
  }
}

/** CPU and wall time per request of each round, by contestant. */
interface Measured {
  readonly name: string
  readonly cpuUs: ReadonlyArray<number>
  readonly wallUs: ReadonlyArray<number>
}

const FIRST = "order-000000000001"

const measure = async (
  contestants: ReadonlyArray<Contestant>,
  rounds: number,
  load: (contestant: Contestant) => Promise<{ readonly ms: number }>,
  requests: number
): Promise<ReadonlyArray<Measured>> => {
  const found = contestants.map(({ name }) => ({ name, cpuUs: Array<number>(), wallUs: Array<number>() }))
  for (const contestant of contestants) await load(contestant)
  for (let round = 0; round < rounds; round++) {
    const once = contestants.map(() => ({ cpuUs: 0, ms: 0 }))
    for (const at of [...contestants.keys(), ...[...contestants.keys()].reverse()]) {
      const contestant = contestants[at]
      const sum = once[at]
      if (contestant === undefined || sum === undefined) continue
      const before = await contestant.usage()
      const { ms } = await load(contestant)
      const after = await contestant.usage()
      sum.cpuUs += (after.cpuUs - before.cpuUs) / (2 * requests)
      sum.ms += (ms * 1_000) / (2 * requests)
    }
    once.forEach(({ cpuUs, ms }, at) => {
      found[at]?.cpuUs.push(cpuUs)
      found[at]?.wallUs.push(ms)
    })
  }
  return found
}

/** The first against each of the others: less processor time is better. */
const compareAll = (name: string, [subject, ...peers]: ReadonlyArray<Measured>): ReadonlyArray<Comparison> =>
  subject === undefined
    ? []
    : peers.map((peer) => ({
        name,
        subject: subject.name,
        peer: peer.name,
        ratio: spread(subject.cpuUs.map((us, round) => (peer.cpuUs[round] ?? NaN) / us)),
        cpuRatio: spread(subject.cpuUs.map((us, round) => (peer.cpuUs[round] ?? NaN) / us)),
        subjectPerSecond: 1e6 / spread(subject.wallUs).median,
        peerPerSecond: 1e6 / spread(peer.wallUs).median,
        rounds: subject.cpuUs.length,
        quality: {
          unit: "µs CPU",
          subject: spread(subject.cpuUs).median,
          peer: spread(peer.cpuUs).median
        }
      }))

const requireSameAnswers = async (contestants: ReadonlyArray<Contestant>): Promise<void> => {
  const answers: Array<string> = []
  for (const contestant of contestants) {
    const placed = (await contestant.place(1)).last
    const read = (await contestant.get(FIRST, 1)).last
    const located = (await contestant.locate(1)).last
    answers.push(`${placed} ${read} ${located}`)
  }
  if (new Set(answers).size !== 1)
    throw new Error(`the contenders answer differently:\n${answers.join("\n")}`)
}
