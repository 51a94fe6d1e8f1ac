import { execFileSync } from "node:child_process"
import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { Schema } from "effect"
import type { GrubhubSolution } from "../../src/trace/grubhubSolution.ts"
import { dataFolder } from "./sharedData.ts"

const script = join(dataFolder ?? "", "../tools/mdrp_referee.py")

const hasPython = (): boolean => {
  try {
    execFileSync("python3", ["--version"], { stdio: "ignore" })
    return true
  } catch {
    return false
  }
}

/** Whether the strict whole-minute referee can be asked. */
export const hasReferee = dataFolder !== null && existsSync(script) && hasPython()
export const whyNoReferee = hasReferee ? "" : " (skipped: needs python3 and the referee beside the real days)"

const Verdict = Schema.fromJsonString(
  Schema.StructWithRest(Schema.Struct({ broken: Schema.Int, firstBroken: Schema.Array(Schema.String) }), [
    Schema.Record(Schema.String, Schema.Unknown)
  ])
)

/** What the referee says of a solution: its figures and the rules broken. */
export const askReferee = (files: Readonly<Record<string, string>>, solution: GrubhubSolution) => {
  const folder = mkdtempSync(join(tmpdir(), "hotbag-referee-"))
  try {
    for (const [file, text] of Object.entries({ ...files, ...solution }))
      writeFileSync(join(folder, file), text)
    return Schema.decodeSync(Verdict)(run(folder))
  } finally {
    rmSync(folder, { recursive: true })
  }
}

/** The referee exits with 1 when a rule is broken, having said which. */
const run = (folder: string): string => {
  try {
    return execFileSync("python3", [script, folder, folder], { encoding: "utf8" })
  } catch (error) {
    if (error instanceof Error && "stdout" in error && typeof error.stdout === "string") return error.stdout
    throw error
  }
}
