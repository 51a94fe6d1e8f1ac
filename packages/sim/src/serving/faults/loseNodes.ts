import type { ServingModel } from "../ServingModel.ts"

/**
 * Takes away what is lost at `atMs`, and gives back what has returned: of each region that has lost its node the node, with its
 * processors, and the shard that its orders were in. Asked once a second. O(losses of the day).
 */
export const loseNodes = (model: ServingModel, atMs: number): void => {
  const { faults, lost, stations } = model
  if (faults === null || faults.lostNodes.length === 0) return
  const regions = faults.lostNodes
    .filter(({ fromMs, toMs }) => fromMs <= atMs && atMs < toMs)
    .map(({ region }) => region)
  if (regions.length === lost.length && regions.every((region, i) => region === lost[i])) return
  model.lost = regions
  stations.lose(atMs, regions)
}
