import { type Disturbance, durationText, hourText } from "@hotbag/sim"

/** A disturbance in one line: what, when, and its figures. */
export const disturbanceText = ({ fromMs, kind, relativeTo, toMs, ...fields }: Disturbance): string => {
  const minutes = (ms: number) => `${ms < 0 ? "-" : "+"}${Math.abs(Math.round(ms / 60_000))} min`
  const when =
    relativeTo === "dinner"
      ? `${minutes(fromMs)} to ${minutes(toMs)} of the peak of dinner`
      : `${hourText(fromMs)} to ${hourText(toMs)}`
  const facts = Object.entries(fields).flatMap(([name, value]) =>
    typeof value === "number" || typeof value === "string" ? [factText(name, value)] : []
  )
  if ("speeds" in fields) facts.unshift(speedsText(fields.speeds))
  return [`${kind}, ${when}`, ...facts].join(", ")
}

/** What the speeds of vehicles are multiplied by. */
const speedsText = (speeds: Readonly<Record<string, number>>): string =>
  `speeds ${Object.entries(speeds)
    .map(([vehicle, factor]) => `${vehicle} x${factor}`)
    .join(" ")}`

/** A field as people read it: `rampMs` 1,800,000 is `ramp 30 min`. */
const factText = (name: string, value: number | string): string =>
  typeof value === "number" && name.endsWith("Ms")
    ? `${name.slice(0, -2)} ${durationText(value)}`
    : `${name} ${value}`
