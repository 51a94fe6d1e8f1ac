import { mkdirSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { parseArgs } from "node:util"
import type { Benchmark } from "./Benchmark.ts"
import { benchmarks } from "./benchmarks.ts"
import { FULL, QUICK, type Comparison } from "./measure.ts"
import { loadAverage, provenance } from "./provenance.ts"

/** Exit code of a command line that makes no sense. */
const USAGE = 2

const usage = (): string =>
  [
    "usage: npm run bench -- <name> [--quick] [--json] [--seed <n>]",
    "",
    ...benchmarks.map(({ name, about }) => `  ${name.padEnd(8)} ${about}`),
    "",
    "  --quick  a reduced set, to see that it works: no figures to quote",
    "  --json   also write benchmarks/results/<name>.json",
    "  --seed   what everything random is drawn from (1)"
  ].join("\n")

const line = ({
  name,
  subject,
  peer,
  ratio,
  cpuRatio,
  subjectPerSecond,
  peerPerSecond,
  quality
}: Comparison): string =>
  (quality === undefined
    ? `${name.padEnd(34)} ${subject} ${rate(subjectPerSecond)}  ${peer} ${rate(peerPerSecond)}`
    : `${name.padEnd(34)} ${subject} ${amount(quality.subject, quality.unit)}  ${peer} ${amount(quality.peer, quality.unit)}`
  ).padEnd(88) +
  ` ${times(ratio.median)} (${times(ratio.low)} … ${times(ratio.high)}), by CPU ${times(cpuRatio.median)}`

const rate = (perSecond: number): string =>
  perSecond >= 1e6
    ? `${(perSecond / 1e6).toFixed(2)} M/s`
    : perSecond >= 1e3
      ? `${(perSecond / 1e3).toFixed(1)} k/s`
      : `${perSecond.toFixed(1)} /s`

const amount = (value: number, unit: string): string => `${value.toFixed(2)} ${unit}`

const times = (ratio: number): string => `${ratio.toFixed(2)}×`

const run = async (benchmark: Benchmark, seed: number, quick: boolean, json: boolean): Promise<void> => {
  const origin = provenance()
  const loadBefore = loadAverage()
  const say = (text: string) => console.log(text)
  say(`${benchmark.name}: seed ${seed}, commit ${origin.commit}${quick ? ", quick" : ""}`)
  say(`${origin.machine}, node ${origin.node}, load average ${loadBefore}`)
  const cases = await benchmark.run({ seed, quick, effort: quick ? QUICK : FULL, say })
  for (const found of cases) say(line(found))
  const loadAfter = loadAverage()
  say(
    `load average ${loadAfter}; repeat with: npm run bench -- ${benchmark.name} --seed ${seed}${quick ? " --quick" : ""}`
  )
  if (!json) return
  const folder = join(import.meta.dirname, "..", "results")
  mkdirSync(folder, { recursive: true })
  const report = { benchmark: benchmark.name, seed, ...origin, quick, load: [loadBefore, loadAfter], cases }
  const path = join(folder, `${benchmark.name}.json`)
  writeFileSync(path, `${JSON.stringify(report, undefined, 2)}\n`)
  say(`written to ${path}`)
}

const main = async (args: ReadonlyArray<string>): Promise<number> => {
  const options = {
    quick: { type: "boolean", default: false },
    json: { type: "boolean", default: false },
    seed: { type: "string", default: "1" },
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
    const seed = Number(values.seed)
    if (benchmark === undefined || rest.length > 0 || !Number.isSafeInteger(seed) || seed < 0) {
      console.error(usage())
      return USAGE
    }
    await run(benchmark, seed, values.quick, values.json)
    return 0
  } catch (error) {
    if (!(error instanceof TypeError && "code" in error)) throw error
    console.error(`${error.message}\n\n${usage()}`)
    return USAGE
  }
}

process.exitCode = await main(process.argv.slice(2))
