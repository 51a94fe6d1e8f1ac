import { describeTraceProblem, grubhubInstance } from "@hotbag/sim"
import type { GrubhubInstance, TraceProblem } from "@hotbag/sim"
import { Result } from "effect"
import { basename, join, resolve } from "node:path"
import { BadInput } from "../exit.ts"
import { readTraceFolder } from "./traceFolder.ts"

const FILES = ["orders.txt", "restaurants.txt", "couriers.txt", "instance_parameters.txt"]

/** Reads a folder of the Meal Delivery Routing Problem. @throws BadInput that names file and line. */
export const readGrubhub = async (folder: string): Promise<GrubhubInstance> => {
  const files = await readTraceFolder(folder, FILES, "a Grubhub day")
  return accepted(folder, grubhubInstance(files, basename(resolve(folder))))
}

/** What a reader made of a trace. @throws BadInput for what it refused. */
export const accepted = <A>(folder: string, trace: Result.Result<A, TraceProblem>): A => {
  if (Result.isSuccess(trace)) return trace.success
  throw new BadInput(
    join(folder, describeTraceProblem(trace.failure)),
    "the day was not read",
    "correct the file"
  )
}
