// Compares what `npm start` printed with what the README shows, or writes it there with --write. The same seed and
// scenario give the same history on every machine, so only the commit and the speed may differ.
//   npm start > start.txt; node scripts/excerpt.ts start.txt [--write]
import { readFileSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { root } from "./tidy/sources.ts"

const readme = join(root, "README.md")
const block = /(?<=<!-- npm start -->\n\n```text\n)[\s\S]*?(?=```\n)/
const [file = "", flag] = process.argv.slice(2)
const printed = readFileSync(file, "utf8").replace(/^[\s\S]*?(?=^seed )/m, "")
const document = readFileSync(readme, "utf8")
const comparable = (text: string): string =>
  text.replace(/^(commit +).*/m, "$1…").replace(/, [\d,]+ per second$/m, ", … per second").trim()

if (flag === "--write") {
  // A function, because the text may hold `$`.
  writeFileSync(readme, document.replace(block, () => printed.replace("+dirty", "")))
} else if (comparable(block.exec(document)?.[0] ?? "") !== comparable(printed)) {
  console.error("The README shows another run than `npm start` prints; bring it up to date with")
  console.error("  npm start > start.txt; node scripts/excerpt.ts start.txt --write")
  process.exitCode = 1
}
