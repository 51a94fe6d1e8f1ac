import { Limits } from "@hotbag/core"
import {
  type Calibration,
  decodeCalibration,
  DEFAULT_CALIBRATION,
  DEFAULT_DEPLOYMENT,
  type Deployment,
  type Instances,
  type Serving
} from "@hotbag/sim"
import { type Command, Option } from "commander"
import { Result, Schema } from "effect"
import { BadInput, quoted } from "../exit.ts"
import { readText } from "./traceFolder.ts"

/** What was said about the servers of a run. */
export const ServingOptions = {
  serving: Schema.Boolean,
  nodes: Schema.optionalKey(Schema.String),
  cores: Schema.optionalKey(Schema.String),
  databaseCores: Schema.optionalKey(Schema.String),
  shards: Schema.optionalKey(Schema.String),
  stations: Schema.optionalKey(Schema.String),
  calibration: Schema.optionalKey(Schema.String)
}
const Decoded = Schema.Struct(ServingOptions)
/** @see ServingOptions */
export type ServingRequest = typeof Decoded.Type

/** Adds the options that say what serves a run. */
export const addServingOptions = (command: Command): Command =>
  command
    .option("--nodes <n>", "nodes that serve it: 4, or 2..32 scaled as needed (default: 2..32)")
    .option("--cores <n>", "processors of a node that are used (default: 1)")
    .option("--database-cores <n>", "processors of the database (default: 4)")
    .option("--shards <n>", "databases, each with some of the regions (default: 1)")
    .addOption(
      new Option("--stations <how>", "every node does everything, or stations are apart").choices([
        "together",
        "apart"
      ])
    )
    .option(
      "--calibration <file>",
      "service times written by hotbag calibrate (default: those that come along)"
    )
    .option("--no-serving", "simulate the city without the servers")

/**
 * The servers of a run; undefined: none. Days of Grubhub have no servers: they are a puzzle, not a marketplace.
 *
 * @throws BadInput when an option makes no sense, or the calibration cannot be read.
 */
export const readServing = async (
  request: ServingRequest,
  trace: string | undefined
): Promise<Serving | undefined> => {
  const named = (["nodes", "cores", "databaseCores", "shards", "stations", "calibration"] as const).filter(
    (name) => request[name] !== undefined
  )
  const without = !request.serving ? "--no-serving" : trace?.startsWith("grubhub:") ? "--trace grubhub" : null
  if (without !== null) {
    if (named.length === 0) return undefined
    const option = `--${(named[0] ?? "").replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`
    throw new BadInput(option, `there are no servers with ${without}`, "leave one of them out")
  }
  const whole = (option: string, text: string | undefined, most: number, otherwise: number) =>
    text === undefined ? otherwise : Result.getOrThrow(parseWhole(option, text, most))
  const deployment: Deployment = {
    ...DEFAULT_DEPLOYMENT,
    stations: request.stations === "apart" ? "apart" : "together",
    nodes:
      request.nodes === undefined ? DEFAULT_DEPLOYMENT.nodes : Result.getOrThrow(parseNodes(request.nodes)),
    cores: whole("--cores", request.cores, Limits.servingCores, DEFAULT_DEPLOYMENT.cores),
    databaseCores: whole(
      "--database-cores",
      request.databaseCores,
      Limits.servingCores,
      DEFAULT_DEPLOYMENT.databaseCores
    ),
    shards: whole("--shards", request.shards, Limits.scenarioRegions, DEFAULT_DEPLOYMENT.shards)
  }
  return { deployment, calibration: await readCalibration(request.calibration) }
}

const parseNodes = (text: string): Result.Result<Instances, BadInput> => {
  const [least, most, more] = text.split("..")
  if (more !== undefined) return Result.fail(badNodes(text))
  return Result.gen(function* () {
    const min = yield* parseWhole("--nodes", least ?? "", Limits.servingNodes)
    const max = most === undefined ? min : yield* parseWhole("--nodes", most, Limits.servingNodes)
    if (min > max) return yield* Result.fail(badNodes(text))
    return { min, max }
  })
}

const badNodes = (text: string): BadInput =>
  new BadInput("--nodes", `${quoted(text)} is no number of nodes`, "write it like --nodes 4 or --nodes 2..32")

const parseWhole = (option: string, text: string, most: number): Result.Result<number, BadInput> => {
  const value = Number(text)
  return /^[0-9]+$/.test(text) && value >= 1 && value <= most
    ? Result.succeed(value)
    : Result.fail(
        new BadInput(
          option,
          `${quoted(text)} is not a whole number from 1 to ${most}`,
          `write it like ${option} 4`
        )
      )
}

const readCalibration = async (file: string | undefined): Promise<Calibration> => {
  if (file === undefined) return DEFAULT_CALIBRATION
  const text = await readText(file)
  if (text.length > Limits.calibrationLength)
    throw new BadInput(file, "too long for a calibration", "give the file that hotbag calibrate wrote")
  let json: unknown
  try {
    json = JSON.parse(text)
  } catch {
    throw new BadInput(file, "not JSON", "give the file that hotbag calibrate wrote")
  }
  const read = decodeCalibration(json)
  if (Result.isSuccess(read)) return read.success
  throw new BadInput(file, read.failure, "measure it anew with hotbag calibrate")
}
