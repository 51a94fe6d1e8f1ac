/// <reference lib="dom" />
import type { PageData } from "../PageData.ts"
import { clockOf, elementsOf } from "./elements.ts"

/** The lines across the charts that say what was when. */
export interface Cursors {
  readonly draw: (atMs: number) => void
}

/** Connects the charts: they show a moment, and whoever points into one chooses it. */
export const makeCursors = (data: PageData, choose: (atMs: number) => void): Cursors => {
  const { left, right, width } = data.chart
  const spanMs = Math.max(1, data.toMs - data.fromMs)
  const charts = elementsOf("svg[data-chart]", SVGSVGElement).map((svg) => ({
    svg,
    line: svg.querySelector(".cursor"),
    readout: document.querySelector(`[data-readout="${svg.dataset["chart"] ?? ""}"]`),
    curves: data.charts.find(({ id }) => id === svg.dataset["chart"])
  }))
  for (const { svg } of charts) {
    const point = (event: PointerEvent) => {
      const box = svg.getBoundingClientRect()
      const x = ((event.clientX - box.left) / Math.max(1, box.width)) * width
      choose(data.fromMs + (spanMs * (x - left)) / (width - left - right))
    }
    svg.addEventListener("pointerdown", point)
    svg.addEventListener("pointermove", (event) => {
      if (event.buttons > 0) point(event)
    })
  }
  return {
    draw: (atMs) => {
      const x = left + ((width - left - right) * (atMs - data.fromMs)) / spanMs
      for (const { curves, line, readout } of charts) {
        line?.setAttribute("transform", `translate(${x - left} 0)`)
        if (readout !== null && curves !== undefined) readout.textContent = readoutOf(curves, atMs)
      }
    }
  }
}

/** What the curves of a chart say at a moment: of the point at or after it. */
export const readoutOf = (curves: PageData["charts"][number], atMs: number): string => {
  const after = curves.atMs.findIndex((pointMs) => pointMs >= atMs)
  const point = after < 0 ? curves.atMs.length - 1 : after
  const told = curves.lines.map(({ name, texts }) => `${name} ${texts[point] ?? "-"}`)
  return `${clockOf(curves.atMs[point] ?? atMs)}  ${told.join(" · ")}`
}
