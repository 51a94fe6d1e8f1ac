// Puts what `npm start` prints into the README (`npm run excerpt`), or, given a file with what it printed, fails when the
// README shows something else. The same seed and scenario give the same history on every machine, so only the commit
// and the speed may differ.
import { execFileSync } from "node:child_process"
import { readFileSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { root } from "./tidy/sources.ts"

const readme = join(root, "README.md")
const block = /(?<=<!-- npm start -->\n\n```text\n)[\s\S]*?(?=```\n)/

/** The exit code 1 of a breached objective is no failure here; the report is on stdout all the same. */
const play = (): string => {
  try {
    return execFileSync(process.execPath, [join(root, "scripts", "start.mjs")], { encoding: "utf8" })
  } catch (error) {
    if (error instanceof Error && "stdout" in error && "status" in error && error.status === 1) {
      return String(error.stdout)
    }
    throw error
  }
}

/** From the first line of the report on: npm's own words come before it. */
const reportOf = (printed: string): string => printed.replace(/^[\s\S]*?(?=^seed )/m, "")

const comparable = (text: string): string =>
  text
    .replace(/^(commit +).*/m, "$1…")
    .replace(/, [\d,]+ per second$/m, ", … per second")
    .replace(/^(time|without rounds)( +)[\d.]+ s, .*/gm, "$1$2…")
    .trim()

const document = readFileSync(readme, "utf8")
const [file] = process.argv.slice(2)
if (file === undefined) {
  const report = reportOf(play()).replace("+dirty", "")
  // A function, because a report may hold `$`.
  writeFileSync(
    readme,
    document.replace(block, () => report)
  )
} else if (comparable(block.exec(document)?.[0] ?? "") !== comparable(reportOf(readFileSync(file, "utf8")))) {
  console.error(
    "The README shows another run than `npm start` prints; bring it up to date with `npm run excerpt`."
  )
  process.exitCode = 1
}
