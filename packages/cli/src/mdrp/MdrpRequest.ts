import type { DispatchPolicy } from "@hotbag/dispatch"
import { Result } from "effect"
import { basename, join, resolve } from "node:path"
import { BadInput } from "../exit.ts"
import { readGrubhub } from "../input/grubhub.ts"
import { DEFAULT_POLICY, parsePolicy } from "../policies.ts"
import type { MdrpOptions } from "./options.ts"
import { checkSolutionFolders } from "./solutionFolders.ts"

/** What was asked of `hotbag mdrp`, checked. */
export interface MdrpRequest {
  readonly folders: ReadonlyArray<string>
  readonly policies: ReadonlyArray<DispatchPolicy>
  /** Where the solution of an instance goes; undefined: nowhere. */
  readonly target: ((policy: string, instance: string) => string) | undefined
  readonly json: boolean
  readonly quiet: boolean
}

/**
 * Checks everything before anything is played: every name, every instance, every folder to write into.
 *
 * @throws BadInput that says what is wrong.
 */
export const parseMdrpRequest = async (
  folders: ReadonlyArray<string>,
  options: MdrpOptions
): Promise<MdrpRequest> => {
  const names = options.policy ?? [DEFAULT_POLICY]
  refuseTwice("--policy", names)
  refuseTwice("instances", folders.map(instanceName))
  const { out } = options
  const request: MdrpRequest = {
    folders,
    policies: names.map((name) => Result.getOrThrow(parsePolicy(name))),
    target:
      out === undefined
        ? undefined
        : (policy, instance) => (names.length > 1 ? join(out, policy, instance) : join(out, instance)),
    json: options.json,
    quiet: options.quiet
  }
  for (const folder of folders) await readGrubhub(folder)
  const { target } = request
  if (target !== undefined)
    await checkSolutionFolders(
      request.policies.flatMap(({ name }) => folders.map((folder) => target(name, instanceName(folder))))
    )
  return request
}

/** An instance is called like its folder. */
export const instanceName = (folder: string): string => basename(resolve(folder))

const refuseTwice = (what: string, names: ReadonlyArray<string>) => {
  const twice = names.find((name, i) => names.indexOf(name) !== i)
  if (twice !== undefined) throw new BadInput(what, `${twice} is there twice`, "name each one once")
}
