import { type EnoughServers, enoughServers, type Run, type Serving } from "@hotbag/sim"
import { earliest } from "./playTried.ts"
import type { Needs } from "./Plan.ts"

/** As things are, before anybody plans. */
const NODES_BEFORE = 2

/** What servers a finished run needs: it is put through more and fewer of them, which takes no other run. */
export const needsOf = (run: Run, serving: Serving): Needs => {
  const servers = enoughServers(
    (deployment) => run.servedBy({ ...serving, deployment }).report,
    serving.deployment
  )
  return { servers, scaled: scaledNodes(run, serving, servers), without: withTwo(run, serving) }
}

const withTwo = (run: Run, serving: Serving): Needs["without"] => {
  const nodes = { min: NODES_BEFORE, max: NODES_BEFORE }
  const { report } = run.servedBy({ ...serving, deployment: { ...serving.deployment, nodes } })
  const broken = report.slos.filter(({ met }) => !met)
  return {
    nodes: NODES_BEFORE,
    breached: broken.map(({ name }) => name),
    firstBreach: earliest(broken)
  }
}

/** Nodes that come and go, from the least that is safe to a third more than enough, if that keeps everything too. */
const scaledNodes = (run: Run, serving: Serving, servers: EnoughServers | null): Needs["scaled"] => {
  if (servers === null || servers.deployment.stations === "apart") return null
  const most = Math.max(NODES_BEFORE, Math.ceil((servers.deployment.nodes.max * 4) / 3))
  const deployment = { ...servers.deployment, nodes: { min: Math.min(NODES_BEFORE, most), max: most } }
  const { report } = run.servedBy({ ...serving, deployment })
  const [nodes] = report.pools
  if (nodes === undefined || report.slos.some(({ met }) => !met)) return null
  return { min: deployment.nodes.min, max: nodes.instances.max, mean: nodes.instances.mean }
}
