import { fromForm, type LearnedEta, LearnedEtaForm, Limits, toForm } from "@hotbag/core"
import { Result, Schema } from "effect"
import { writeFile } from "node:fs/promises"
import { BadInput } from "../exit.ts"
import { whyNot } from "../fileError.ts"
import { readText } from "../input/traceFolder.ts"
import { KNOWN_FEATURES } from "./deliveryRows.ts"

/** A learned model from a file. @throws BadInput when it is none, or knows other features. */
export const readModel = async (file: string): Promise<LearnedEta> => {
  const refuse = (what: string) =>
    new BadInput(`--model ${file}`, what, "write it anew with hotbag eta train --out")
  const text = await readText(file)
  if (text.length > Limits.learnedFileLength) throw refuse(`${text.length} characters are too many`)
  let json: unknown
  try {
    json = JSON.parse(text)
  } catch {
    throw refuse("this is not JSON")
  }
  const form = decodeForm(json)
  if (Result.isFailure(form)) throw refuse("this is not a learned model")
  const model = fromForm(form.success)
  if (Result.isFailure(model)) throw refuse(`forest ${model.failure.forest}: ${model.failure.what}`)
  if (form.success.known.join() !== KNOWN_FEATURES.join()) throw refuse("it knows other features")
  return model.success
}

const decodeForm = Schema.decodeUnknownResult(LearnedEtaForm)

/** Writes a model; gives the size in bytes. @throws BadInput when there is something already. */
export const writeModel = async (file: string, model: LearnedEta): Promise<number> => {
  const text = `${JSON.stringify(toForm(model))}\n`
  await writeFile(file, text, { flag: "wx" }).catch((error: unknown) => {
    throw new BadInput(`--out ${file}`, whyNot(error), "name a new file in a folder that can be written")
  })
  return text.length
}
