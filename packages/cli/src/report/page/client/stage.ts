/// <reference lib="dom" />
import type { PageData } from "../PageData.ts"
import { type Columns, columnsOf } from "./columns.ts"
import { type Census, drawCouriers, drawFood, type Pen } from "./drawing.ts"
import { countOf, elementOf, elementsOf } from "./elements.ts"

/** The map: which region it shows, how it is coloured, and who moves on it. */
export interface Stage {
  readonly draw: (atMs: number) => void
}

/** Connects the map with its switches. `redraw` is called whenever it has to be drawn anew. */
export const makeStage = (data: PageData, redraw: () => void): Stage => {
  const canvas = elementOf("couriers", HTMLCanvasElement)
  const columns = columnsOf(data.motion)
  let map = 0
  let pen = penFor(canvas)
  const renew = () => {
    pen = penFor(canvas)
    redraw()
  }
  new ResizeObserver(renew).observe(canvas)
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", renew)
  connectLayers()
  connectRegions((chosen) => {
    map = chosen
    redraw()
  })
  return {
    draw: (atMs) => {
      showZones(atMs, map)
      if (pen === null) return
      const now = (atMs - data.fromMs) / data.motion.unitMs
      tellCensus(drawMap(pen, columns, map, now, MOURNED_MS / data.motion.unitMs))
    }
  }
}

/** For how long a lost order is shown. */
export const MOURNED_MS = 900_000

/** A pen of the canvas's size on this screen, in the page's colours of now. */
export const penFor = (canvas: HTMLCanvasElement): Pen | null => {
  const context = canvas.getContext("2d")
  if (context === null) return null
  const density = window.devicePixelRatio > 0 ? window.devicePixelRatio : 1
  const { height, width } = canvas.getBoundingClientRect()
  canvas.width = Math.max(1, Math.round(width * density))
  canvas.height = Math.max(1, Math.round(height * density))
  const style = getComputedStyle(document.documentElement)
  const colour = (name: string) => style.getPropertyValue(`--${name}`).trim()
  return {
    context,
    width: canvas.width,
    height: canvas.height,
    scale: density * Math.min(1, Math.max(0.5, width / 900)),
    colours: {
      idle: colour("idle"),
      toRestaurant: colour("toRestaurant"),
      atRestaurant: colour("atRestaurant"),
      toCustomer: colour("toCustomer"),
      food: colour("food"),
      gone: colour("gone")
    }
  }
}

/** Draws a map at a moment, and says who is on it. */
export const drawMap = (pen: Pen, columns: Columns, map: number, now: number, mourned: number): Census => {
  const census = { idle: 0, toRestaurant: 0, atRestaurant: 0, toCustomer: 0, food: 0, gone: 0 }
  pen.context.clearRect(0, 0, pen.width, pen.height)
  drawCouriers(pen, columns, map, now, census)
  drawFood(pen, columns, map, now, mourned, census)
  return census
}

/** Writes the counts into the legend. */
export const tellCensus = (census: Census): void => {
  const counts: Readonly<Record<string, number>> = { ...census }
  for (const cell of elementsOf("[data-census]", HTMLElement)) {
    cell.textContent = countOf(counts[cell.dataset["census"] ?? ""] ?? 0)
  }
}

/** Shows the zones that hold at a moment, and says how many there are of each kind on the map that is shown. */
export const showZones = (atMs: number, map: number): void => {
  const counts: Record<string, number> = {}
  elementsOf("#map svg", SVGSVGElement).forEach((svg, i) => {
    for (const zone of svg.querySelectorAll(".zone")) {
      const holds =
        Number(zone.getAttribute("data-from")) <= atMs && atMs < Number(zone.getAttribute("data-to"))
      zone.classList.toggle("hidden", !holds)
      const kind = zone.getAttribute("data-kind") ?? ""
      if (holds && i === map) counts[kind] = (counts[kind] ?? 0) + 1
    }
  })
  for (const cell of elementsOf("[data-zones]", HTMLElement)) {
    cell.textContent = countOf(counts[cell.dataset["zones"] ?? ""] ?? 0)
  }
}

/** Colours the cells by the chosen layer. */
export const connectLayers = (): void => {
  const inputs = elementsOf('input[name="layer"]', HTMLInputElement)
  const scales = elementsOf(".scale", HTMLElement)
  const cells = elementsOf("#map polygon", SVGPolygonElement)
  const choose = (layer: number) => {
    const name = inputs[layer]?.value ?? ""
    for (const cell of cells) {
      const digit = cell.dataset["classes"]?.[layer] ?? "-"
      cell.setAttribute("class", digit === "-" ? "none" : `${name} d${digit}`)
    }
    for (const scale of scales) scale.classList.toggle("hidden", scale.dataset["layer"] !== name)
  }
  inputs.forEach((input, layer) => {
    input.addEventListener("change", () => choose(layer))
    // A browser that reloads a page may keep what was chosen before.
    if (input.checked) choose(layer)
  })
}

/** Shows the chosen region. */
export const connectRegions = (show: (map: number) => void): void => {
  const maps = elementsOf("#map svg", SVGSVGElement)
  for (const select of elementsOf("#region", HTMLSelectElement)) {
    const choose = () => {
      const chosen = Number(select.value)
      maps.forEach((map, i) => map.classList.toggle("hidden", i !== chosen))
      show(chosen)
    }
    select.addEventListener("change", choose)
    choose()
  }
}
