/** Characters that a picture is made of; two sets, because some terminals show ASCII only. */
export interface Glyphs {
  readonly full: string
  readonly empty: string
  /** From lowest to highest. */
  readonly levels: ReadonlyArray<string>
}

/** The glyphs of a terminal. */
export const glyphsOf = (ascii: boolean): Glyphs =>
  ascii
    ? { full: "#", empty: ".", levels: ["_", ".", "-", "=", "+", "*", "%", "#"] }
    : { full: "█", empty: "░", levels: ["▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"] }

/** A bar of `width` characters of which `share` (0..1, anything else is clamped) is full. Something is never nothing. */
export const bar = (share: number, width: number, glyphs: Glyphs): string => {
  const within = Number.isFinite(share) ? Math.min(1, Math.max(0, share)) : share > 0 ? 1 : 0
  const full = within > 0 ? Math.max(1, Math.round(within * width)) : 0
  return glyphs.full.repeat(full) + glyphs.empty.repeat(width - full)
}

/**
 * The last `width` values as a line of little columns, the lowest shown one at the bottom, the highest at the top;
 * a blank where nothing was measured.
 */
export const sparkline = (values: ReadonlyArray<number | null>, width: number, glyphs: Glyphs): string => {
  const shown = values.slice(-width)
  let low = Number.POSITIVE_INFINITY
  let high = Number.NEGATIVE_INFINITY
  for (const value of shown) {
    if (value === null) continue
    low = Math.min(low, value)
    high = Math.max(high, value)
  }
  const top = glyphs.levels.length - 1
  return shown
    .map((value) => {
      if (value === null) return " "
      const level = high > low ? Math.round(((value - low) / (high - low)) * top) : 0
      return glyphs.levels[level] ?? " "
    })
    .join("")
}
