import type { RegionId } from "@hotbag/core"
import { Data } from "effect"

/** Nobody can work in a region that is not there, and no more regions than fit can be opened (P8). Wire: 422. */
export class RegionRefused extends Data.TaggedError("RegionRefused")<{
  readonly regionId: RegionId
  readonly why: "unknown" | "too-many"
}> {
  override get message(): string {
    switch (this.why) {
      case "unknown":
        return `There is no region ${this.regionId}; name your own, or one with a restaurant in it.`
      case "too-many":
        return `Region ${this.regionId} would be one more than this marketplace has room for; use one that is there.`
    }
  }
}
