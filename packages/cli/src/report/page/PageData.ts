import type { MotionData } from "./motionData.ts"

/** All that the page's script needs to know, as it stands in the page. */
export interface PageData {
  readonly fromMs: number
  readonly toMs: number
  /** Size of the maps' units and corners of the charts'. */
  readonly map: { readonly width: number; readonly height: number }
  readonly chart: {
    readonly width: number
    readonly left: number
    readonly right: number
  }
  readonly charts: ReadonlyArray<{
    readonly id: string
    readonly atMs: ReadonlyArray<number>
    readonly lines: ReadonlyArray<{ readonly name: string; readonly texts: ReadonlyArray<string> }>
  }>
  readonly motion: MotionData
}
