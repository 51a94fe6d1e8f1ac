import { writeFile } from "node:fs/promises"
import type { OutputFolder } from "../output/OutputFolder.ts"
import { csvOf } from "../report/export/csv.ts"
import { bandsOf } from "./bands.ts"
import { recordedDocument, type Outcome } from "./compareDocument.ts"
import type { CompareRequest } from "./CompareRequest.ts"
import { curvesTable, metricsTable } from "./compareTables.ts"
import { comparePage } from "./page/comparePage.ts"
import { sweepPicture } from "./sweepPicture.ts"

const JSON_FILE = "compare.json"
const TEXT_FILE = "compare.txt"
const PAGE_FILE = "compare.html"
const METRICS_FILE = "compare.csv"
const CURVES_FILE = "curves.csv"
const PICTURE_FILE = "sweep.svg"

/** What `hotbag compare --out` writes; the last one is there only when all are. */
export const compareFilesOf = ({ entrants, sweep }: CompareRequest): ReadonlyArray<string> => [
  ...(sweep === undefined
    ? [...entrants.map(({ name }, i) => runsFile(i, name)), PAGE_FILE, METRICS_FILE, CURVES_FILE]
    : [PICTURE_FILE]),
  TEXT_FILE,
  JSON_FILE
]

/** Writes them into a folder that is not published yet. */
export const writeCompareFiles = async (
  outcome: Outcome,
  shown: { readonly text: string; readonly document: string },
  output: OutputFolder
): Promise<void> => {
  const write = (file: string, text: string) => writeFile(output.path(file), text)
  const { compared, fromMs, request } = outcome
  if (request.sweep !== undefined) await write(PICTURE_FILE, sweepPicture(outcome))
  if (compared !== undefined) {
    for (const [i, entrant] of compared.entrants.entries()) {
      const recorded = recordedDocument(entrant, outcome)
      await write(runsFile(i, entrant.entrant.name), `${JSON.stringify(recorded, null, 1)}\n`)
    }
    const files = compareFilesOf(request).filter((file) => file !== PAGE_FILE)
    await write(PAGE_FILE, comparePage({ outcome, files }))
    await write(METRICS_FILE, [...csvOf(metricsTable(compared.comparisons))].join(""))
    await write(CURVES_FILE, [...csvOf(curvesTable(bandsOf(compared.entrants, fromMs)))].join(""))
  }
  await write(TEXT_FILE, shown.text)
  await write(JSON_FILE, shown.document)
}

const runsFile = (i: number, name: string): string =>
  `${i + 1}-${name
    .replace(/^.*\//, "")
    .replace(/(\.runs)?\.json$/, "")
    .replace(/[^A-Za-z0-9.=-]+/g, "-")}.runs.json`
