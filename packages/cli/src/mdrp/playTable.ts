import type { DispatchPolicy } from "@hotbag/dispatch"
import { commit } from "../commit.ts"
import { oneLine } from "../exit.ts"
import { readGrubhub } from "../input/grubhub.ts"
import type { Terminal } from "../Terminal.ts"
import { instanceName } from "./MdrpRequest.ts"
import type { MdrpRequest } from "./MdrpRequest.ts"
import { playInstance } from "./playInstance.ts"
import { writeSolution } from "./solutionFolders.ts"
import { header, row, summarise, summaryRow, tableWidths } from "./table.ts"
import type { PlayedInstance } from "./table.ts"

/** Plays every instance under every policy: a row for each as it ends, and one for all; or one JSON document. */
export const playTable = async (request: MdrpRequest, terminal: Terminal): Promise<void> => {
  const version = await commit()
  const print = request.json ? () => {} : (line: string) => terminal.out(`${oneLine(line)}\n`)
  const widths = tableWidths(request.folders.map(instanceName))
  const all: Array<PlayedInstance> = []
  print(`commit ${version}`)
  for (const policy of request.policies) {
    print(`policy ${policy.name}`)
    print(header(widths))
    const played: Array<PlayedInstance> = []
    for (const folder of request.folders) {
      const instance = await playFolder(folder, policy, version, request, terminal)
      played.push(instance)
      if (!request.quiet) print(row(instance, widths))
    }
    print(summaryRow(summarise(played), widths))
    all.push(...played)
  }
  if (!request.json) return
  const summaries = request.policies.map(({ name }) => summarise(all.filter(({ policy }) => policy === name)))
  terminal.out(`${JSON.stringify({ commit: version, instances: all, summaries }, null, 2)}\n`)
}

const playFolder = async (
  folder: string,
  policy: DispatchPolicy,
  version: string,
  request: MdrpRequest,
  terminal: Terminal
): Promise<PlayedInstance> => {
  const instance = await readGrubhub(folder)
  const name = instanceName(folder)
  const { played, trips } = await playInstance(instance, name, policy, version, { stop: terminal.stop })
  if (request.target !== undefined) await writeSolution(request.target(policy.name, name), instance, trips)
  return played
}
