/** Characters that a picture is made of; two sets, because some terminals show ASCII only. */
export interface Glyphs {
  readonly full: string
  readonly empty: string
  /** From lowest to highest. */
  readonly levels: ReadonlyArray<string>
  /** From thinnest to thickest. */
  readonly shades: ReadonlyArray<string>
}

/** The glyphs of a terminal. */
export const glyphsOf = (ascii: boolean): Glyphs =>
  ascii
    ? {
        full: "#",
        empty: ".",
        levels: ["_", ".", "-", "=", "+", "*", "%", "#"],
        shades: [".", ":", "+", "#"]
      }
    : {
        full: "█",
        empty: "░",
        levels: ["▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"],
        shades: ["░", "▒", "▓", "█"]
      }

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

/**
 * All values as columns from 0 to the highest, `height` lines of `width` characters: where there are more values than
 * columns a column shows the highest of its values, where there are fewer the line stays short. Nothing where nothing was
 * measured.
 */
export const blockChart = (
  values: ReadonlyArray<number | null>,
  width: number,
  height: number,
  glyphs: Glyphs
): ReadonlyArray<string> => {
  const step = Math.max(1, values.length / width)
  const columns = Array.from({ length: Math.min(width, values.length) }, (_, column) =>
    values
      .slice(
        Math.floor(column * step),
        Math.max(Math.floor(column * step) + 1, Math.floor((column + 1) * step))
      )
      .reduce<number>((most, value) => Math.max(most, value ?? 0), 0)
  )
  const top = Math.max(...columns, Number.MIN_VALUE)
  const levels = glyphs.levels.length
  const eighths = columns.map((value) =>
    value > 0 ? Math.max(1, Math.round((value / top) * height * levels)) : 0
  )
  return Array.from({ length: height }, (_, line) => {
    const below = (height - 1 - line) * levels
    return eighths
      .map((full) => (full <= below ? " " : (glyphs.levels[Math.min(levels, full - below) - 1] ?? " ")))
      .join("")
  })
}
