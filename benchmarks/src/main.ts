import { parseArgs } from "node:util"
import type { Benchmark } from "./Benchmark.ts"
import { benchmarks } from "./benchmarks.ts"
import { ATTEMPTS, judge, type Verdict } from "./gate.ts"
import { line } from "./lines.ts"
import { FULL, GATE, QUICK, type Comparison } from "./measure.ts"
import { loadAverage, provenance } from "./provenance.ts"
import { readResults, writeResults } from "./results.ts"

/** Exit code of a command line that makes no sense. */
const USAGE = 2
/** Exit code of a gate that does not hold. */
const FALLEN = 1
const SEED = 1

const usage = (): string =>
  [
    "usage: npm run bench -- <name> [--quick | --json | --gate] [--seed <n>]",
    "",
    ...benchmarks.map(({ name, about }) => `  ${name.padEnd(9)} ${about}`),
    "",
    "  --quick  a reduced set, to see that it works: no figures to quote",
    "  --json   record the figures in benchmarks/results/<name>.json",
    "  --gate   measure a reduced set, with the recorded seed; exit code 1 when a ratio has fallen to half of the recorded",
    `  --seed   what everything random is drawn from (${SEED})`
  ].join("\n")

const heading = (benchmark: Benchmark, seed: number, kind: string): void => {
  const { commit, machine, node } = provenance()
  console.log(`${benchmark.name}: seed ${seed}, commit ${commit}${kind}`)
  console.log(`${machine}, node ${node}, load average ${loadAverage()}`)
}

const say = (text: string): void => console.log(text)

const run = async (benchmark: Benchmark, seed: number, quick: boolean, json: boolean): Promise<void> => {
  heading(benchmark, seed, quick ? ", quick" : "")
  const origin = provenance()
  const loadBefore = loadAverage()
  const cases = await benchmark.run({ seed, quick, gate: false, effort: quick ? QUICK : FULL, say })
  for (const found of cases) say(line(found))
  const loadAfter = loadAverage()
  say(
    `load average ${loadAfter}; repeat with: npm run bench -- ${benchmark.name} --seed ${seed}${quick ? " --quick" : ""}`
  )
  if (!json) return
  if (cases.length === 0) return say("nothing was measured, so nothing is written")
  const reduced = await benchmark.run({ seed, quick: true, gate: true, effort: GATE, say })
  const load = [loadBefore, loadAfter] as const
  const path = writeResults({ benchmark: benchmark.name, seed, ...origin, load, cases, reduced })
  say(`written to ${path}; now run npm run docs`)
}

/** Measures the reduced set and compares it with what was recorded; the exit code. */
const gate = async (benchmark: Benchmark): Promise<number> => {
  const results = readResults(benchmark.name)
  const seed = results?.seed ?? SEED
  heading(benchmark, seed, ", gate")
  const attempts: Array<ReadonlyArray<Comparison>> = []
  let verdicts: ReadonlyArray<Verdict> = []
  do {
    attempts.push(await benchmark.run({ seed, quick: true, gate: true, effort: results ? GATE : QUICK, say }))
    verdicts = judge(results?.reduced ?? [], attempts)
  } while (attempts.length < ATTEMPTS && verdicts.some(({ outcome }) => outcome === "fallen"))
  for (const { outcome, line } of verdicts) say(`${outcome.padEnd(12)} ${line}`)
  if (results === undefined)
    say(`SKIPPED: no results are recorded; npm run bench -- ${benchmark.name} --json`)
  const fallen = verdicts.filter(({ outcome }) => outcome === "fallen").length
  if (fallen === 0) return 0
  console.error(
    `${fallen} of ${verdicts.length} cases of ${benchmark.name} have fallen behind commit ${results?.commit}`
  )
  return FALLEN
}

const main = async (args: ReadonlyArray<string>): Promise<number> => {
  const options = {
    quick: { type: "boolean", default: false },
    json: { type: "boolean", default: false },
    gate: { type: "boolean", default: false },
    seed: { type: "string" },
    help: { type: "boolean", default: false }
  } as const
  try {
    const { values, positionals } = parseArgs({ args: [...args], options, allowPositionals: true })
    if (values.help) {
      console.log(usage())
      return 0
    }
    const [name, ...rest] = positionals
    const benchmark = benchmarks.find((known) => known.name === name)
    const seed = Number(values.seed ?? SEED)
    const ways = [values.quick, values.json, values.gate, values.gate && values.seed !== undefined]
    const isSensible = rest.length === 0 && ways.filter(Boolean).length <= 1
    if (benchmark === undefined || !isSensible || !Number.isSafeInteger(seed) || seed < 0) {
      console.error(usage())
      return USAGE
    }
    if (values.gate) return await gate(benchmark)
    await run(benchmark, seed, values.quick, values.json)
    return 0
  } catch (error) {
    if (!(error instanceof TypeError && "code" in error)) throw error
    console.error(`${error.message}\n\n${usage()}`)
    return USAGE
  }
}

process.exitCode = await main(process.argv.slice(2))
