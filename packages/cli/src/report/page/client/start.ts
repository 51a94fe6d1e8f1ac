/// <reference lib="dom" />
import type { PageData } from "../PageData.ts"
import { makeCursors } from "./cursors.ts"
import { clockOf, elementOf } from "./elements.ts"
import { makeStage } from "./stage.ts"

/** Brings the page to life: the time of day, chosen by scrubber, play button or a chart, and everything that shows it. */
export const start = (data: PageData): void => {
  document.documentElement.classList.add("scripted")
  const scrubber = elementOf("scrubber", HTMLInputElement)
  const clock = elementOf("clock", HTMLOutputElement)
  let atMs = data.fromMs
  let asked = false
  const draw = () => {
    asked = false
    scrubber.value = String(Math.round((atMs - data.fromMs) / STEP_MS))
    scrubber.setAttribute("aria-valuetext", clockOf(atMs))
    clock.textContent = clockOf(atMs)
    stage.draw(atMs)
    cursors.draw(atMs)
  }
  const redraw = () => {
    if (asked) return
    asked = true
    requestAnimationFrame(draw)
  }
  const choose = (chosenMs: number) => {
    atMs = Math.min(data.toMs, Math.max(data.fromMs, chosenMs))
    redraw()
  }
  const stage = makeStage(data, redraw)
  const cursors = makeCursors(data, choose)
  scrubber.addEventListener("input", () => choose(data.fromMs + Number(scrubber.value) * STEP_MS))
  connectPlay(data, () => atMs, choose)
  // A moment at which something is going on.
  choose(data.fromMs + (data.toMs - data.fromMs) / 2)
}

/** What one step of the scrubber is. */
export const STEP_MS = 60_000

/** Lets time pass while the button says so; whoever wants less motion gets a picture a second. */
export const connectPlay = (data: PageData, now: () => number, choose: (atMs: number) => void): void => {
  const button = elementOf("play", HTMLButtonElement)
  const speed = elementOf("speed", HTMLSelectElement)
  const calm = matchMedia("(prefers-reduced-motion: reduce)")
  let playing = false
  let last = 0
  const turn = (on: boolean) => {
    playing = on
    button.textContent = on ? "❚❚ Pause" : "▶ Play"
    last = performance.now()
    if (on) requestAnimationFrame(step)
  }
  const step = (time: number) => {
    if (!playing) return
    const passedMs = Math.max(0, time - last)
    if (!calm.matches || passedMs >= 1000) {
      last = time
      choose(now() + Math.min(passedMs, 1000) * Number(speed.value))
    }
    if (now() >= data.toMs) turn(false)
    else requestAnimationFrame(step)
  }
  button.addEventListener("click", () => {
    if (!playing && now() >= data.toMs) choose(data.fromMs)
    turn(!playing)
  })
}
