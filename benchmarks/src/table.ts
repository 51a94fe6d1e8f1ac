import { sides, times } from "./lines.ts"
import { readResults, type Results } from "./results.ts"

/** What was recorded of a benchmark, for a document: where it comes from and a table, or how to record it. */
export const resultsTable = (benchmark: string): string => {
  const results = readResults(benchmark)
  return results === undefined
    ? `Not recorded yet: \`npm run bench -- ${benchmark} --json\`.`
    : `${origin(results)}\n\n${table(results)}`
}

const origin = ({ seed, commit, machine, node, load, cases }: Results): string =>
  `Seed ${seed}, commit \`${commit}\`, ${machine}, Node ${node.slice(1)}, load average ${load.join(" before and ")} after, ` +
  `${[...new Set(cases.map(({ rounds }) => rounds))].join(" or ")} rounds.`

const table = ({ cases }: Results): string =>
  [
    ["case", "ours", "", "peer", "", "ratio", "least … greatest", "by CPU"],
    ["---", "---", "--:", "---", "--:", "--:", "--:", "--:"],
    ...cases.map((found) => {
      const { name, subject, peer, ratio, cpuRatio } = found
      const { ours, theirs } = sides(found)
      const spread = `${times(ratio.low)} … ${times(ratio.high)}`
      return [name, subject, ours, peer, theirs, `**${times(ratio.median)}**`, spread, times(cpuRatio.median)]
    })
  ]
    .map((cells) => `| ${cells.join(" | ")} |`)
    .join("\n")
